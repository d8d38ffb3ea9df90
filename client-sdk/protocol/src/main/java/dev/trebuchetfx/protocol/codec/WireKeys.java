// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.TraceContext;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All keys of the protocol and the objects that have them. No other class names a key. */
final class WireKeys {
    static final WireKey<String> ID = new WireKey<>("id", ValueReader::text);
    static final WireKey<String> HOST = new WireKey<>("host", ValueReader::text);
    static final WireKey<Integer> PORT = new WireKey<>("port", in -> in.integer(0, 65_535));
    static final WireShape ACTOR_ID_SHAPE = WireShape.of(ID, HOST, PORT);

    static final WireKey<UUID> TRACE_ID = new WireKey<>("traceID", ValueReader::uuid);
    static final WireKey<UUID> SPAN_ID = new WireKey<>("spanID", ValueReader::uuid);
    static final WireKey<UUID> PARENT_SPAN_ID = new WireKey<>("parentSpanID", ValueReader::uuid);
    static final WireShape TRACE_CONTEXT_SHAPE = WireShape.of(TRACE_ID, SPAN_ID, PARENT_SPAN_ID);

    /** The type of an envelope or of a filter. */
    static final WireKey<String> TYPE = new WireKey<>("type", ValueReader::text);

    static final WireKey<String> NAME = new WireKey<>("name", ValueReader::text);
    static final WireKey<Map<String, String>> PARAMETERS = new WireKey<>("parameters", ValueReader::textMap);
    static final WireShape FILTER_SHAPE = WireShape.of(TYPE, NAME, PARAMETERS);

    static final WireKey<UUID> CALL_ID = new WireKey<>("callID", ValueReader::uuid);
    static final WireKey<UUID> STREAM_ID = new WireKey<>("streamID", ValueReader::uuid);
    static final WireKey<ActorId> ACTOR_ID = new WireKey<>("actorID", WireObjects::actorId);
    static final WireKey<String> TARGET_IDENTIFIER = new WireKey<>("targetIdentifier", ValueReader::text);
    static final WireKey<Integer> PROTOCOL_VERSION =
            new WireKey<>("protocolVersion", in -> in.integer(0, Integer.MAX_VALUE));
    static final WireKey<List<String>> GENERIC_SUBSTITUTIONS =
            new WireKey<>("genericSubstitutions", ValueReader::textList);
    static final WireKey<List<Bytes>> ARGUMENTS = new WireKey<>("arguments", ValueReader::bytesList);
    static final WireKey<StreamFilter> STREAM_FILTER = new WireKey<>("streamFilter", WireObjects::filter);
    static final WireKey<TraceContext> TRACE_CONTEXT = new WireKey<>("traceContext", WireObjects::traceContext);
    static final WireKey<Bytes> RESULT = new WireKey<>("result", ValueReader::bytes);
    static final WireKey<String> ERROR_MESSAGE = new WireKey<>("errorMessage", ValueReader::text);
    static final WireKey<StreamFilter> FILTER = new WireKey<>("filter", WireObjects::filter);
    static final WireKey<Long> SEQUENCE_NUMBER = new WireKey<>("sequenceNumber", ValueReader::sequence);
    static final WireKey<Bytes> DATA = new WireKey<>("data", ValueReader::bytes);
    static final WireKey<Instant> TIMESTAMP = new WireKey<>("timestamp", ValueReader::timestamp);
    static final WireKey<String> REASON = new WireKey<>("reason", ValueReader::text);
    static final WireKey<Long> LAST_SEQUENCE = new WireKey<>("lastSequence", ValueReader::sequence);

    static final WireKey<String> EPOCH = new WireKey<>("epoch", ValueReader::shortText);
    static final WireKey<String> OUTCOME = new WireKey<>("outcome", ValueReader::text);
    static final WireKey<Long> FROM_SEQUENCE = new WireKey<>("fromSequence", ValueReader::sequence);
    static final WireKey<Long> TO_SEQUENCE = new WireKey<>("toSequence", ValueReader::sequence);
    static final WireKey<Long> OLDEST_BUFFERED = new WireKey<>("oldestBuffered", ValueReader::sequence);
    static final WireKey<Long> NEWEST_BUFFERED = new WireKey<>("newestBuffered", ValueReader::sequence);
    static final WireKey<Map<UUID, Long>> STREAMS = new WireKey<>("streams", ValueReader::sequenceMap);

