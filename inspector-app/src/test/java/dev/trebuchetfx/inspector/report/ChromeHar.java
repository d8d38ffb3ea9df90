// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.report;

import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.LineEvent;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a browser's panel would have saved of a model's line: its keys, and nothing of ours. */
public final class ChromeHar {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ChromeHar() {}

    public static String of(FaultModel model) {
        ObjectNode har = MAPPER.createObjectNode();
        ObjectNode log = har.putObject("log").put("version", "1.2");
        log.putObject("creator").put("name", "WebInspector").put("version", "537.36");
        log.putArray("pages");
        ArrayNode entries = log.putArray("entries");
        Map<Integer, ArrayNode> messages = new TreeMap<>();
        for (LineEvent event : model.events) {
            switch (event) {
                case LineEvent.Opened(long time, int connection) -> messages.put(connection, entry(entries, time));
                case LineEvent.Message(
                        long time,
                        int connection,
                        boolean sent,
                        Envelope envelope,
                        int ignored,
                        boolean alsoIgnored) ->
                    message(Objects.requireNonNull(messages.get(connection)), time, sent, CODEC.encode(envelope));
                case LineEvent.Undecodable bad ->
                    message(
                            Objects.requireNonNull(messages.get(bad.connection())),
                            bad.time(),
                            bad.sent(),
                            Bytes.utf8("{\"type\":"));
                case LineEvent.Closed ignored -> {}
                case LineEvent.Left ignored -> {}
                case LineEvent.Down ignored -> {}
                case LineEvent.Unseen ignored -> throw new IllegalArgumentException("a browser's panel is never off");
                case LineEvent.Taken ignored -> {}
            }
        }
        return MAPPER.writeValueAsString(har);
    }

    private static ArrayNode entry(ArrayNode entries, long time) {
        ObjectNode entry = entries.addObject();
        entry.put("_resourceType", "websocket")
                .put("startedDateTime", Instant.ofEpochMilli(time / 1_000_000).toString())
                .put("time", 2.5);
        ObjectNode request = entry.putObject("request")
                .put("method", "GET")
                .put("url", "ws://127.0.0.1:8080/")
                .put("httpVersion", "HTTP/1.1")
                .put("headersSize", -1)
                .put("bodySize", 0);
        request.putArray("headers");
        request.putArray("queryString");
        request.putArray("cookies");
        ObjectNode response = entry.putObject("response")
                .put("status", 101)
                .put("statusText", "Switching Protocols")
                .put("httpVersion", "HTTP/1.1")
                .put("redirectURL", "")
                .put("headersSize", -1)
                .put("bodySize", -1);
        response.putArray("headers");
        response.putArray("cookies");
        response.putObject("content").put("size", 0).put("mimeType", "x-unknown");
        entry.putObject("cache");
        entry.putObject("timings").put("send", 0).put("wait", 2.5).put("receive", 0);
        return entry.putArray("_webSocketMessages");
    }

    /** A Swift server sends binary frames; what the client sends may be text. */
    private static void message(ArrayNode messages, long time, boolean sent, Bytes frame) {
        messages.addObject()
                .put("type", sent ? "send" : "receive")
                .put("time", BigDecimal.valueOf(time / 1_000, 6).doubleValue())
                .put("opcode", sent ? 1 : 2)
                .put("data", sent ? frame.utf8() : Base64.getEncoder().encodeToString(frame.unsafeArray()));
    }
}
