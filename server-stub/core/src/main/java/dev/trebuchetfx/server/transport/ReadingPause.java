// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.time.TimeSource;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The pauses in which nothing is read from a socket. Safe for use by any thread; its lock guards the end of the pause. */
final class ReadingPause {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Channel channel;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    /** The time at which reading goes on; null unless it pauses. */
    private @Nullable Long endNanos;

    ReadingPause(Channel channel, TimeSource time) {
        this.channel = channel;
        this.time = time;
    }

    /** Reads nothing for a while, ten seconds at most. A pause that is under way lasts until the later end. */
    void pause(Duration wanted) {
        Duration pause = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
        long end = time.nanoTime() + pause.toNanos();
        lock.lock();
        try {
            Long known = endNanos;
            if (known == null || end - known > 0) {
                endNanos = end;
            }
            if (known != null) {
                return;
            }
            channel.config().setAutoRead(false);
        } finally {
            lock.unlock();
        }
        time.schedule(pause, this::goOn);
    }

    private void goOn() {
        long left;
        lock.lock();
        try {
            Long end = endNanos;
            left = end == null ? 0 : end - time.nanoTime();
        } finally {
            lock.unlock();
        }
        if (left > 0) {
            time.schedule(Duration.ofNanos(left), this::goOn);
        } else {
            channel.eventLoop().execute(this::readNow);
        }
    }

    /** Ends the pause. What has come already is decoded before more is read, and may begin another pause. */
    private void readNow() {
        lock.lock();
        try {
            endNanos = null;
            channel.config().setAutoRead(true);
        } finally {
            lock.unlock();
        }
        channel.pipeline().fireUserEventTriggered(BoundedFrameDecoder.READS_AGAIN);
    }
}
