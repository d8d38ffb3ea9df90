// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.Envelope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a proxy has seen. Connections are counted from 1. */
public sealed interface ProxyEvent {
    Instant at();

    int connection();

    /** A client came. */
    record Opened(Instant at, int connection, String client) implements ProxyEvent {}

    /** The server has agreed to the upgrade; messages follow. */
    record Upgraded(Instant at, int connection, HttpHead request, HttpHead answer) implements ProxyEvent {}

    /**
     * There is no WebSocket on this connection.
     *
     * @param answer what the server said instead; null where it could not be asked
     */
    record Refused(
            Instant at,
            int connection,
            HttpHead request,
            @Nullable HttpHead answer,
            String why) implements ProxyEvent {}

    /**
     * A message, or a control frame, goes through, as the peer gets it. What a fault keeps back is a {@link Disturbed} alone.
     *
     * @param envelope what it says; null for a control frame and for what is not of the protocol
     * @param error why it is not of the protocol
     */
    record Passed(
            Instant at,
            int connection,
            ProxiedMessage message,
            @Nullable Envelope envelope,
            @Nullable WireException error)
            implements ProxyEvent {}

    /** A fault that was asked for has hit the connection or an update, which {@code what} names. */
    record Disturbed(Instant at, int connection, String what) implements ProxyEvent {}

    /** The connection is over on both sides. */
    record Closed(Instant at, int connection, String why) implements ProxyEvent {}
}
