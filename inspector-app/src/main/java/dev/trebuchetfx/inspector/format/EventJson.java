// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One event as a JSON object and back, losing nothing. */
final class EventJson {
    private static final Map<String, Integer> FLAGS = flags();

    private EventJson() {}

    private static Map<String, Integer> flags() {
        Map<String, Integer> flags = new LinkedHashMap<>();
        flags.put("text", EventFlags.TEXT);
        flags.put("full", EventFlags.FULL);
        flags.put("delta", EventFlags.DELTA);
        flags.put("replay", EventFlags.REPLAY);
        flags.put("based", EventFlags.BASED);
        flags.put("oddBase", EventFlags.ODD_BASE);
        flags.put("failed", EventFlags.FAILED);
        flags.put("redacted", EventFlags.REDACTED);
        flags.put("cut", EventFlags.CUT);
        flags.put("fragmented", EventFlags.FRAGMENTED);
        flags.put("compressed", EventFlags.COMPRESSED);
        flags.put("opensStream", EventFlags.OPENS_STREAM);
        return Map.copyOf(flags);
    }

    static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    static ObjectNode write(long index, CapturedEvent event) {
        ObjectNode json = object();
        json.put("i", index)
                .put("t", event.time())
                .put("at", TapEvent.instant(event.time()).toString())
                .put("kind", event.kind().word());
        if (event.kind().isFrame()) {
            json.put("dir", event.has(EventFlags.SENT) ? "sent" : "received");
        }
        ConnectionName connection = event.connection();
        if (connection != null) {
            json.put("source", connection.source()).put("connection", connection.number());
            put(json, "url", connection.url());
        }
        StreamName stream = event.stream();
        if (stream != null) {
            json.put("source", stream.source()).put("logical", stream.logical());
            put(
                    json,
                    "streamID",
                    stream.streamID() == null ? null : stream.streamID().toString());
            put(json, "actor", stream.actor());
            put(json, "method", stream.method());
            put(json, "epoch", stream.epoch());
        }
        if (event.sequence() != 0) {
            unsigned(json, "seq", event.sequence());
        }
        if (event.count() != 0) {
            json.put("count", event.count());
        }
        put(json, "call", event.call() == null ? null : event.call().toString());
        writeFlags(json, event.flags() & ~EventFlags.SENT);
        json.put("size", event.body().size());
        writeBody(json, event);
        return json;
    }

    static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    static void unsigned(ObjectNode json, String name, long value) {
        if (value >= 0) {
            json.put(name, value);
        } else {
            json.put(name, new BigInteger(Long.toUnsignedString(value)));
        }
    }

    static void writeFlags(ObjectNode json, int flags) {
        if (flags != 0) {
            ArrayNode words = json.putArray("flags");
            FLAGS.forEach((word, bit) -> {
                if ((flags & bit) != 0) {
                    words.add(word);
                }
            });
        }
    }

    static int readFlags(JsonNode json) {
        int flags = 0;
        for (JsonNode word : json.path("flags")) {
            flags |= word.isString() ? FLAGS.getOrDefault(word.stringValue(), 0) : 0;
        }
        return flags;
    }

    private static void writeBody(ObjectNode json, CapturedEvent event) {
        Bytes body = event.body();
        if (body.isEmpty()) {
            return;
        }
        if (!event.kind().isFrame()) {
            try {
                json.set("notice", JsonMapper.shared().readTree(body.unsafeArray()));
                return;
            } catch (JacksonException notJson) {
                // Kept as it is, below.
            }
        }
        String text = text(body);
        if (text == null) {
            json.put("base64", Base64.getEncoder().encodeToString(body.unsafeArray()));
        } else {
            json.put("text", text);
        }
    }

    /** The text that these bytes are in UTF-8; null where they are none. */
    static @Nullable String text(Bytes body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.unsafeArray()))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** Throws {@link IllegalArgumentException} where it is no event. */
    static CapturedEvent read(JsonNode json) {
        String word = textOrNull(json, "kind");
        if (word == null
                || !json.path("t").isIntegralNumber()
                || !json.path("t").canConvertToLong()) {
            throw new IllegalArgumentException("expected an event with 'kind' and 't' but found " + shortened(json));
        }
        EventKind known = EventKind.ofWord(word);
        EventKind kind = known == null ? EventKind.LATER : known;
        int source = json.path("source").asInt(0);
        ConnectionName connection = json.path("connection").isInt()
                ? new ConnectionName(source, json.path("connection").intValue(), textOrNull(json, "url"))
                : null;
        UUID streamID = uuid(json, "streamID");
        int logical = json.path("logical").asInt(0);
        StreamName stream = streamID == null && logical == 0
                ? null
                : new StreamName(
                        source,
                        logical,
                        streamID,
                        textOrNull(json, "actor"),
                        textOrNull(json, "method"),
                        textOrNull(json, "epoch"));
        return new CapturedEvent(
                json.path("t").longValue(),
                kind,
                readFlags(json) | ("sent".equals(textOrNull(json, "dir")) ? EventFlags.SENT : 0),
                connection,
                stream,
                sequence(json.path("seq")),
                Math.max(0, json.path("count").asLong(0)),
                uuid(json, "call"),
                body(json));
    }

    private static long sequence(JsonNode number) {
        if (!number.isIntegralNumber()) {
            return 0;
        }
        BigInteger value = number.bigIntegerValue();
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException(
                    "expected a sequence number of 64 bits but found one of " + value.bitLength());
        }
        return value.longValue();
    }

    /** Decodes base64 as tools write it, with the ends of lines in it or without. Throws {@link IllegalArgumentException} for what is none. */
    static byte[] base64(String text) {
        boolean anySpace = text.chars().anyMatch(Character::isWhitespace);
        return Base64.getDecoder().decode(anySpace ? text.replaceAll("\\s+", "") : text);
    }

    private static Bytes body(JsonNode json) {
        if (json.path("notice").isObject()) {
            return Bytes.wrap(JsonMapper.shared().writeValueAsBytes(json.path("notice")));
        }
        String text = textOrNull(json, "text");
        if (text != null) {
            return Bytes.utf8(text);
        }
        String base64 = textOrNull(json, "base64");
        return base64 == null ? Bytes.empty() : Bytes.wrap(base64(base64));
    }

    static @Nullable String textOrNull(JsonNode json, String name) {
        return json.path(name).isString() ? json.path(name).stringValue() : null;
    }

    private static @Nullable UUID uuid(JsonNode json, String name) {
        String text = textOrNull(json, name);
        return text == null ? null : UUID.fromString(text);
    }

    static String shortened(JsonNode json) {
        String text = json.toString();
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }
}
