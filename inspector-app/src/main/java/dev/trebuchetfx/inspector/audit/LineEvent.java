// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.client.wire.Envelope;
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

    /** {@code bytes}: its size on the wire. */
    record Message(long time, int connection, boolean sent, Envelope envelope, int bytes) implements LineEvent {}

    /** A frame that is no message. */
    record Undecodable(long time, int connection, boolean sent, int bytes, String why) implements LineEvent {}

    /** Here the capture misses something: whatever is not seen across it is not lost. */
    record Unseen(long time, long count, String why) implements LineEvent {}

    /** The subscriber has everything up to here; told by captures of our own client alone. */
    record Taken(long time, UUID streamID, long sequence) implements LineEvent {}
}
