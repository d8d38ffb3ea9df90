// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.time.TimeSource;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note of when no socket can be accepted, since the process has no descriptor left, and the next try after it: the library
 * waits a second for it, in which a descriptor may long be free again.
 * Confined to the thread of the listening socket; others read it.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    /** The time after which a failure that has not come again is over, though nobody has come meanwhile. */
    private static final long OVER_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final Duration NEXT_TRY_AFTER = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);

    private final TimeSource time;
    /** The time of the last failure; null if a socket was accepted since. */
    private volatile @Nullable Long failedNanos;

    AcceptFailures(TimeSource time) {
        this.time = time;
    }

    /** Notes that a socket was accepted. */
    void haveEnded() {
        failedNanos = null;
    }

    /** Returns whether sockets can be accepted, as far as is known. */
    boolean areOver() {
        Long last = failedNanos;
        return last == null || time.nanoTime() - last > OVER_AFTER_NANOS;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (areOver()) {
            LOG.warn(
                    "No connection can be accepted for now, and the next try comes in {} ms: {}",
                    NEXT_TRY_AFTER.toMillis(),
                    String.valueOf(cause));
        }
        failedNanos = time.nanoTime();
        Channel listening = context.channel();
        time.schedule(
                NEXT_TRY_AFTER,
                () -> listening.eventLoop().execute(() -> listening.config().setAutoRead(true)));
    }
}
