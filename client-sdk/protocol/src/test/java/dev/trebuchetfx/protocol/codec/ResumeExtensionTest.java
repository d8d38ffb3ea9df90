// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a resume with the extension looks like, to the letter. */
class ResumeExtensionTest {
    private static final String WHOLE = """
            {"type": "streamResume", "payload": {
              "streamID": "123E4567-E89B-42D3-A456-426614174000",
              "lastSequence": 42,
              "actorID": {"id": "0B8E6388-3E5D-4B12-862A-65CB0E34F68F", "host": "0.0.0.0", "port": 8080},
              "targetIdentifier": "observeState",
              "ext": {
                "profile": 1,
                "epoch": "epoch-1",
                "callID": "ABC12345-E89B-42D3-A456-426614174000",
                "invokedActorID": {"id": "counter"},
                "streamFilter": {"type": "predefined", "name": "changed", "parameters": {}},
                "arguments": ["NDI="],
                "haveBase": true,
                "full": true,
                "heartbeatMillis": 2000}}}
            """;

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final JsonMapper mapper = new JsonMapper();

    private static StreamResumeEnvelope resume(@Nullable Long heartbeatMillis) {
        return new StreamResumeEnvelope(
                UUID.fromString("123E4567-E89B-42D3-A456-426614174000"),
                42,
                new ActorId("0B8E6388-3E5D-4B12-862A-65CB0E34F68F", "0.0.0.0", 8080),
                "observeState",
                new StreamResumeEnvelope.Ext(
                        1,
                        "epoch-1",
                        UUID.fromString("ABC12345-E89B-42D3-A456-426614174000"),
                        ActorId.of("counter"),
                        StreamFilter.predefined("changed", Map.of()),
                        List.of(Bytes.utf8("42")),
                        List.of(),
                        true,
                        true,
                        heartbeatMillis));
    }

    private JsonNode tree(Bytes json) {
        return mapper.readTree(json.unsafeArray());
    }

    @Test
    void carriesTheHeartbeatThatTheClientWishes() throws WireException {
        assertThat(codec.decode(Bytes.utf8(WHOLE))).isEqualTo(resume(2_000L));
        assertThat(tree(codec.encode(resume(2_000L)))).isEqualTo(mapper.readTree(WHOLE));
    }

    @Test
    void leavesOutWhatTheClientDoesNotWish() throws WireException {
        String without = WHOLE.replaceFirst(",\\s*\"heartbeatMillis\": 2000", "");

        assertThat(codec.decode(Bytes.utf8(without))).isEqualTo(resume(null));
        assertThat(tree(codec.encode(resume(null)))).isEqualTo(mapper.readTree(without));
    }

    @Test
    void isOneOfVersion2WhereTheHeartbeatCannotBeRead() throws WireException {
        Envelope read = codec.decode(Bytes.utf8(WHOLE.replace("2000", "\"soon\"")));

        assertThat(read).isInstanceOfSatisfying(StreamResumeEnvelope.class, resume -> assertThat(resume.ext())
                .isNull());
    }
}
