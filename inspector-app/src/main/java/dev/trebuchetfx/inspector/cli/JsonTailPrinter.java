// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.inspector.act.ExactJson;
import java.math.BigInteger;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line. Sequence numbers are unsigned. */
final class JsonTailPrinter implements TailPrinter {
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonMapper mapper = JsonMapper.shared();
    private final InstantSource clock;

    JsonTailPrinter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String connection(ConnectionState state) {
        ObjectNode line = line("connection").put("state", state.word());
        switch (state) {
            case ConnectionState.Reconnecting again ->
                line.put("attempt", again.attempt()).put("cause", again.cause());
            case ConnectionState.Offline offline -> line.put("cause", offline.cause());
            default -> {}
        }
        return text(line);
    }

    @Override
    public String event(StreamEvent<JsonNode> event) {
        return text(
                switch (event) {
                    case StreamEvent.Started<JsonNode> started -> started(started);
                    case StreamEvent.Update<JsonNode> update -> update(update);
                    case StreamEvent.FreshnessChanged<JsonNode>(var freshness, var why) ->
                        line("stale").put("stale", freshness.isStale()).put("why", why);
                    case StreamEvent.Gap<JsonNode>(var report) -> gap(report);
                    case StreamEvent.Resumed<JsonNode>(var report) -> resume(report);
                    case StreamEvent.Duplicate<JsonNode> duplicate ->
                        sequence(line("duplicate"), "sequence", duplicate.sequence());
                    case StreamEvent.Undecodable<JsonNode> undecodable ->
                        line("undecodable").put("why", undecodable.why()).put("bytes", undecodable.bytes());
                    case StreamEvent.RestartsSlowed<JsonNode>(var restarts, var pause) ->
                        line("slowed").put("restarts", restarts).put("pauseMillis", pause.toMillis());
                    case StreamEvent.Drifted<JsonNode> drifted ->
                        sequence(line("drift"), "sequence", drifted.sequence()).put("path", drifted.path());
                    case StreamEvent.Ended<JsonNode>(var reason) ->
                        line("ended").put("reason", reason.wireName());
                    case StreamEvent.Failed<JsonNode>(var error) ->
                        line("error").put("message", error.getMessage());
                });
    }

    private ObjectNode started(StreamEvent.Started<JsonNode> started) {
        ObjectNode line = id(line("started"), started.streamID());
        if (started.epoch() != null) {
            line.put("epoch", started.epoch());
        }
        return sequence(line, "resumedFrom", started.resumedFrom());
    }

    private ObjectNode update(StreamEvent.Update<JsonNode> update) {
        ObjectNode line = sequence(id(line("state"), update.streamID()), "sequence", update.sequence());
        line.put("kind", update.kind().name().toLowerCase(Locale.ROOT));
        return line.set("value", update.value());
    }

    private ObjectNode gap(GapReport report) {
        ObjectNode line = sequence(id(line("gap"), report.streamID()), "from", report.fromSequence());
        return sequence(line, "to", report.toSequence()).put("healed", report.healed());
    }

    private ObjectNode resume(ResumeReport report) {
        ObjectNode line = sequence(line("resume"), "lastSequence", report.lastSequence())
                .put("outcome", report.outcome().wireName());
        if (report.reason() != null) {
            line.put("reason", report.reason().wireName());
        }
        return sequence(sequence(line, "from", report.fromSequence()), "to", report.toSequence());
    }

    private ObjectNode line(String event) {
        return mapper.createObjectNode().put("at", AT.format(clock.instant())).put("event", event);
    }

    private static ObjectNode id(ObjectNode line, UUID id) {
        return line.put("streamID", id.toString().toUpperCase(Locale.ROOT));
    }

    private static ObjectNode sequence(ObjectNode line, String key, @Nullable Long sequence) {
        return sequence == null ? line : line.put(key, new BigInteger(Long.toUnsignedString(sequence)));
    }

    private String text(ObjectNode line) {
        return ExactJson.text(line);
    }
}
