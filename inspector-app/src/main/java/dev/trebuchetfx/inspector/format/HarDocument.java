// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.capture.CaptureFileReader;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.inspector.file.PrivateFile;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * HAR 1.2 with the messages of WebSockets as Chrome writes and reads them ({@code _webSocketMessages}); what only we know stands under
 * {@code _trebuchet}. Written from a capture block by block: one block is in memory at a time.
 */
final class HarDocument {
    private static final String UNKNOWN_URL = "ws://unknown/";

    private final CaptureFileReader reader;
    private final JsonGenerator json;
    private final WorkProgress progress;

    private HarDocument(CaptureFileReader reader, JsonGenerator json, WorkProgress progress) {
        this.progress = progress;
        this.reader = reader;
        this.json = json;
    }

    static void write(CaptureFileReader reader, CaptureNote note, Path file, WorkProgress progress) throws IOException {
        HarConnections connections = HarConnections.of(reader);
        try (OutputStream out = new BufferedOutputStream(PrivateFile.stream(file), 1 << 16);
                JsonGenerator json = JsonMapper.shared().createGenerator(out)) {
            new HarDocument(reader, json, progress).write(connections, note);
        }
    }

    private void write(HarConnections connections, CaptureNote note) throws IOException {
        json.writeStartObject();
        json.writeName("log");
        json.writeStartObject();
        json.writeStringProperty("version", "1.2");
        json.writeName("creator");
        json.writeTree(EventJson.object().put("name", "Trebuchet FX Inspector").put("version", note.creator()));
        json.writeStringProperty("comment", comment(note));
        json.writeName("pages");
        json.writeTree(JsonMapper.shared().createArrayNode());
        json.writeName("entries");
        json.writeStartArray();
        for (HarConnections.Connection connection : connections.all()) {
            if (connection.isWorthAnEntry()) {
                entry(connection);
            }
        }
        json.writeEndArray();
        json.writeName("_trebuchet");
        json.writeStartObject();
        json.writeNumberProperty("version", 1);
        json.writeStringProperty("createdAt", note.createdAt().toString());
        if (note.redaction() != null) {
            json.writeStringProperty("redaction", note.redaction());
        }
        json.writeName("events");
        json.writeStartArray();
        for (long place : connections.noticePlaces()) {
            notices(place);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String comment(CaptureNote note) {
        return note.redaction() == null
                ? "Nothing was redacted: this file may hold secrets."
                : "Redacted: " + note.redaction();
    }

    private void entry(HarConnections.Connection connection) throws IOException {
        ConnectionName name = connection.name;
        String url = name == null || name.url() == null ? UNKNOWN_URL : name.url();
        boolean wasOpened = connection.connectedTime != Long.MIN_VALUE;
        double wait = wasOpened ? Math.max(0, connection.connectedTime - connection.firstTime) / 1e6 : 0;
        json.writeStartObject();
        json.writeStringProperty("_resourceType", "websocket");
        json.writeStringProperty(
                "startedDateTime", TapEvent.instant(connection.firstTime).toString());
        json.writeNumberProperty("time", wait);
        json.writeName("request");
        json.writeTree(request(url, connection.opened));
        json.writeName("response");
        json.writeTree(response(connection.opened));
        json.writeName("cache");
        json.writeTree(EventJson.object());
        json.writeName("timings");
        json.writeTree(EventJson.object().put("send", 0).put("wait", wait).put("receive", 0));
        json.writeName("_trebuchet");
        json.writeTree(ours(connection));
        json.writeName("_webSocketMessages");
        json.writeStartArray();
        for (long place : connection.places) {
            messages(place, connection.number);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static ObjectNode request(String url, JsonNode opened) {
        ObjectNode request = EventJson.object();
        request.put("method", "GET").put("url", url).put("httpVersion", "HTTP/1.1");
        request.set("headers", headers(opened.path("requestHeaders")));
        ArrayNode query = request.putArray("queryString");
        int mark = url.indexOf('?');
        if (mark >= 0) {
            for (String pair : url.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                query.addObject()
                        .put("name", decoded(equals < 0 ? pair : pair.substring(0, equals)))
                        .put("value", equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        request.putArray("cookies");
        return request.put("headersSize", -1).put("bodySize", 0);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static JsonNode headers(JsonNode known) {
        return known.isArray() ? known : JsonMapper.shared().createArrayNode();
    }

    private static ObjectNode response(JsonNode opened) {
        ObjectNode response = EventJson.object();
        response.put("status", opened.path("status").asInt(101))
                .put("statusText", "Switching Protocols")
                .put("httpVersion", "HTTP/1.1");
        response.set("headers", headers(opened.path("responseHeaders")));
        response.putArray("cookies");
        response.putObject("content").put("size", 0).put("mimeType", "x-unknown");
        return response.put("redirectURL", "").put("headersSize", -1).put("bodySize", -1);
    }

    private static ObjectNode ours(HarConnections.Connection connection) {
        ObjectNode ours = EventJson.object();
        ConnectionName name = connection.name;
        ours.put("t", connection.firstTime);
        if (name != null) {
            ours.put("source", name.source()).put("connection", name.number());
        }
        Bytes close = connection.close;
        if (close != null && close.size() >= 2) {
            byte[] bytes = close.unsafeArray();
            ours.putObject("close")
                    .put("code", ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF))
                    .put("reason", new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8));
        }
        ArrayNode streams = ours.putArray("streams");
        for (StreamName stream : connection.streams.values()) {
            ObjectNode one = streams.addObject().put("logical", stream.logical());
            EventJson.put(
                    one,
                    "id",
                    stream.streamID() == null ? null : stream.streamID().toString());
            EventJson.put(one, "actor", stream.actor());
            EventJson.put(one, "method", stream.method());
            EventJson.put(one, "epoch", stream.epoch());
        }
        return ours;
    }

    private void messages(long place, int connection) throws IOException {
        LogCursor event = reader.blockAt(place).cursor();
        while (event.next()) {
            if (event.connectionNumber() == connection && event.kind().isFrame()) {
                progress.advance();
                message(event);
            }
        }
    }

    private void message(LogCursor event) {
        Bytes body = event.body();
        Bytes data = body == null ? Bytes.empty() : body;
        String text = event.has(EventFlags.TEXT) && event.kind().isMessage() ? EventJson.text(data) : null;
        json.writeStartObject();
        json.writeStringProperty("type", event.has(EventFlags.SENT) ? "send" : "receive");
        json.writeName("time");
        json.writeNumber(BigDecimal.valueOf(event.time(), 9));
        json.writeNumberProperty("opcode", opcode(event.kind(), text != null));
        json.writeStringProperty("data", text == null ? Base64.getEncoder().encodeToString(data.unsafeArray()) : text);
        json.writeName("_trebuchet");
        json.writeTree(ours(event));
        json.writeEndObject();
    }

    private static int opcode(EventKind kind, boolean text) {
        return switch (kind) {
            case CLOSE -> 8;
            case PING -> 9;
            case PONG -> 10;
            default -> text ? 1 : 2;
        };
    }

    private static ObjectNode ours(LogCursor event) {
        ObjectNode ours = EventJson.object();
        ours.put("i", event.index())
                .put("t", event.time())
                .put("kind", event.kind().word());
        StreamName stream = event.stream();
        if (stream != null) {
            EventJson.put(
                    ours,
                    "stream",
                    stream.streamID() == null ? null : stream.streamID().toString());
            EventJson.put(ours, "epoch", stream.epoch());
        }
        if (event.sequence() != 0) {
            EventJson.unsigned(ours, "seq", event.sequence());
        }
        EventJson.writeFlags(ours, event.flags() & ~EventFlags.SENT);
        return ours;
    }

    private void notices(long place) throws IOException {
        LogCursor event = reader.blockAt(place).cursor();
        while (event.next()) {
            if (!event.kind().isFrame()) {
                progress.advance();
                json.writeTree(EventJson.write(event.index(), event.event()));
            }
        }
    }
}
