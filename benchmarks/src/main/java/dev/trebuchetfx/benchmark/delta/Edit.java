// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A change that users make. */
enum Edit {
    ONE_FIELD("one_field") {
        @Override
        void on(List<ListItem> todos, Random random) {
            int at = random.nextInt(todos.size());
            todos.set(at, todos.get(at).renamed("Call back about order " + random.nextInt(10_000)));
        }
    },
    INSERT_AT_HEAD("insert_at_head") {
        @Override
        void on(List<ListItem> todos, Random random) {
            todos.add(0, ListState.randomItem(random));
        }
    },
    MOVE("move") {
        @Override
        void on(List<ListItem> todos, Random random) {
            int from = random.nextInt(todos.size());
            int to = (from + 1 + random.nextInt(todos.size() - 1)) % todos.size();
            todos.add(to, todos.remove(from));
        }
    },
    REMOVE("remove") {
        @Override
        void on(List<ListItem> todos, Random random) {
            todos.remove(random.nextInt(todos.size()));
        }
    };

    private final String word;

    Edit(String word) {
        this.word = word;
    }

    /** Returns the word for it in a figure's name. */
    String word() {
        return word;
    }

    abstract void on(List<ListItem> todos, Random random);

    /** The state after such a change somewhere. */
    ListState of(ListState before, Random random) {
        List<ListItem> todos = new ArrayList<>(before.todos());
        on(todos, random);
        return ListState.of(todos);
    }
}
