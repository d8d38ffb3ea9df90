// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.envelope.TraceContext;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Well-formed JSON with wrong keys and values: each is one refusal that names the key, or is tolerated by design with a known result. */
class HostileValuesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final UUID CALL = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
    private static final UUID STREAM = UUID.fromString("9f1c2b3a-4d5e-4f60-8a7b-1c2d3e4f5a6b");
    private static final Instant TIME = Instant.parse("2026-03-12T18:15:19Z");
    private static final StreamFilter FILTER = StreamFilter.predefined("threshold", Map.of("value", "1"));
    private static final ActorId ACTOR = new ActorId("todos", "h", 80);
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    private static final Envelope INVOCATION = new InvocationEnvelope(
            CALL,
            ACTOR,
            "observeState",
            2,
            List.of("g"),
            List.of(Bytes.utf8("1")),
            FILTER,
            new TraceContext(CALL, STREAM, CALL),
            new InvocationEnvelope.Ext(1, List.of("json-patch"), 1000L));
    private static final Envelope RESPONSE = new ResponseEnvelope(CALL, Bytes.utf8("1"), "no");
    private static final Envelope START = new StreamStartEnvelope(
            STREAM,
            CALL,
            ACTOR,
            "observeState",
            FILTER,
            new StreamStartEnvelope.Ext(1, "e", 100, 300, "json-patch", 1000L));
    private static final Envelope DATA = new StreamDataEnvelope(
            STREAM, 7, Bytes.utf8("1"), TIME, new StreamDataEnvelope.Ext(6L, 0L, "crc32c:00000000"));
    private static final Envelope END = new StreamEndEnvelope(STREAM, StreamEndReason.COMPLETED);
    private static final Envelope ERROR = new StreamErrorEnvelope(STREAM, "no");
    private static final Envelope RESUME = new StreamResumeEnvelope(
            STREAM,
            7,
            ACTOR,
            "observeState",
            new StreamResumeEnvelope.Ext(1, "e", CALL, ACTOR, FILTER, List.of(), List.of(), true, true, 1000L));
    private static final Envelope RESUMED =
            new StreamResumedEnvelope(STREAM, CALL, "e", ResumeOutcome.RESTARTED, RestartReason.FULL, 1L, 2L, 1L, 2L);
    private static final Envelope UPDATE = new StreamUpdateEnvelope(STREAM, FILTER);
    private static final Envelope UPDATED = new StreamUpdatedEnvelope(STREAM, 7);
    private static final Envelope HEARTBEAT = new HeartbeatEnvelope(Map.of(STREAM, 7L));

    @ParameterizedTest(name = "{0}: absent {1}")
    @MethodSource("requiredKeys")
    void requiredKeyIsAbsent(String type, String pointer, Envelope whole) {
        assertRefused(
                changed(whole, pointer, null),
                Problem.MISSING_KEY,
                path(pointer) + ": expected a value, found no such key");
    }

    @ParameterizedTest(name = "{0}: null {1}")
    @MethodSource("requiredKeys")
    void requiredKeyIsNull(String type, String pointer, Envelope whole) {
        assertRefused(
                changed(whole, pointer, "null"), Problem.MISSING_KEY, path(pointer) + ": expected a value, found null");
    }

    @ParameterizedTest(name = "{0}: wrong type of {1}")
    @MethodSource({"requiredKeys", "optionalKeys"})
    void keyHasTheWrongType(String type, String pointer, Envelope whole) {
        boolean isArray = tree(whole).at(pointer).isArray();
        assertRefused(
                changed(whole, pointer, "[[7]]"),
                Problem.WRONG_TYPE,
                path(pointer) + (isArray ? "[0]" : "") + ": expected ");
        assertRefused(changed(whole, pointer, "1.0"), Problem.WRONG_TYPE, path(pointer) + ": expected ");
        assertRefused(changed(whole, pointer, "true"), Problem.WRONG_TYPE, path(pointer) + ": expected ");
    }

    @ParameterizedTest(name = "{0}: twice {1}")
    @MethodSource({"requiredKeys", "optionalKeys"})
    void keyStandsTwice(String type, String pointer, Envelope whole) {
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        String marked = tree(changed(whole, pointer, "\"@\"")).toString();
        String value = tree(whole).at(pointer).toString();

        String same = marked.replace("\"@\"", value + ",\"" + name + "\":" + value);
        assertRefused(Bytes.utf8(same), Problem.DUPLICATE_KEY, path(pointer) + ": expected once");
        String afterNull = marked.replace("\"@\"", "null,\"" + name + "\":" + value);
        assertRefused(Bytes.utf8(afterNull), Problem.DUPLICATE_KEY, path(pointer) + ": expected once");
    }

    @ParameterizedTest(name = "{0}: null {1}")
    @MethodSource("optionalKeys")
    void optionalKeyIsNull(String type, String pointer, Envelope whole) throws WireException {
        assertThat(CODEC.decode(changed(whole, pointer, "null")))
                .isEqualTo(CODEC.decode(changed(whole, pointer, null)))
                .isNotEqualTo(whole);
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @MethodSource("badValues")
    void valueIsBad(String type, String pointer, String value, Envelope whole, String reason) {
        assertRefused(changed(whole, pointer, value), Problem.BAD_VALUE, reason);
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @MethodSource("unreadableExt")
    void unreadableExtCountsAsAbsent(String type, String pointer, String value, Envelope whole) throws WireException {
        assertThat(CODEC.decode(changed(whole, pointer, value)))
                .isEqualTo(CODEC.decode(changed(whole, "/payload/ext", null)))
                .isNotEqualTo(whole);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tolerated")
    void isTolerated(String name, Bytes frame, Envelope expected) throws WireException {
        assertThat(CODEC.decode(frame)).isEqualTo(expected);
    }

    @Test
    void thereAreEnoughCases() {
        assertThat(requiredKeys().count() * 4
                        + optionalKeys().count() * 3
                        + badValues().count()
                        + unreadableExt().count())
                .isGreaterThan(250);
    }

    static Stream<Arguments> requiredKeys() {
        return Stream.of(
                        keys(END, "/type", "/payload", "/payload/streamID", "/payload/reason"),
                        keys(
                                INVOCATION,
                                "/payload/callID",
                                "/payload/actorID",
                                "/payload/actorID/id",
                                "/payload/targetIdentifier"),
                        keys(
                                INVOCATION,
                                "/payload/genericSubstitutions",
                                "/payload/arguments",
                                "/payload/streamFilter/type"),
                        keys(INVOCATION, "/payload/traceContext/traceID", "/payload/traceContext/spanID"),
                        keys(RESPONSE, "/payload/callID"),
                        keys(
                                START,
                                "/payload/streamID",
                                "/payload/callID",
                                "/payload/actorID",
                                "/payload/targetIdentifier"),
                        keys(START, "/payload/filter/type", "/payload/actorID/id"),
                        keys(
                                DATA,
                                "/payload/streamID",
                                "/payload/sequenceNumber",
                                "/payload/data",
                                "/payload/timestamp"),
                        keys(ERROR, "/payload/streamID", "/payload/errorMessage"),
                        keys(
                                RESUME,
                                "/payload/streamID",
                                "/payload/lastSequence",
                                "/payload/actorID",
                                "/payload/targetIdentifier"),
                        keys(RESUMED, "/payload/streamID", "/payload/callID", "/payload/epoch", "/payload/outcome"),
                        keys(UPDATE, "/payload/streamID"),
                        keys(UPDATED, "/payload/streamID", "/payload/fromSequence"),
                        keys(HEARTBEAT, "/payload/streams"))
                .flatMap(List::stream);
    }

    static Stream<Arguments> optionalKeys() {
        return Stream.of(
                        keys(INVOCATION, "/payload/protocolVersion", "/payload/streamFilter", "/payload/traceContext"),
                        keys(
                                INVOCATION,
                                "/payload/actorID/host",
                                "/payload/actorID/port",
                                "/payload/streamFilter/name"),
                        keys(INVOCATION, "/payload/streamFilter/parameters", "/payload/traceContext/parentSpanID"),
                        keys(RESPONSE, "/payload/result", "/payload/errorMessage"),
                        keys(START, "/payload/filter", "/payload/actorID/host"),
                        keys(RESUMED, "/payload/reason", "/payload/fromSequence", "/payload/toSequence"),
                        keys(RESUMED, "/payload/oldestBuffered", "/payload/newestBuffered"),
                        keys(UPDATE, "/payload/streamFilter"))
                .flatMap(List::stream);
    }

    static Stream<Arguments> badValues() {
        String uuid = "expected a UUID of 8-4-4-4-12 hexadecimal digits, found ";
        String base64 = "payload.data: expected standard base64 with padding, found ";
        String time = "payload.timestamp: expected an ISO-8601 time such as";
        return Stream.of(
                bad(END, "/payload/streamID", "\"\"", uuid + "\"\""),
                bad(END, "/payload/streamID", "\"1-2-3-4-5\"", uuid),
                bad(END, "/payload/streamID", "\"9F1C2B3A4D5E4F608A7B1C2D3E4F5A6B\"", uuid),
                bad(END, "/payload/streamID", "\"{9F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6B}\"", uuid),
                bad(END, "/payload/streamID", "\"9F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6G\"", uuid),
                bad(END, "/payload/streamID", "\"9F1C2B3A-4D5E-4F60-8A7B1-C2D3E4F5A6B\"", uuid),
                bad(END, "/payload/streamID", "\"9F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6B \"", uuid),
                bad(END, "/payload/streamID", "\"+F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6B\"", uuid),
                bad(END, "/payload/streamID", "\"" + "F".repeat(9_000) + "\"", "F…\""),
                bad(END, "/payload/reason", "\"Completed\"", "expected one of [completed, "),
                bad(END, "/payload/reason", "\"\"", "found \"\""),
                bad(
                        RESUMED,
                        "/payload/outcome",
                        "\"moved\"",
                        "expected one of [current, replayed, restarted], found \"moved\""),
                bad(
                        INVOCATION,
                        "/payload/streamFilter/type",
                        "\"none\"",
                        "payload.streamFilter.type: expected one of [all, predefined, custom]"),
                bad(
                        INVOCATION,
                        "/payload/actorID/port",
                        "-1",
                        "payload.actorID.port: expected an integer of 0 to 65535, found the number -1"),
                bad(INVOCATION, "/payload/actorID/port", "65536", "found the number 65536"),
                bad(
                        INVOCATION,
                        "/payload/actorID/port",
                        "99999999999999999999",
                        "found the number 99999999999999999999"),
                bad(
                        INVOCATION,
                        "/payload/protocolVersion",
                        "-1",
                        "payload.protocolVersion: expected an integer of 0 to 2147483647"),
                bad(INVOCATION, "/payload/protocolVersion", "2147483648", "found the number 2147483648"),
                bad(
                        INVOCATION,
                        "/payload/targetIdentifier",
                        "\"\\ud800\"",
                        "payload.targetIdentifier: expected Unicode text, found a lone surrogate"),
                bad(INVOCATION, "/payload/targetIdentifier", "\"\\udc00\\ud800\"", "a lone surrogate"),
                bad(
                        INVOCATION,
                        "/payload/actorID/id",
                        "\"\\ud83d \\ude00\"",
                        "payload.actorID.id: expected Unicode text"),
                bad(
                        INVOCATION,
                        "/payload/arguments",
                        "[\"MQ==\",\"MQ\"]",
                        "payload.arguments[1]: expected standard base64"),
                bad(
                        DATA,
                        "/payload/sequenceNumber",
                        "-1",
                        "payload.sequenceNumber: expected an integer of 0 to 18446744073709551615, found the number -1"),
                bad(DATA, "/payload/sequenceNumber", "18446744073709551616", "found the number 18446744073709551616"),
                bad(DATA, "/payload/sequenceNumber", "9".repeat(1_000), "found the number 9999"),
                bad(DATA, "/payload/sequenceNumber", "-0", "found the number -0"),
                bad(DATA, "/payload/data", "\"Q\"", base64 + "the string \"Q\" (1 characters"),
                bad(DATA, "/payload/data", "\"QQ\"", base64),
                bad(DATA, "/payload/data", "\"QUI\"", base64),
                bad(DATA, "/payload/data", "\"QQ=\"", base64),
                bad(DATA, "/payload/data", "\"Q===\"", base64),
                bad(DATA, "/payload/data", "\"====\"", base64),
                bad(DATA, "/payload/data", "\"=QQ=\"", base64),
                bad(DATA, "/payload/data", "\"Q=Q=\"", base64),
                bad(DATA, "/payload/data", "\"QQ==QQ==\"", base64),
                bad(DATA, "/payload/data", "\"QQ==QUJD\"", base64),
                bad(DATA, "/payload/data", "\"ab-_\"", base64),
                bad(DATA, "/payload/data", "\"QUJD REVG\"", base64),
                bad(DATA, "/payload/data", "\" QUJ\"", base64),
                bad(DATA, "/payload/data", "\"QUJDREVG    \"", base64),
                bad(DATA, "/payload/data", "\"QUJD\\nDEF\"", base64),
                bad(DATA, "/payload/data", "\"QUJD\\r\\n\\r\\n\"", base64),
                bad(DATA, "/payload/data", "\"QUJD\\u0020DEF\"", base64),
                bad(DATA, "/payload/data", "\"QUJ\\u0144\"", base64),
                bad(DATA, "/payload/data", "\"QU\\\\D\"", base64),
                bad(DATA, "/payload/data", "\"QU\\\"D\"", base64),
                bad(DATA, "/payload/data", "\"QUJé\"", base64),
                bad(DATA, "/payload/data", "\"not base64 at all!\"", base64),
                bad(DATA, "/payload/timestamp", "\"\"", time),
                bad(DATA, "/payload/timestamp", "\"now\"", time),
                bad(DATA, "/payload/timestamp", "\"2026-03-12\"", time),
                bad(DATA, "/payload/timestamp", "\"2026-03-12T18:15:19\"", time),
                bad(DATA, "/payload/timestamp", "\"2026-03-12 18:15:19Z\"", time),
                bad(DATA, "/payload/timestamp", "\"2026-02-30T00:00:00Z\"", time),
                bad(DATA, "/payload/timestamp", "\"2026-03-12T25:00:00Z\"", time),
                bad(DATA, "/payload/timestamp", "\"+12026-03-12T18:15:19Z\"", time),
                bad(DATA, "/payload/timestamp", "\"-0001-03-12T18:15:19Z\"", time),
                bad(DATA, "/payload/timestamp", "\"2026-03-12T18:15:19.1234567890Z\"", time),
                bad(HEARTBEAT, "/payload/streams", "{\"x\":1}", "payload.streams.x: " + uuid + "\"x\""),
                bad(
                        HEARTBEAT,
                        "/payload/streams",
                        "{\"9F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6B\":-1}",
                        "found the number -1"));
    }

    static Stream<Arguments> unreadableExt() {
        return Stream.of(
                ext(INVOCATION, "", "7"),
                ext(INVOCATION, "", "\"profile\""),
                ext(INVOCATION, "", "[1]"),
                ext(INVOCATION, "", "null"),
                ext(INVOCATION, "", "{}"),
                ext(INVOCATION, "", "{\"profile\":1,\"profile\":1}"),
                ext(INVOCATION, "/profile", "0"),
                ext(INVOCATION, "/profile", "\"1\""),
                ext(INVOCATION, "/profile", "1e0"),
                ext(INVOCATION, "/delta", "{\"json-patch\":[[[1]]]}"),
                ext(INVOCATION, "/delta", "[\"json-patch\",[1]]"),
                ext(INVOCATION, "/heartbeatMillis", "-1"),
                ext(START, "/profile", "null"),
                ext(START, "/epoch", "5"),
                ext(START, "/epoch", "null"),
                ext(START, "/epoch", '"' + "x".repeat(257) + '"'),
                ext(START, "/bufferSize", "4294967296"),
                ext(START, "/ttlSeconds", "0.5"),
                ext(DATA, "/base", "-1"),
                ext(DATA, "/base", "\"6\""),
                ext(DATA, "/skipped", "18446744073709551616"),
                ext(DATA, "/hash", "{\"crc32c\":[{\"ext\":{}}]}"),
                ext(DATA, "/hash", '"' + "x".repeat(257) + '"'),
                ext(DATA, "/cursor", '"' + "x".repeat(257) + '"'),
                ext(RESUME, "/cursor", '"' + "x".repeat(257) + '"'),
                ext(RESUME, "/callID", "\"x\""),
                ext(RESUME, "/invokedActorID", "{\"id\":\"a\",\"port\":70000}"),
                ext(RESUME, "/invokedActorID", "null"),
                ext(RESUME, "/streamFilter", "{\"type\":\"later\"}"),
                ext(RESUME, "/arguments", "[\"_-\"]"),
                ext(RESUME, "/haveBase", "1"),
                ext(RESUME, "/full", "\"yes\""),
                ext(RESUME, "/heartbeatMillis", "-1"));
    }

    static Stream<Arguments> tolerated() {
        StreamDataEnvelope data = (StreamDataEnvelope) DATA;
        String end = CODEC.encode(END).utf8();
        String unknown =
                "{\"payload\":{\"streamID\":5,\"data\":\"!\",\"reason\":[],\"ext\":0,\"ext\":1},\"type\":\"later\"}";
        String bare = "{\"type\":\"later\"}";
        return Stream.of(
                arguments("byte order mark", Bytes.utf8("\uFEFF" + end), END),
                arguments(
                        "byte order mark before base64",
                        Bytes.utf8("\uFEFF" + CODEC.encode(DATA).utf8()),
                        DATA),
                arguments("white space around", Bytes.utf8("\r\n\t " + end + "\n"), END),
                arguments("lower-case UUID", Bytes.utf8(end.replace("9F1C2B3A-4D5E", "9f1c2b3a-4D5e")), END),
                arguments(
                        "unknown type, keys unreadable",
                        Bytes.utf8(unknown),
                        new UnknownEnvelope("later", Bytes.utf8(unknown))),
                arguments("unknown type, no payload", Bytes.utf8(bare), new UnknownEnvelope("later", Bytes.utf8(bare))),
                arguments("keys of other types, unreadable", changed(END, "/payload/callID", "{\"a\":[{}]}"), END),
                arguments(
                        "keys of other types, deep",
                        changed(END, "/payload/actorID", "{\"id\":[[[[]]]],\"port\":{}}"),
                        END),
                arguments("unknown key twice", Bytes.utf8(end.replaceFirst("\\{", "{\"x\":1,\"x\":{},")), END),
                arguments("unknown number beyond any range", changed(END, "/payload/x", "1e999999"), END),
                arguments("unknown string with lone surrogate", changed(END, "/payload/x", "\"\\ud800\""), END),
                arguments(
                        "unknown string over the limit",
                        changed(END, "/payload/x", '"' + "x".repeat(2 << 20) + '"'),
                        END),
                arguments("escaped names", Bytes.utf8(end.replace("\"type\"", "\"\\u0074ype\"")), END),
                arguments("escaped base64", changed(DATA, "/payload/data", "\"\\u004D\\u0051\\u003d=\""), DATA),
                arguments("base64 with unused bits set", changed(DATA, "/payload/data", "\"MR==\""), DATA),
                arguments(
                        "time with offset", changed(DATA, "/payload/timestamp", "\"2026-03-12T19:15:19+01:00\""), DATA),
                arguments(
                        "time with nanoseconds",
                        changed(DATA, "/payload/timestamp", "\"2026-03-12T18:15:19.000000001Z\""),
                        new StreamDataEnvelope(STREAM, 7, data.data(), TIME.plusNanos(1), data.ext())),
                arguments(
                        "empty data",
                        changed(DATA, "/payload/data", "\"\""),
                        new StreamDataEnvelope(STREAM, 7, Bytes.empty(), TIME, data.ext())),
                arguments(
                        "heartbeat with a long cursor",
                        changed(
                                HEARTBEAT,
                                "/payload/ext",
                                "{\"cursors\":{\"" + STREAM + "\":\"" + "x".repeat(257) + "\"}}"),
                        HEARTBEAT),
                arguments(
                        "empty heartbeat",
                        changed(HEARTBEAT, "/payload/streams", "{}"),
                        new HeartbeatEnvelope(Map.of())),
                arguments(
                        "resumed for a reason of later",
                        changed(RESUMED, "/payload/reason", "\"compacted\""),
                        new StreamResumedEnvelope(STREAM, CALL, "e", ResumeOutcome.RESTARTED, null, 1L, 2L, 1L, 2L)),
                arguments(
                        "ext of a higher profile",
                        changed(
                                DATA,
                                "/payload/ext",
                                "{\"profile\":9,\"base\":6,\"skipped\":0,\"codec\":[\"cbor\"],\"hash\":\"crc32c:00000000\"}"),
                        DATA),
                arguments(
                        "ext of a higher profile keeps its number",
                        changed(
                                INVOCATION,
                                "/payload/ext",
                                "{\"profile\":2,\"delta\":[\"x\"],\"encodings\":[\"cbor\"]}"),
                        withExt(new InvocationEnvelope.Ext(2, List.of("x"), null))),
                arguments(
                        "response with neither result nor error",
                        Bytes.utf8("{\"type\":\"response\",\"payload\":{\"callID\":\"" + CALL + "\",\"result\":null}}"),
                        new ResponseEnvelope(CALL, null, null)));
    }

    private static Envelope withExt(InvocationEnvelope.Ext ext) {
        InvocationEnvelope it = (InvocationEnvelope) INVOCATION;
        return new InvocationEnvelope(
                it.callID(),
                it.actorID(),
                it.targetIdentifier(),
                it.protocolVersion(),
                it.genericSubstitutions(),
                it.arguments(),
                it.streamFilter(),
                it.traceContext(),
                ext);
    }

    private static List<Arguments> keys(Envelope whole, String... pointers) {
        List<Arguments> cases = new ArrayList<>();
        for (String pointer : pointers) {
            assertThat(tree(whole).at(pointer).isMissingNode()).as(pointer).isFalse();
            cases.add(arguments(whole.type(), pointer, whole));
        }
        return cases;
    }

    private static Arguments bad(Envelope whole, String pointer, String value, String reason) {
        return arguments(whole.type(), pointer, value, whole, reason);
    }

    private static Arguments ext(Envelope whole, String pointer, String value) {
        return arguments(whole.type(), "/payload/ext" + pointer, value, whole);
    }

    private static void assertRefused(Bytes frame, Problem problem, String reason) {
        WireException refusal = catchThrowableOfType(WireException.class, () -> CODEC.decode(frame));
        assertThat(refusal).as(frame.toString()).isNotNull().hasNoCause();
        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal).hasMessageContaining(reason);
        assertThat(refusal.getMessage()).hasSizeLessThan(700);
    }

    /** The message with one value replaced by this JSON text, or, for null, removed. */
    private static Bytes changed(Envelope whole, String pointer, @Nullable String value) {
        JsonNode tree = tree(whole);
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) tree.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (value == null) {
            parent.remove(name);
            return Bytes.utf8(tree.toString());
        }
        parent.put(name, "@@");
        return Bytes.utf8(tree.toString().replace("\"@@\"", value));
    }

    private static String path(String pointer) {
        return pointer.substring(1).replace('/', '.');
    }

    private static JsonNode tree(Envelope envelope) {
        return tree(CODEC.encode(envelope));
    }

    private static JsonNode tree(Bytes json) {
        return JSON.readTree(json.unsafeArray());
    }
}
