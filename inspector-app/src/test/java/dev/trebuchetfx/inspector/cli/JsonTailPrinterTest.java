// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTailPrinterTest {
    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53.120Z");
    private static final UUID ID = UUID.fromString("8f2a41c0-9b3d-4e57-8a00-000000000001");
    private static final String AT = "{\"at\":\"2026-03-14T09:26:53.120Z\",";
    private static final String UPPER = "\"streamID\":\"8F2A41C0-9B3D-4E57-8A00-000000000001\"";

    private final TailPrinter json = new JsonTailPrinter(InstantSource.fixed(NOW));
    private final TailPrinter text = new TextTailPrinter(InstantSource.fixed(NOW), ZoneOffset.UTC);
    private final JsonNode value = JsonMapper.shared().readTree("{\"todos\":[]}");

    private static ResumeReport resume(
            ResumeOutcome outcome, @Nullable RestartReason reason, @Nullable Long from, @Nullable Long to) {
        return new ResumeReport(ID, 42, outcome, reason, from, to, 0L, null, null, Duration.ofMillis(7));
    }

    @Test
    void connections() {
        assertThat(json.connection(new ConnectionState.Connecting(URI.create("ws://h:1"))))
                .isEqualTo(AT + "\"event\":\"connection\",\"state\":\"connecting\"}");
        assertThat(json.connection(new ConnectionState.Connected(URI.create("ws://h:1"))))
                .isEqualTo(AT + "\"event\":\"connection\",\"state\":\"connected\"}");
        assertThat(json.connection(new ConnectionState.Reconnecting(2, URI.create("ws://h:1"), NOW, "reset")))
                .isEqualTo(
                        AT + "\"event\":\"connection\",\"state\":\"reconnecting\",\"attempt\":2,\"cause\":\"reset\"}");
        assertThat(json.connection(new ConnectionState.Offline("refused")))
                .isEqualTo(AT + "\"event\":\"connection\",\"state\":\"offline\",\"cause\":\"refused\"}");
        assertThat(text.connection(new ConnectionState.Reconnecting(2, URI.create("ws://h:1"), NOW, "reset")))
                .isEqualTo("09:26:53.120  reconnecting  attempt 2: reset");
    }

    @Test
    void starts() {
        assertThat(json.event(new StreamEvent.Started<>(ID, "b7", 42L)))
                .isEqualTo(AT + "\"event\":\"started\"," + UPPER + ",\"epoch\":\"b7\",\"resumedFrom\":42}");
        assertThat(json.event(new StreamEvent.Started<>(ID, null, null)))
                .isEqualTo(AT + "\"event\":\"started\"," + UPPER + "}");
    }

    @Test
    void states() {
        assertThat(json.event(new StreamEvent.Update<>(ID, 43, UpdateKind.REPLAY, value, NOW, 0)))
                .isEqualTo(AT + "\"event\":\"state\"," + UPPER
                        + ",\"sequence\":43,\"kind\":\"replay\",\"value\":{\"todos\":[]}}");
        assertThat(json.event(new StreamEvent.Update<>(ID, -1, UpdateKind.FULL, value, NOW, 0)))
                .contains("\"sequence\":18446744073709551615,\"kind\":\"full\"");
        assertThat(text.event(new StreamEvent.Update<>(ID, -1, UpdateKind.DELTA, value, NOW, 0)))
                .isEqualTo("09:26:53.120  delta         18446744073709551615  {\"todos\":[]}");
    }

    @Test
    void staleness() {
        assertThat(json.event(new StreamEvent.FreshnessChanged<>(Freshness.STALE, "cut")))
                .isEqualTo(AT + "\"event\":\"stale\",\"stale\":true,\"why\":\"cut\"}");
        assertThat(json.event(new StreamEvent.FreshnessChanged<>(Freshness.LIVE, "caught up")))
                .isEqualTo(AT + "\"event\":\"stale\",\"stale\":false,\"why\":\"caught up\"}");
    }

    @Test
    void gapsAndDuplicates() {
        assertThat(json.event(new StreamEvent.Gap<>(new GapReport(ID, 44, 47L, GapReport.Cause.JUMPED, true))))
                .isEqualTo(AT + "\"event\":\"gap\"," + UPPER + ",\"from\":44,\"to\":47,\"healed\":true}");
        assertThat(json.event(new StreamEvent.Gap<>(new GapReport(ID, 44, null, GapReport.Cause.UNKNOWN, false))))
                .isEqualTo(AT + "\"event\":\"gap\"," + UPPER + ",\"from\":44,\"healed\":false}");
        assertThat(json.event(new StreamEvent.Duplicate<>(ID, 43)))
                .isEqualTo(AT + "\"event\":\"duplicate\",\"sequence\":43}");
    }

    @Test
    void resumes() {
        assertThat(json.event(new StreamEvent.Resumed<>(resume(ResumeOutcome.REPLAYED, null, 43L, 46L))))
                .isEqualTo(AT
                        + "\"event\":\"resume\",\"lastSequence\":42,\"outcome\":\"replayed\",\"from\":43,\"to\":46}");
        assertThat(json.event(
                        new StreamEvent.Resumed<>(resume(ResumeOutcome.RESTARTED, RestartReason.EVICTED, null, null))))
                .isEqualTo(AT
                        + "\"event\":\"resume\",\"lastSequence\":42,\"outcome\":\"restarted\",\"reason\":\"evicted\"}");
        assertThat(text.event(new StreamEvent.Resumed<>(resume(ResumeOutcome.REPLAYED, null, 43L, 46L))))
                .isEqualTo("09:26:53.120  resume        after 42: replayed, from 43 to 46");
    }

    @Test
    void theEnd() {
        assertThat(json.event(new StreamEvent.Undecodable<>(ID, 4, "no number", 17)))
                .isEqualTo(AT + "\"event\":\"undecodable\",\"why\":\"no number\",\"bytes\":17}");
        assertThat(json.event(new StreamEvent.Ended<>(StreamEndReason.COMPLETED)))
                .isEqualTo(AT + "\"event\":\"ended\",\"reason\":\"completed\"}");
        StreamFailedException error = new StreamFailedException("broken");
        assertThat(json.event(new StreamEvent.Failed<>(error)))
                .isEqualTo(AT + "\"event\":\"error\",\"message\":\"" + error.getMessage() + "\"}");
    }
}
