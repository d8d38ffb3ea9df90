// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.listen;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A limit of the time for something that blocks, however a peer divides it: when it is over, an action ends what blocks. Closing the deadline
 * before that says that it was kept.
 *
 * <p>Safe for use by any thread.
 */
public final class Deadline implements AutoCloseable {
    private enum State {
        RUNNING,
        KEPT,
        MISSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final TimeSource.Timer timer;

    private Deadline(TimeSource time, Duration limit, Runnable whenMissed) {
        timer = time.schedule(limit, () -> {
            if (state.compareAndSet(State.RUNNING, State.MISSED)) {
                whenMissed.run();
            }
        });
    }

    /**
     * Starts a deadline.
     *
     * @param limit the time from now on
     * @param whenMissed ends what blocks, such as by closing its socket; called once at most, by the timer's thread, so it must not block
     */
    public static Deadline of(TimeSource time, Duration limit, Runnable whenMissed) {
        return new Deadline(time, limit, whenMissed);
    }

    /** Returns whether the time was over before the deadline was closed. */
    public boolean isMissed() {
        return state.get() == State.MISSED;
    }

    /** Ends the deadline. Calling it again, or too late, has no effect. */
    @Override
    public void close() {
        if (state.compareAndSet(State.RUNNING, State.KEPT)) {
            timer.cancel();
        }
    }
}
