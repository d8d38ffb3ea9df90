// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Changes of several todos that a person makes, takes back and makes again in one step. */
final class ManyAsOne {
    private ManyAsOne() {}

    /**
     * A change of one of them.
     *
     * @param make makes it, and again after it was taken back
     */
    record Change(TodoItem todo, Supplier<CompletableFuture<Void>> make, Supplier<CompletableFuture<Void>> undo) {}

    /**
     * Makes the changes in order, all at once. When each has ended, those that were made are one step of {@code history}.
     *
     * @param name returns the name of the step for the todos that were changed
     * @param failed is told the first error, if there was one
     */
    static void make(
            List<Change> changes,
            UndoHistory history,
            Function<List<TodoItem>, String> name,
            Consumer<Throwable> failed) {
        List<CompletableFuture<Void>> asked =
                changes.stream().map(change -> change.make().get()).toList();
        Outcome.of(all(asked), error -> {
            List<Change> made = IntStream.range(0, changes.size())
                    .filter(i -> !asked.get(i).isCompletedExceptionally())
                    .mapToObj(changes::get)
                    .toList();
            if (!made.isEmpty()) {
                history.add(step(made, name));
            }
            if (error != null) {
                failed.accept(error);
            }
        });
    }

    private static UndoHistory.Step step(List<Change> made, Function<List<TodoItem>, String> name) {
        return new UndoHistory.Step(
                name.apply(made.stream().map(Change::todo).toList()),
                // The last is taken back first, as places are counted with those before it.
                () -> all(made.reversed().stream()
                        .map(change -> change.undo().get())
                        .toList()),
                () -> all(made.stream().map(change -> change.make().get()).toList()));
    }

    private static CompletableFuture<@Nullable Void> all(List<CompletableFuture<Void>> asked) {
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }
}
