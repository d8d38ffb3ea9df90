// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message by which the server tells how far it has sent each stream that changed, after the updates themselves, or a client how far each
 * stream has come. Part of the extension.
 *
 * @param streams the newest sequence number that was sent, unsigned, by the stream's id; 0 for a stream whose current state does not
 *     pass its filter
 * @param ext the details of streams of stored actors; null for none
 */
public record HeartbeatEnvelope(
        Map<UUID, Long> streams, @Nullable Ext ext) implements Envelope {
    /** The value of the key {@code type} on the wire. */
    public static final String TYPE = "heartbeat";

    /** The most streams that one message names. */
    public static final int MAX_STREAMS = 1_000;

    private static final int MAX_REASON_LENGTH = 256;

    public HeartbeatEnvelope {
        // Map.copyOf would take quadratic time if a peer sent ids whose hashes collide.
        streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
    }

    /** Makes a heartbeat without details of stored actors. */
    public HeartbeatEnvelope(Map<UUID, Long> streams) {
        this(streams, null);
    }

    /**
     * Makes the message by which a server tells that it vouches for a stream again.
     *
     * @param sent the newest sequence number that was sent, unsigned: a client that lacks it is behind still
     */
    public static HeartbeatEnvelope ofVouched(UUID stream, long sent) {
        return new HeartbeatEnvelope(Map.of(stream, sent), new Ext(Map.of(), Map.of(), Map.of(stream, "")));
    }

    /**
     * Makes the message by which a server tells that it does not vouch for a stream.
     *
     * @param why the reason, of which the first 256 characters are told; not empty
     */
    public static HeartbeatEnvelope ofStale(UUID stream, String why) {
        String told = why.length() > MAX_REASON_LENGTH ? why.substring(0, MAX_REASON_LENGTH - 1) + "…" : why;
        return new HeartbeatEnvelope(Map.of(), new Ext(Map.of(), Map.of(), Map.of(stream, told)));
    }

    @Override
    public String type() {
        return TYPE;
    }

    /**
     * The details of streams of stored actors, each by the stream's id.
     *
     * @param cursors the newer cursors of streams that had no update lately, see {@link StreamDataEnvelope.Ext#cursor}. A client takes one
     *     over only if it has every update up to the number that this heartbeat names
     * @param throughVersions the versions of the actors' states up to which the streams have come
     * @param stale the reasons why the server can't vouch for streams from here on, for instance because it can't hear of changes that others
     *     make; an empty text where it vouches for the stream again
     */
    public record Ext(Map<UUID, String> cursors, Map<UUID, Long> throughVersions, Map<UUID, String> stale) {
        public Ext {
            cursors = Collections.unmodifiableMap(new LinkedHashMap<>(cursors));
            throughVersions = Collections.unmodifiableMap(new LinkedHashMap<>(throughVersions));
            stale = Collections.unmodifiableMap(new LinkedHashMap<>(stale));
        }
    }
}
