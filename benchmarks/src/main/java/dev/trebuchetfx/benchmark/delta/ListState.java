// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A state with a list of items. It does not copy the list that it is given, since the client's decoded lists share unchanged parts. */
record ListState(List<ListItem> todos, int pendingCount) {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    static ListState random(int items, Random random) {
        List<ListItem> todos = new ArrayList<>(items);
        for (int i = 0; i < items; i++) {
            todos.add(randomItem(random));
        }
        return of(todos);
    }

    static ListState of(List<ListItem> todos) {
        return new ListState(
                todos, (int) todos.stream().filter(todo -> !todo.isCompleted()).count());
    }

    static ListItem randomItem(Random random) {
        return new ListItem(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                "Call %08x back about offer %d".formatted(random.nextInt(), random.nextInt(10_000)),
                random.nextInt(4) == 0,
                BEGIN.plusSeconds(random.nextInt(10_000_000)).toString(),
                random.nextInt(5));
    }
}
