// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import java.util.concurrent.atomic.LongAdder;

/** The counts of what came in on all connections since the server started. Safe for use by any thread. */
public final class TrafficCounts {
    private final LongAdder messages = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder pauses = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder linesLeftOut = new LongAdder();

    void message() {
        messages.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    void pause() {
        pauses.increment();
    }

    void refused() {
        refused.increment();
    }

    void lineLeftOut() {
        linesLeftOut.increment();
    }

    /** Returns the number of messages that came, those that could not be read included. */
    public long messages() {
        return messages.sum();
    }

    /** Returns the number of messages that could not be read. */
    public long unreadableMessages() {
        return unreadable.sum();
    }

    /** Returns how many messages came beyond the rate of their principal, so that reading paused. */
    public long messagesPaused() {
        return pauses.sum();
    }

    /** Returns the number of calls, streams and resumes that the rules did not allow. */
    public long refusals() {
        return refused.sum();
    }

    /** Returns the number of lines that were left out of the log, since too many came. */
    public long logLinesLeftOut() {
        return linesLeftOut.sum();
    }
}
