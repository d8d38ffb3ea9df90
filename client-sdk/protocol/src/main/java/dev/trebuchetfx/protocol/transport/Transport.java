// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

/** A way to open connections that carry whole messages. */
@FunctionalInterface
public interface Transport {
    /**
     * Starts to open a connection and returns at once.
     *
     * <p>The listener receives {@code onOpen}, then messages, then one {@code onClosed}; or {@code onClosed} alone if the connection can't
     * be opened.
     *
     * @param target the address and the settings of the connection
     * @param listener the listener at the client's end
     * @return a handle that drops the attempt, or the connection that it became
     */
    Attempt open(TransportTarget target, TransportListener listener);

    /** An attempt to open a connection, or the connection that it became. */
    @FunctionalInterface
    interface Attempt {
        /** Drops the connection at once, without a close frame; {@code onClosed} follows. Calling it again has no effect. */
        void abort();
    }
}
