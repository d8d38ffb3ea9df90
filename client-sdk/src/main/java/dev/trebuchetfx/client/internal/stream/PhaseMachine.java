// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.internal.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where one logical stream is, and the watchdog that ends a wait there: it belongs to the phase and goes with it.
 *
 * <p>Owned by the client's loop.
 */
final class PhaseMachine {
    private final StreamContext context;
    private final Watcher watcher;
    private Phase phase = new Phase.Waiting();
    private TimeSource.@Nullable Timer watchdog;

    /** Hears of each change, before it is one. */
    @FunctionalInterface
    interface Watcher {
        void phaseChanges(Phase before, Phase after);
    }

    PhaseMachine(StreamContext context, Watcher watcher) {
        this.context = context;
        this.watcher = watcher;
    }

    Phase current() {
        return phase;
    }

    boolean isLive() {
        return phase instanceof Phase.Live;
    }

    boolean isClosed() {
        return phase instanceof Phase.Closed;
    }

    void enter(Phase next) {
        unwatch();
        watcher.phaseChanges(phase, next);
        phase = next;
    }

    /** Runs {@code onSilence} unless the phase or the wait is over before the time for an answer is. */
    void watch(Runnable onSilence) {
        watch(context.answerTimeout(), onSilence);
    }

    /** The same with another patience. */
    void watch(Duration patience, Runnable onSilence) {
        unwatch();
        Phase watched = phase;
        watchdog = context.time().schedule(patience, () -> context.loop().execute(() -> {
            if (phase == watched) {
                onSilence.run();
            }
        }));
    }

    /** What was waited for has come. */
    void unwatch() {
        if (watchdog != null) {
            watchdog.cancel();
            watchdog = null;
        }
    }
}
