// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/** Runs a task on the FX thread later. */
@FunctionalInterface
interface AgeTimer {
    /** Waits beside the toolkit: an animation of JavaFX, which can wait too, would let it draw sixty times a second meanwhile. */
    AgeTimer TOOLKIT = (delay, task) -> {
        CompletableFuture<Void> over = new CompletableFuture<>();
        var _ = over.thenRunAsync(task, Platform::runLater);
        over.completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> over.cancel(false);
    };

    /**
     * Runs {@code task} once, after {@code delay}.
     *
     * @return ends the wait; the task may run all the same if it was due already
     */
    Runnable after(Duration delay, Runnable task);
}
