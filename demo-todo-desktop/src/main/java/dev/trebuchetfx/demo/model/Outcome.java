// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The outcome of a command. */
final class Outcome {
    private Outcome() {}

    /** Tells {@code then} the error, or null, once {@code command} has ended. */
    static void of(CompletableFuture<?> command, Consumer<@Nullable Throwable> then) {
        var _ = command.whenComplete((_, error) -> then.accept(error));
    }
}
