// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One update of a stream.
 *
 * @param sequenceNumber unsigned; the first of a stream is 1
 * @param data the JSON of the state, or of a {@code StateDelta}
 * @param timestamp when the server sent it; written in whole seconds, since older peers drop a message with a fraction
 */
public record StreamDataEnvelope(
        UUID streamID,
        long sequenceNumber,
        Bytes data,
        Instant timestamp,
        @Nullable Ext ext) implements Envelope {
    public static final String TYPE = "streamData";

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * What the update tells beyond version 2.
     *
     * @param base the sequence number of the state that a delta starts from, unsigned
     * @param skipped how many numbers before this one were left out on purpose
     * @param hash {@code crc32c:…} over the canonical form of the whole state after this update
     * @param leftOut what the filter has left out so far; absent where that is as it was
     */
    public record Ext(
            @Nullable Long base,
            @Nullable Long skipped,
            @Nullable String hash,
            @Nullable LeftOut leftOut) {
        public Ext(@Nullable Long base, @Nullable Long skipped, @Nullable String hash) {
            this(base, skipped, hash, null);
        }
    }

    /**
     * What a stream's filter has left out since the stream began.
     *
     * @param updates of the state, none of which has a number
     * @param bytes of their states, and of the fields that were taken out of those that were sent
     */
    public record LeftOut(long updates, long bytes) {}
}
