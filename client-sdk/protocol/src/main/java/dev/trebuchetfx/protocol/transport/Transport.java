// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

/** Opens connections that carry whole messages. */
@FunctionalInterface
public interface Transport {
    /**
     * Starts to open a connection and returns at once.
     *
     * <p>The listener gets either {@code onOpen}, then messages, then one {@code onClosed}, or that {@code onClosed} alone.
     *
     * @return a handle that ends the attempt or the connection without a word to the peer
     */
    Attempt open(TransportTarget target, TransportListener listener);

    /** An attempt under way, or what became of it. */
    @FunctionalInterface
    interface Attempt {
        /** Drops the connection at once; {@code onClosed} follows. More than once does no harm. */
        void abort();
    }
}
