// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server's message that carries one update of a stream.
 *
 * @param streamID the stream
 * @param sequenceNumber the number of the update within the stream, unsigned; the first is 1
 * @param data the JSON of the state, or of a {@link StateDelta} if the stream has a delta format
 * @param timestamp the time at which the server gave the update its number; a replay repeats it. The codec writes whole seconds, since
 *     older Swift peers drop a message with a fraction
 * @param ext the server's part of the extension; null if the server has nothing to add
 */
public record StreamDataEnvelope(
        UUID streamID,
        long sequenceNumber,
        Bytes data,
        Instant timestamp,
        @Nullable Ext ext) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "streamData";

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * The details of an update beyond version 2.
     *
     * @param base the sequence number of the state from which the delta starts, unsigned; null for a full state
     * @param skipped the count of the numbers right before this one that the server did not send, unsigned, since the client read too
     *     slowly; null for none
     * @param hash the hash of the whole state after this update: {@code crc32c:} and eight hexadecimal digits of CRC-32C over the
     *     canonical form (RFC 8785); null if the update carries none
     * @param leftOut the totals of the stream's filter; null if they have not changed since the client was last told
     * @param cursor the position in the actor's log that a client has with this update, by which any server of the same store can go on;
     *     opaque to the client, which sends it back in {@link StreamResumeEnvelope.Ext#cursor}; null if the actor's state is not stored
     * @param throughVersion the version of the actor's state up to which the stream has come with this update, 1 or more; null if the state
     *     is not stored
     */
    public record Ext(
            @Nullable Long base,
            @Nullable Long skipped,
            @Nullable String hash,
            @Nullable LeftOut leftOut,
            @Nullable String cursor,
            @Nullable Long throughVersion) {
        /** Makes the details of an update whose filter totals have not changed. */
        public Ext(@Nullable Long base, @Nullable Long skipped, @Nullable String hash) {
            this(base, skipped, hash, null);
        }

        /** Makes the details of an update of an actor whose state is not stored. */
        public Ext(@Nullable Long base, @Nullable Long skipped, @Nullable String hash, @Nullable LeftOut leftOut) {
            this(base, skipped, hash, leftOut, null, null);
        }
    }

    /**
     * The totals of what a stream's filter has left out since the stream began.
     *
     * @param updates the count of updates that were left out and have no number, 0 or more
     * @param bytes the bytes of the states that were left out, and of the fields that were taken out of states that were sent, 0 or more
     */
    public record LeftOut(long updates, long bytes) {}
}
