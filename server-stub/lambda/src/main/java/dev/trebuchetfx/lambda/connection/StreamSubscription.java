// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.connection;

import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.server.stream.LogPosition;
import dev.trebuchetfx.server.stream.SavedStream;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream of one connection, as the table has it.
 *
 * @param connectionId the connection to which the stream's updates go
 * @param principal the principal of the connection
 * @param stream the stream, as it was left last
 * @param status the phase in which the subscription is
 * @param expiresAt the time from which on the connection has certainly ended
 */
public record StreamSubscription(
        String connectionId, String principal, SavedStream stream, Status status, Instant expiresAt) {
    /** The phases of a subscription. */
    public enum Status {
        /** The function that begins the stream is still at work: a change is sent to it only if the client bears it before the begin. */
        STARTING,
        /** The position is that of the subscription. */
        EXACT,
        /**
         * The position is that of the subscription or that of its actor's last broadcast, whichever is newer. So a broadcast writes once for all of its
         * subscribers that have no filter.
         */
        FOLLOWING
    }

    /** Returns the subscription of a stream that has just begun, or goes on on a new connection. */
    public static StreamSubscription starting(Connection connection, SavedStream stream) {
        return new StreamSubscription(
                connection.id(), connection.principal(), stream, Status.STARTING, connection.expiresAt());
    }

    /** Returns the id of the stream. */
    public UUID streamId() {
        return stream.resume().streamID();
    }

    /** Returns the newest number that was sent, unsigned. */
    public long number() {
        return stream.resume().lastSequence();
    }

    /** Returns the position up to which the stream has come. */
    public String cursor() {
        StreamResumeEnvelope.Ext ext = stream.resume().ext();
        String cursor = ext == null ? null : ext.cursor();
        return cursor == null ? "" : cursor;
    }

    /** Returns the subscription in another phase and with the stream as it is left now. */
    public StreamSubscription as(Status next, SavedStream left) {
        return new StreamSubscription(connectionId, principal, left, next, expiresAt);
    }

    /**
     * Returns the subscription at its real position.
     *
     * @param broadcast the position up to which all that follow were sent; null for none
     */
    public StreamSubscription after(@Nullable LogPosition broadcast) {
        if (status != Status.FOLLOWING || broadcast == null || !LogPosition.isBehind(cursor(), broadcast.cursor())) {
            return this;
        }
        long more = LogPosition.distance(cursor(), broadcast.cursor());
        return as(status, stream.at(number() + more, broadcast.cursor(), broadcast.version()));
    }

    /** Returns whether a broadcast to {@code broadcast} leaves this one, which follows, exactly where {@code left} is, so that nothing has to be written. */
    public boolean leadsTo(SavedStream left, LogPosition broadcast) {
        if (status != Status.FOLLOWING || left.isFiltered()) {
            return false;
        }
        StreamSubscription then = after(broadcast);
        return then.cursor().equals(broadcast.cursor())
                && then.number() == left.resume().lastSequence();
    }
}
