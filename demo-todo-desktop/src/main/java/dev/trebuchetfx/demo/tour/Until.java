// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.tour;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;

/** Looks at each pulse whether something has come true. Belongs to the FX thread. */
final class Until extends AnimationTimer {
    private final BooleanSupplier condition;
    private final long limit;
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private long began;

    private Until(BooleanSupplier condition, Duration limit) {
        this.condition = condition;
        this.limit = limit.toNanos();
    }

    /** Completed with true once the condition holds, with false when it has not held within the limit. */
    static CompletableFuture<Boolean> holds(BooleanSupplier condition, Duration limit) {
        Until until = new Until(condition, limit);
        until.start();
        return until.outcome;
    }

    /** Completed when what has changed by now has been laid out and drawn. */
    static CompletableFuture<Boolean> drawn() {
        int[] pulses = {0};
        return holds(() -> ++pulses[0] == 3, Duration.ofSeconds(30));
    }

    @Override
    public void handle(long now) {
        if (began == 0) {
            began = now;
        }
        try {
            if (condition.getAsBoolean()) {
                end(true);
            } else if (now - began > limit) {
                end(false);
            }
        } catch (RuntimeException e) {
            stop();
            outcome.completeExceptionally(e);
        }
    }

    private void end(boolean result) {
        stop();
        outcome.complete(result);
    }
}
