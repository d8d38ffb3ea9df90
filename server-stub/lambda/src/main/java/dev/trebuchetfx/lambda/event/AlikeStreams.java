// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.server.stateless.OutgoingMessage;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.stream.SavedStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Streams of one actor to which a broadcast sends the same but for the stream's id and its numbers: those without a filter that have come equally far.
 * One of them goes through its states, and the others repeat its messages. Confined to the broadcast.
 */
final class AlikeStreams {
    /** The most groups that are known at a time; beyond it each stream is on its own for the most part. */
    private static final int MAX_GROUPS = 64;

    /** The most bytes of the messages of all groups together. */
    private static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private final EnvelopeCodec codec;
    private final Map<Key, Continued> groups = new HashMap<>();
    private long bytes;

    /** All that the messages of a stream without a filter depend on. */
    private record Key(
            String cursor,
            @Nullable StateVersion version,
            String method,
            List<Bytes> arguments,
            boolean extension,
            @Nullable List<String> deltas,
            boolean heartbeats,
            LeftOut leftOut,
            @Nullable String firstLife) {}

    /**
     * The messages of a stream that has gone on.
     *
     * @param left the stream after them; null where it ends with them
     */
    record Continued(
            SavedStream before,
            List<OutgoingMessage> messages,
            @Nullable SavedStream left) {}

    AlikeStreams(EnvelopeCodec codec) {
        this.codec = codec;
    }

    /** Keeps how a stream has gone on, for those that are like it. */
    void keep(Continued continued) {
        Key key = key(continued.before);
        if (key == null
                || continued.left == null
                || !continued.left.leftOut().equals(continued.before.leftOut())
                || !continued.messages.stream()
                        .allMatch(message ->
                                message.envelope() instanceof StreamDataEnvelope && message.data() != null)) {
            return;
        }
        if (groups.size() == MAX_GROUPS || bytes >= MAX_BYTES) {
            groups.clear();
            bytes = 0;
        }
        bytes += continued.messages.stream()
                .mapToLong(message -> message.bytes().size())
                .sum();
        groups.put(key, continued);
    }

    /** Returns how a stream goes on, if one like it has gone on before; null if none has. */
    @Nullable
    Continued likeBefore(SavedStream stream) {
        Key key = key(stream);
        Continued known = key == null ? null : groups.get(key);
        if (known == null || known.left == null) {
            return null;
        }
        StreamResumeEnvelope.Ext ext = known.left.resume().ext();
        String cursor = ext == null ? null : ext.cursor();
        if (cursor == null) {
            return null;
        }
        long further = stream.resume().lastSequence() - known.before.resume().lastSequence();
        UUID id = stream.resume().streamID();
        List<OutgoingMessage> messages = new ArrayList<>(known.messages.size());
        for (OutgoingMessage message : known.messages) {
            if (message.envelope() instanceof StreamDataEnvelope update && message.data() != null) {
                StreamDataEnvelope own = of(update, id, further);
                messages.add(new OutgoingMessage(own, codec.encode(own, message.data()), message.data()));
            }
        }
        return new Continued(
                stream,
                messages,
                stream.at(
                        known.left.resume().lastSequence() + further,
                        cursor,
                        known.left.version(),
                        known.left.firstLife()));
    }

    private static StreamDataEnvelope of(StreamDataEnvelope update, UUID id, long further) {
        StreamDataEnvelope.Ext ext = update.ext();
        Long base = ext == null ? null : ext.base();
        return new StreamDataEnvelope(
                id,
                update.sequenceNumber() + further,
                update.data(),
                update.timestamp(),
                ext == null || base == null
                        ? ext
                        : new StreamDataEnvelope.Ext(
                                base + further,
                                ext.skipped(),
                                ext.hash(),
                                ext.leftOut(),
                                ext.cursor(),
                                ext.throughVersion()));
    }

    private static @Nullable Key key(SavedStream stream) {
        StreamResumeEnvelope.Ext ext = stream.resume().ext();
        String cursor = ext == null ? null : ext.cursor();
        if (ext == null || cursor == null || stream.isFiltered() || ext.streamFilter() != null || ext.full()) {
            return null;
        }
        return new Key(
                cursor,
                stream.version(),
                stream.resume().targetIdentifier(),
                ext.arguments(),
                stream.extension(),
                ext.delta(),
                ext.heartbeatMillis() != null,
                stream.leftOut(),
                stream.firstLife());
    }
}
