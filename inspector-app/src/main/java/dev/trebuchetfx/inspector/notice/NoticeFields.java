// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.notice;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one notice. Reading one that is absent or of another type throws {@link IllegalArgumentException}, unless the
 * method's name ends in {@code OrNull}. Confined to one call.
 */
final class NoticeFields {
    private final ObjectNode json;

    private NoticeFields(ObjectNode json) {
        this.json = json;
    }

    static NoticeFields empty() {
        return new NoticeFields(JsonMapper.shared().createObjectNode());
    }

    static NoticeFields parse(Bytes body) {
        try {
            if (JsonMapper.shared().readTree(body.unsafeArray()) instanceof ObjectNode object) {
                return new NoticeFields(object);
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected a JSON object but found " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("expected a JSON object but found another value");
    }

    Bytes bytes() {
        return Bytes.wrap(JsonMapper.shared().writeValueAsBytes(json));
    }

    NoticeFields put(String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
        return this;
    }

    NoticeFields put(String name, @Nullable UUID value) {
        return put(name, value == null ? null : value.toString());
    }

    NoticeFields put(String name, Instant value) {
        return put(name, value.toString());
    }

    NoticeFields put(String name, @Nullable Enum<?> value) {
        return put(name, value == null ? null : value.name().toLowerCase(Locale.ROOT));
    }

    NoticeFields put(String name, boolean value) {
        json.put(name, value);
        return this;
    }

    NoticeFields put(String name, int value) {
        json.put(name, value);
        return this;
    }

    NoticeFields nanos(String name, Duration value) {
        json.put(name, value.toNanos());
        return this;
    }

    /** An unsigned number. */
    NoticeFields sequence(String name, @Nullable Long value) {
        if (value != null) {
            if (value >= 0) {
                json.put(name, value);
            } else {
                json.put(name, new BigInteger(Long.toUnsignedString(value)));
            }
        }
        return this;
    }

    NoticeFields put(String name, @Nullable Bytes value) {
        if (value != null) {
            json.put(name, value.unsafeArray());
        }
        return this;
    }

    NoticeFields put(String name, ActorId actor) {
        ObjectNode inner = json.putObject(name);
        inner.put("id", actor.id());
        if (actor.host() != null) {
            inner.put("host", actor.host());
        }
        if (actor.port() != null) {
            inner.put("port", actor.port());
        }
        return this;
    }

    NoticeFields put(String name, @Nullable StreamFilter filter) {
        if (filter != null) {
            NoticeFields inner = new NoticeFields(json.putObject(name));
            inner.put("type", filter.type()).put("name", filter.name());
            if (filter.parameters() != null) {
                ObjectNode parameters = inner.json.putObject("parameters");
                filter.parameters().forEach(parameters::put);
            }
        }
        return this;
    }

    NoticeFields put(String name, StreamStartEnvelope.@Nullable Ext ext) {
        if (ext != null) {
            new NoticeFields(json.putObject(name))
                    .put("profile", ext.profile())
                    .put("epoch", ext.epoch())
                    .put("bufferSize", ext.bufferSize())
                    .sequence("ttlSeconds", ext.ttlSeconds())
                    .put("delta", ext.delta())
                    .sequence("heartbeatMillis", ext.heartbeatMillis());
        }
        return this;
    }

    private static IllegalArgumentException expected(String what, String name, @Nullable JsonNode found) {
        return new IllegalArgumentException(
                "expected " + what + " for '" + name + "' but found " + (found == null ? "nothing" : found));
    }

    private @Nullable JsonNode find(String name) {
        JsonNode node = json.get(name);
        return node == null || node.isNull() ? null : node;
    }

    @Nullable
    String textOrNull(String name) {
        JsonNode node = find(name);
        if (node != null && !node.isString()) {
            throw expected("a text", name, node);
        }
        return node == null ? null : node.stringValue();
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw expected("a text", name, null);
        }
        return text;
    }

    UUID uuid(String name) {
        return UUID.fromString(text(name));
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("expected a time for '" + name + "'", e);
        }
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT));
    }

    <E extends Enum<E>> @Nullable E wordOrNull(String name, Class<E> type) {
        return find(name) == null ? null : word(name, type);
    }

    boolean flag(String name) {
        JsonNode node = find(name);
        if (node == null || !node.isBoolean()) {
            throw expected("true or false", name, node);
        }
        return node.booleanValue();
    }

    /** A number from 0 to 2^64 − 1, in the bits of a long. */
    @Nullable
    Long sequenceOrNull(String name) {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            throw expected("a whole number", name, node);
        }
        return node.bigIntegerValue().longValue();
    }

    long sequence(String name) {
        Long value = sequenceOrNull(name);
        if (value == null) {
            throw expected("a whole number", name, null);
        }
        return value;
    }

    int integer(String name) {
        return Math.toIntExact(sequence(name));
    }

    Duration nanos(String name) {
        return Duration.ofNanos(sequence(name));
    }

    @Nullable
    Bytes bytesOrNull(String name) {
        JsonNode node = find(name);
        return node == null ? null : Bytes.wrap(node.binaryValue());
    }

    private NoticeFields inner(String name) {
        if (find(name) instanceof ObjectNode object) {
            return new NoticeFields(object);
        }
        throw expected("an object", name, find(name));
    }

    ActorId actor(String name) {
        NoticeFields inner = inner(name);
        Long port = inner.sequenceOrNull("port");
        return new ActorId(inner.text("id"), inner.textOrNull("host"), port == null ? null : Math.toIntExact(port));
    }

    @Nullable
    StreamFilter filterOrNull(String name) {
        if (find(name) == null) {
            return null;
        }
        NoticeFields inner = inner(name);
        Map<String, String> parameters = null;
        if (inner.find("parameters") instanceof ObjectNode object) {
            Map<String, String> found = new LinkedHashMap<>();
            object.forEachEntry((key, value) -> found.put(key, value.asString()));
            parameters = found;
        }
        return new StreamFilter(inner.word("type", StreamFilter.Type.class), inner.textOrNull("name"), parameters);
    }

    StreamStartEnvelope.@Nullable Ext extOrNull(String name) {
        if (find(name) == null) {
            return null;
        }
        NoticeFields inner = inner(name);
        return new StreamStartEnvelope.Ext(
                inner.integer("profile"),
                inner.text("epoch"),
                inner.integer("bufferSize"),
                inner.sequence("ttlSeconds"),
                inner.textOrNull("delta"),
                inner.sequenceOrNull("heartbeatMillis"));
    }
}
