// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.TraceContext;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a Swift peer sends, byte for byte, and what we make of it. */
class GoldenMessagesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final UUID CALL = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
    private static final UUID STREAM = UUID.fromString("9f1c2b3a-4d5e-4f60-8a7b-1c2d3e4f5a6b");

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final StateDeltaCodec deltas = new StateDeltaCodec(WireLimits.DEFAULT);

    @Test
    void allMessagesAreThere() throws Exception {
        assertThat(roundTripped()).hasSize(37);
        assertThat(stateDeltas()).hasSize(2);
        assertThat(between(1, 99)).hasSize(66);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("roundTripped")
    void comesBackAsTheSameTree(String file) throws Exception {
        Bytes frame = read(file);

        Envelope envelope = codec.decode(frame);

        assertThat(envelope).isNotInstanceOf(UnknownEnvelope.class);
        assertThat(tree(codec.encode(envelope))).isEqualTo(tree(frame));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("roundTripped")
    void survivesUnknownKeysInEveryObject(String file) throws Exception {
        Bytes frame = read(file);
        Envelope plain = codec.decode(frame);

        List<ObjectNode> places = objectsOf(tree(frame));
        assertThat(places).hasSizeGreaterThanOrEqualTo(2);
        for (int place = 0; place < places.size(); place++) {
            JsonNode changed = tree(frame);
            ObjectNode object = objectsOf(changed).get(place);
            object.putObject("future")
                    .putArray("x")
                    .addObject()
                    .put("callID", 1)
                    .putNull("type");

            assertThat(codec.decode(Bytes.utf8(changed.toString()))).isEqualTo(plain);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stateDeltas")
    void stateDeltaComesBackAsTheSameTree(String file) throws Exception {
        Bytes data = read(file);
        StateDelta delta = deltas.decode(data);

        assertThat(delta.isFull()).isEqualTo(file.contains("full"));
        assertThat(tree(deltas.encode(delta))).isEqualTo(tree(data));

        ObjectNode changed = (ObjectNode) tree(data);
        changed.putArray("future").addObject().put("isFull", 3);
        assertThat(deltas.decode(Bytes.utf8(changed.toString()))).isEqualTo(delta);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"34-streamData-delta-full.json, true", "35-streamData-delta-delta.json, false"})
    void streamDataCarriesStateDelta(String file, boolean full) throws Exception {
        StreamDataEnvelope data = (StreamDataEnvelope) codec.decode(read(file));

        StateDelta delta = deltas.decode(data.data());

        assertThat(delta.isFull()).isEqualTo(full);
        assertThat(tree(delta.data()).has("todos")).isTrue();
    }

    @Test
    void absentVersionMeansOne() throws Exception {
        assertThat(decode("04-invocation-v1-missing-protocolVersion.json"))
                .isEqualTo(invocation(new ActorId("todos", "127.0.0.1", 8080), "getTodos", 1));
    }

    @Test
    void bareInvocationOfVersionOne() throws Exception {
        Bytes bare = read("05-invocation-bare-v1-lowercase-uuid.json");

        assertThat(codec.decodeBareInvocation(bare))
                .isEqualTo(invocation(new ActorId("actor-7", "localhost", 8080), "oldMethod", 1));
        assertRefused(() -> codec.decode(bare), Problem.MISSING_KEY, "type: expected a value, found no such key");
    }

    @Test
    void extraFieldsAreIgnored() throws Exception {
        assertThat(decode("70-accept-extra-fields.json"))
                .isEqualTo(new StreamEndEnvelope(STREAM, StreamEndReason.COMPLETED));
    }

    @Test
    void nullOptionalsAreAbsent() throws Exception {
        assertThat(decode("71-accept-null-optionals.json")).isEqualTo(invocation(ActorId.of("todos"), "ping", 1));
    }

    @Test
    void fractionOfSecondIsReadAndNeverWritten() throws Exception {
        Envelope envelope = decode("72-accept-fractional-timestamp.json");

        assertThat(envelope)
                .isEqualTo(new StreamDataEnvelope(
                        STREAM, 5, Bytes.utf8("7"), Instant.parse("2026-03-12T18:15:19.123Z"), null));
        assertThat(codec.encode(envelope).utf8()).contains("\"timestamp\":\"2026-03-12T18:15:19Z\"");
    }

    @Test
    void largestSequenceNumberIsUnsigned() throws Exception {
        assertThat(((StreamDataEnvelope) decode("33-streamData-uint64-max.json")).sequenceNumber())
                .isEqualTo(-1L);
    }

    @Test
    void filterAndTraceAreRead() throws Exception {
        InvocationEnvelope threshold = (InvocationEnvelope) decode("13-invocation-filter-threshold.json");
        InvocationEnvelope child = (InvocationEnvelope) decode("07-invocation-trace-child.json");

        assertThat(threshold.streamFilter())
                .isEqualTo(StreamFilter.predefined(
                        "threshold", Map.of("value", "100", "comparison", "gte", "field", "pendingCount")));
        assertThat(child.traceContext())
                .isEqualTo(new TraceContext(
                        UUID.fromString("ABC12345-E89B-42D3-A456-426614174000"),
                        UUID.fromString("DEF67890-E89B-42D3-A456-426614174001"),
                        UUID.fromString("0A0B0C0D-E89B-42D3-A456-426614174002")));
    }

    @Test
    void unknownTypeIsKeptWhole() throws Exception {
        Bytes frame = read("80-reject-unknown-type.json");

        assertThat(codec.decode(frame)).isEqualTo(new UnknownEnvelope("streamPause", frame));
        assertThat(codec.encode(codec.decode(frame))).isEqualTo(frame);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "81-reject-port-overflow.json|BAD_VALUE|TFX-WIRE-005: payload.actorID.port: expected an integer of 0 to 65535, found the number 70000",
                "82-reject-base64url.json|BAD_VALUE|TFX-WIRE-005: payload.result: expected standard base64 with padding, found the string \"IsO_w7_DviI\" (11 characters, not a multiple of four)",
                "83-reject-missing-arguments.json|MISSING_KEY|TFX-WIRE-003: payload.arguments: expected a value, found no such key",
                "84-reject-bad-end-reason.json|BAD_VALUE|TFX-WIRE-005: payload.reason: expected one of [completed, actorTerminated, clientUnsubscribed, connectionClosed, error], found \"unsubscribed\"",
                "85-reject-negative-sequence.json|BAD_VALUE|TFX-WIRE-005: payload.sequenceNumber: expected an integer of 0 to 18446744073709551615, found the number -1"
            })
    void isRefusedWithReason(String file, Problem problem, String message) throws Exception {
        Bytes frame = read(file);

        assertRefused(() -> codec.decode(frame), problem, message);
    }

    private static void assertRefused(ThrowingCallable call, Problem problem, String message) {
        Consumer<Throwable> isProblem =
                thrown -> assertThat(((WireException) thrown).problem()).isEqualTo(problem);
        assertThatThrownBy(call)
                .isInstanceOf(WireException.class)
                .hasMessageEndingWith(message)
                .satisfies(isProblem);
    }

    private Envelope decode(String file) throws Exception {
        return codec.decode(read(file));
    }

    private static InvocationEnvelope invocation(ActorId actor, String target, int version) {
        return new InvocationEnvelope(CALL, actor, target, version, List.of(), List.of(), null, null, null);
    }

    static List<String> roundTripped() throws Exception {
        return Stream.concat(between(1, 3).stream(), between(6, 47).stream()).toList();
    }

    static List<String> stateDeltas() throws Exception {
        return between(54, 55);
    }

    private static List<String> between(int first, int last) throws Exception {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .filter(name -> {
                        int number = Integer.parseInt(name.substring(0, 2));
                        return number >= first && number <= last;
                    })
                    .sorted()
                    .toList();
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(GoldenMessagesTest.class.getResource("/golden"))
                .toURI());
    }

    private static Bytes read(String file) throws IOException, URISyntaxException {
        return Bytes.wrap(Files.readAllBytes(folder().resolve(file)));
    }

    private static JsonNode tree(Bytes json) {
        return JSON.readTree(json.unsafeArray());
    }

    /** All but a filter's parameters, where any key is a known one. */
    private static List<ObjectNode> objectsOf(JsonNode node) {
        List<ObjectNode> found = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            found.add(object);
            object.properties().stream()
                    .filter(property -> !property.getKey().equals("parameters"))
                    .forEach(property -> found.addAll(objectsOf(property.getValue())));
        }
        return found;
    }
}
