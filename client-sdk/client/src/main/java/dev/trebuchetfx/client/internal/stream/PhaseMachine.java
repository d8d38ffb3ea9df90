// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.internal.patience.Watchdogs;
import java.time.Duration;

/**
 * The phase of one logical stream, with the watchdog that ends a wait in it. The watchdog belongs to the phase and goes with it.
 *
 * <p>Owned by the client's loop.
 */
final class PhaseMachine {
    private final Duration answerTimeout;
    private final Watchdogs.Watchdog watchdog;
    private final Watcher watcher;
    private Phase phase = new Phase.Waiting();

    /** A watcher that is told of each change before it happens. */
    @FunctionalInterface
    interface Watcher {
        void phaseChanges(Phase before, Phase after);
    }

    /**
     * Creates the machine of a stream that waits.
     *
     * @param answerTimeout the longest time for an answer, unless a wait says otherwise
     */
    PhaseMachine(Duration answerTimeout, Watchdogs.Watchdog watchdog, Watcher watcher) {
        this.answerTimeout = answerTimeout;
        this.watchdog = watchdog;
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
        watch(answerTimeout, onSilence);
    }

    /** Runs {@code onSilence} unless the phase or the wait is over before {@code patience} is. */
    void watch(Duration patience, Runnable onSilence) {
        watchdog.start(patience, onSilence);
    }

    /** Ends the wait, if there is one. */
    void unwatch() {
        watchdog.stop();
    }
}
