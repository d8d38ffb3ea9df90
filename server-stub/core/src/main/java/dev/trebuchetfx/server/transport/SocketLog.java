// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.foreign.ForeignText;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of what peers do wrong: one line a second at most for all sockets together, so that nobody fills a disk with them. The next line
 * says how many were left out. Safe for use by any thread.
 */
public final class SocketLog {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(SocketLog.class);

    private final TimeSource time;
    private final AtomicLong nextNanos;
    private final AtomicLong leftOut = new AtomicLong();

    /** Creates a log that has written nothing. */
    public SocketLog(TimeSource time) {
        this.time = time;
        this.nextNanos = new AtomicLong(time.nanoTime());
    }

    /** Writes a line, unless there was one within the last second. */
    public void say(String line) {
        if (mayWrite()) {
            LOG.warn(withLeftOut(ForeignText.printable(line)));
        }
    }

    /** Writes a line about a failure of the server itself, with its stack, unless there was a line within the last second. */
    public void say(String line, Throwable failure) {
        if (mayWrite()) {
            ForeignCode.log(LOG, withLeftOut(line), failure);
        }
    }

    private boolean mayWrite() {
        long now = time.nanoTime();
        long next = nextNanos.get();
        if (now - next >= 0 && nextNanos.compareAndSet(next, now + SECOND_NANOS)) {
            return true;
        }
        leftOut.incrementAndGet();
        return false;
    }

    private String withLeftOut(String line) {
        long missing = leftOut.getAndSet(0);
        return missing == 0 ? line : line + " (" + missing + " such lines were left out before it)";
    }
}
