// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.inspector.file.BoundedJson;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON in those blocks of a capture file that are not events. */
final class FileJson {
    private static final String FORMAT = "trebuchet-capture";

    private FileJson() {}

    static byte[] bytes(JsonNode json) {
        return JsonMapper.shared().writeValueAsBytes(json);
    }

    /** Null where it is no JSON object. */
    static @Nullable ObjectNode parse(byte[] payload) {
        try {
            return BoundedJson.tree(payload, payload.length) instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    static byte[] header(CaptureNote note) {
        ObjectNode header = object();
        header.put("format", FORMAT)
                .put("version", FileBlock.VERSION)
                .put("creator", note.creator())
                .put("createdAt", note.createdAt().toString());
        if (note.redaction() != null) {
            header.put("redaction", note.redaction());
        }
        return bytes(header);
    }

    static byte[] names(Names names) {
        ObjectNode all = object();
        ArrayNode connections = all.putArray("connections");
        names.takeNewConnections(number -> {
            ConnectionName name = names.connection(number);
            if (name != null) {
                ObjectNode one = connections.addObject();
                one.put("n", number).put("source", name.source()).put("number", name.number());
                put(one, "url", name.url());
            }
        });
        ArrayNode streams = all.putArray("streams");
        names.takeNewStreams(number -> {
            StreamName name = names.stream(number);
            if (name != null) {
                ObjectNode one = streams.addObject();
                one.put("n", number).put("source", name.source()).put("logical", name.logical());
                put(one, "id", name.streamID() == null ? null : name.streamID().toString());
                put(one, "actor", name.actor());
                put(one, "method", name.method());
                put(one, "epoch", name.epoch());
            }
        });
        return bytes(all);
    }

    private static void put(ObjectNode object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    /** Takes names over, and passes over those whose number can't be right; returns what is wrong with the first of those, null for none. */
    static @Nullable String read(ObjectNode json, Names names) {
        String problem = null;
        for (JsonNode one : json.path("connections")) {
            int number = number(one, "n");
            if (names.isPlausibleConnection(number)) {
                names.put(number, new ConnectionName(number(one, "source"), number(one, "number"), text(one, "url")));
            } else if (problem == null) {
                problem = names.implausible("connection", number);
            }
        }
        for (JsonNode one : json.path("streams")) {
            int number = number(one, "n");
            if (names.isPlausibleStream(number)) {
                names.put(
                        number,
                        new StreamName(
                                number(one, "source"),
                                number(one, "logical"),
                                uuid(text(one, "id")),
                                text(one, "actor"),
                                text(one, "method"),
                                text(one, "epoch")));
            } else if (problem == null) {
                problem = names.implausible("stream", number);
            }
        }
        return problem;
    }

    private static int number(JsonNode object, String name) {
        JsonNode number = object.path(name);
        return number.isIntegralNumber() && number.canConvertToInt() ? number.intValue() : 0;
    }

    static @Nullable String text(JsonNode object, String name) {
        return object.path(name).isString() ? object.path(name).stringValue() : null;
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static byte[] hole(Hole hole) {
        return bytes(object().put("reason", hole.reason().word())
                .put("index", hole.index())
                .put("count", hole.count())
                .put("from", hole.fromTime())
                .put("to", hole.toTime()));
    }

    static byte[] comment(Comment comment) {
        return bytes(object().put("index", comment.index())
                .put("text", comment.text())
                .put("marked", comment.marked()));
    }

    static Comment comment(ObjectNode json) {
        String text = text(json, "text");
        return new Comment(
                json.path("index").asLong(0),
                text == null ? "" : text,
                json.path("marked").asBoolean(false));
    }
}
