// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.collections.ObservableList;
import javafx.scene.control.TreeItem;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever chain of edits comes, JavaFX's own consumers of a list have what the list has, keep their selection where they can,
 * and nothing is thrown on the FX thread or logged.
 */
class ListConsumersPropertiesTest {

    @BeforeContainer
    static void startToolkit() {
        FxToolkitExtension.start();
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    @Property(tries = 300)
    void theyFollowAnyChainOfEdits(@ForAll("seeds") long seed) {
        onFx(() -> new Chain(seed, false).run(8, 3));
    }

    @Property(tries = 30)
    void theyFollowWithSkinsAndCells(@ForAll("seeds") long seed) {
        onFx(() -> new Chain(seed, true).run(8, 3));
    }

    @Property(tries = 20)
    void theyFollowEditsOfManyItems(@ForAll("seeds") long seed) {
        onFx(() -> new Chain(seed, false).run(600, 300));
    }

    /** Lists whose items have no good ids: some are null, some the same. */
    @Property(tries = 200)
    void theyFollowWithoutGoodIds(@ForAll("seeds") long seed) {
        onFx(() -> {
            Random random = new Random(seed);
            Chain chain = new Chain(seed, false);
            for (int i = 0; i < 6; i++) {
                chain.become(random.ints(random.nextInt(8), 0, 4)
                        .mapToObj(id -> new Todo(id, "t" + random.nextInt(2)))
                        .toList());
            }
        });
    }

    /** One list, its consumers, and the states that it goes through. */
    private static final class Chain {
        private final Random random;
        private final boolean shown;
        private final FakeSource<List<Todo>> source = new FakeSource<>();
        private final ManualPulse pulse = new ManualPulse();
        private final ObservableActor<List<Todo>> actor = ObservableActor.of(source, pulse);
        private final Map<Todo, TreeItem<Todo>> treeItems = new HashMap<>();
        private final ObservableList<Todo> items = actor.list(Function.identity(), Todo::id);
        private final ObservableList<TreeItem<Todo>> children =
                actor.list(todos -> todos.stream().map(this::treeItem).toList(), item -> item.getValue()
                        .id());
        private final ListConsumers consumers = new ListConsumers(items, children);
        private int fresh;

        Chain(long seed, boolean shown) {
            this.random = new Random(seed);
            this.shown = shown;
            if (shown) {
                consumers.show();
            }
        }

        private TreeItem<Todo> treeItem(Todo todo) {
            return treeItems.computeIfAbsent(todo, key -> new TreeItem<>(key));
        }

        void run(int most, int edits) {
            become(IntStream.range(0, 1 + random.nextInt(most))
                    .mapToObj(i -> newTodo())
                    .toList());
            for (int i = 0; i < 6; i++) {
                List<Todo> before = List.copyOf(items);
                if (before.isEmpty()) {
                    become(List.of(newTodo()));
                    continue;
                }
                Todo selected = before.get(random.nextInt(before.size()));
                consumers.select(selected.id());
                List<Todo> after = edited(before, 1 + random.nextInt(edits));
                become(after);
                // An edit of more than this empties and fills the list, and what was selected is no longer.
                if (edits < 64) {
                    assertSelection(selected, after);
                }
            }
        }

        void become(List<Todo> todos) {
            source.update(todos);
            pulse.run();
            if (shown) {
                consumers.layout();
            }
            assertThat(actor.getError()).isNull();
            assertThat(children).hasSameSizeAs(todos);
            consumers.assertFollow(todos);
        }

        private void assertSelection(Todo selected, List<Todo> after) {
            consumers.assertSelectionIsThere();
            after.stream().filter(todo -> todo.id() == selected.id()).forEach(consumers::assertSelected);
            if (after.contains(selected)) {
                consumers.assertSelectedInOrder(selected);
            }
        }

        private Todo newTodo() {
            return new Todo(fresh++, title());
        }

        private String title() {
            return "t" + random.nextInt(30);
        }

        private List<Todo> edited(List<Todo> before, int edits) {
            List<Todo> after = new ArrayList<>(before);
            for (int i = 0; i < edits; i++) {
                edit(after);
            }
            return List.copyOf(after);
        }

        private void edit(List<Todo> todos) {
            int place = todos.isEmpty() ? 0 : random.nextInt(todos.size());
            switch (todos.isEmpty() ? 0 : random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5 -> todos.add(place, newTodo());
                case 6, 7, 8, 9 -> todos.set(place, todos.get(place).renamed(title()));
                case 10, 11, 12 -> todos.add(random.nextInt(todos.size()), todos.remove(place));
                case 13, 14 -> todos.remove(place);
                case 15 ->
                    todos.subList(place, Math.min(todos.size(), place + 3)).clear();
                case 16 -> todos.removeIf(todo -> random.nextInt(3) == 0);
                case 17 -> Collections.shuffle(todos, random);
                case 18 -> todos.replaceAll(todo -> todo.renamed(title()));
                default -> IntStream.range(0, 4).forEach(i -> todos.add(place, newTodo()));
            }
        }
    }

    @Property(tries = 1)
    void theExamplesThatWereSeenToFail() {
        onFx(() -> {
            Chain chain = new Chain(0, true);
            chain.become(List.of(Todo.of(1), Todo.of(2), Todo.of(3)));
            chain.consumers.select(3);
            chain.become(List.of(Todo.of(4), Todo.of(3), Todo.of(1), Todo.of(2)));
            chain.consumers.assertSelected(Todo.of(3));
            chain.become(List.of(Todo.of(1), Todo.of(2)));
            chain.become(List.of(Todo.of(3), Todo.of(2), Todo.of(1)));
            Todo changed = Todo.of(2).renamed("changed");
            chain.become(List.of(Todo.of(0), Todo.of(1), Todo.of(2), Todo.of(3)));
            chain.consumers.select(2);
            chain.become(List.of(Todo.of(0), Todo.of(1), Todo.of(5), changed, Todo.of(3)));
            chain.consumers.assertSelected(changed);
            assertThat(chain.items).hasSize(5);
        });
    }
}