    static final WireKey<Integer> PROFILE = new WireKey<>("profile", in -> in.integer(1, Integer.MAX_VALUE));
    /** The delta formats: a list that a client offers, or the one word that a server chose. */
    static final WireKey<List<String>> DELTA = new WireKey<>("delta", ValueReader::textOrTextList);

    static final WireKey<Long> HEARTBEAT_MILLIS = new WireKey<>("heartbeatMillis", ValueReader::amount);
    static final WireKey<Integer> BUFFER_SIZE = new WireKey<>("bufferSize", in -> in.integer(0, Integer.MAX_VALUE));
    static final WireKey<Long> TTL_SECONDS = new WireKey<>("ttlSeconds", ValueReader::amount);
    static final WireKey<ActorId> INVOKED_ACTOR_ID = new WireKey<>("invokedActorID", WireObjects::actorId);
    static final WireKey<Boolean> HAVE_BASE = new WireKey<>("haveBase", ValueReader::flag);
    static final WireKey<Boolean> FULL = new WireKey<>("full", ValueReader::flag);
    static final WireKey<Long> BASE = new WireKey<>("base", ValueReader::sequence);
    static final WireKey<Long> SKIPPED = new WireKey<>("skipped", ValueReader::sequence);
    static final WireKey<String> HASH = new WireKey<>("hash", ValueReader::shortText);
    static final WireKey<Long> LEFT_OUT = new WireKey<>("leftOut", ValueReader::amount);
    static final WireKey<Long> LEFT_OUT_BYTES = new WireKey<>("leftOutBytes", ValueReader::amount);
    static final WireKey<Boolean> REPEATED = new WireKey<>("repeated", ValueReader::flag);
    static final WireKey<Long> VERSION = new WireKey<>("version", ValueReader::amount);
    static final WireKey<String> CURSOR = new WireKey<>("cursor", ValueReader::shortText);
    static final WireKey<Long> THROUGH_VERSION = new WireKey<>("throughVersion", ValueReader::amount);
    static final WireKey<Map<UUID, String>> CURSORS = new WireKey<>("cursors", ValueReader::shortTextsById);
    static final WireKey<Map<UUID, String>> STALE = new WireKey<>("stale", ValueReader::shortTextsById);
    static final WireKey<Map<UUID, Long>> THROUGH_VERSIONS = new WireKey<>("throughVersions", ValueReader::amountsById);

    /** The keys of an {@code ext} in any type of message. The type decides which of them are required, and it may come later. */
    private static final WireShape EXT_SHAPE = WireShape.of(
            PROFILE,
            DELTA,
            HEARTBEAT_MILLIS,
            EPOCH,
            BUFFER_SIZE,
            TTL_SECONDS,
            CALL_ID,
            INVOKED_ACTOR_ID,
            STREAM_FILTER,
            ARGUMENTS,
            HAVE_BASE,
            FULL,
            BASE,
            SKIPPED,
            HASH,
            LEFT_OUT,
            LEFT_OUT_BYTES,
            REPEATED,
            VERSION,
            CURSOR,
            THROUGH_VERSION,
            CURSORS,
            THROUGH_VERSIONS,
            STALE);

    static final WireKey<WireFields> EXT = new WireKey<>("ext", in -> in.object(EXT_SHAPE));

    /** The keys of a {@code payload} in any type of message, which may come later too. */
    static final WireShape PAYLOAD_SHAPE = WireShape.of(
            CALL_ID,
            STREAM_ID,
            ACTOR_ID,
            TARGET_IDENTIFIER,
            PROTOCOL_VERSION,
            GENERIC_SUBSTITUTIONS,
            ARGUMENTS,
            STREAM_FILTER,
            TRACE_CONTEXT,
            RESULT,
            ERROR_MESSAGE,
            FILTER,
            SEQUENCE_NUMBER,
            DATA,
            TIMESTAMP,
            REASON,
            LAST_SEQUENCE,
            EPOCH,
            OUTCOME,
            FROM_SEQUENCE,
            TO_SEQUENCE,
            OLDEST_BUFFERED,
            NEWEST_BUFFERED,
            STREAMS,
            EXT);

    static final WireKey<WireFields> PAYLOAD = new WireKey<>("payload", in -> in.object(PAYLOAD_SHAPE));
    static final WireShape ENVELOPE_SHAPE = WireShape.of(TYPE, PAYLOAD);

    static final WireKey<Boolean> IS_FULL = new WireKey<>("isFull", ValueReader::flag);
    static final WireShape STATE_DELTA_SHAPE = WireShape.of(IS_FULL, DATA);

    private WireKeys() {}
}
