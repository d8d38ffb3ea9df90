// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import java.time.Duration;

/**
 * Where one logical stream is, and the watchdog that ends a wait there: it belongs to the phase and goes with it.
 *
 * <p>Owned by the client's loop.
 */
final class PhaseMachine {
    private final Duration answerTimeout;
    private final Watchdogs.Watchdog watchdog;
    private final Watcher watcher;
    private Phase phase = new Phase.Waiting();

    /** Hears of each change, before it is one. */
    @FunctionalInterface
    interface Watcher {
        void phaseChanges(Phase before, Phase after);
    }

    /**
     * A stream that waits.
     *
     * @param answerTimeout how long an answer may take, unless a wait says otherwise
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

    /** The same with another patience. */
    void watch(Duration patience, Runnable onSilence) {
        watchdog.start(patience, onSilence);
    }

    /** What was waited for has come. */
    void unwatch() {
        watchdog.stop();
    }
}
