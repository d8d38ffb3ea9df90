// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.envelope.Envelope;
import java.util.UUID;

/**
 * Something that was seen on a line, whoever saw it. {@code time} is in nanoseconds since 1970-01-01T00:00:00Z; {@code connection}
 * is a number of its own for each connection.
 */
public sealed interface LineEvent {
    long time();

    /** Messages can flow. */
    record Opened(long time, int connection) implements LineEvent {}

    /** No more messages come. */
    record Closed(long time, int connection, String why) implements LineEvent {}

    /** No more messages come, since the client has gone on purpose: it will not go on with what it had. */
    record Left(long time, int connection) implements LineEvent {}

    /**
     * There is no connection.
     *
     * @param failed whether it was tried to make one; unless it was up, which the messages show as well
     */
    record Down(long time, int connection, String why, boolean failed) implements LineEvent {}

    /**
     * A message passed.
     *
     * @param bytes its size on the wire
     * @param altered whether something was taken out of it when it was captured: its state proves nothing
     */
    record Message(long time, int connection, boolean sent, Envelope envelope, int bytes, boolean altered)
            implements LineEvent {
        /** As it travelled. */
        public Message(long time, int connection, boolean sent, Envelope envelope, int bytes) {
            this(time, connection, sent, envelope, bytes, false);
        }
    }

    /** A frame that is no message. */
    record Undecodable(long time, int connection, boolean sent, int bytes, String why) implements LineEvent {}

    /** Here the capture misses something: whatever is not seen across it is not lost. {@code count} 0: nothing worth telling. */
    record Unseen(long time, long count, String why) implements LineEvent {}

    /** The subscriber has everything up to here; told by captures of our own client alone. */
    record Taken(long time, UUID streamID, long sequence) implements LineEvent {}
}
