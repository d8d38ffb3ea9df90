// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.fault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reader of faults in the forms in which people and programs ask for them. */
public final class FaultParser {
    /** The faults with their parameters, for an error or a help text. */
    public static final String ALLOWED = "cut [ms=TIME], drop [n=COUNT], delay ms=TIME [n=COUNT], duplicate [n=COUNT], "
            + "reorder [n=COUNT], corrupt [n=COUNT], expire, pause ms=TIME; each with [stream=ID]";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private FaultParser() {}

    /**
     * Reads a fault from a JSON object, such as {@code {"kind":"cut","ms":500}}.
     *
     * @param json the object, in UTF-8
     * @throws IllegalArgumentException if it can't be read, or the kind, a key or a value is not allowed; the message says what is allowed
     */
    public static Fault parse(byte[] json) {
        JsonNode object;
        try {
            object = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the body must be a JSON object like {\"kind\":\"cut\"} but could not be read: "
                            + e.getOriginalMessage(),
                    e);
        }
        if (object == null || !object.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object like {\"kind\":\"cut\"} but was "
                    + (object == null || object.isMissingNode() ? "empty" : "of the type " + object.getNodeType()));
        }
        Map<String, String> parameters = texts(object);
        String kind = parameters.remove("kind");
        if (kind == null) {
            throw new IllegalArgumentException("the key 'kind' is missing; expected one of: " + ALLOWED);
        }
        return parse(kind, parameters);
    }

    /**
     * Returns the values of an object as texts, in the order of the object.
     *
     * @throws IllegalArgumentException if a value is neither a text nor a number
     */
    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            JsonNode value = property.getValue();
            if (!value.isString() && !value.isNumber()) {
                throw new IllegalArgumentException("the value of '" + property.getKey()
                        + "' must be a string or a number but was " + value.getNodeType());
            }
            texts.put(property.getKey(), value.asString());
        }
        return texts;
    }

    /**
     * Reads a fault from its kind and parameters.
     *
     * @param kind the kind, such as {@code "cut"}, in upper or lower case
     * @param parameters the parameters as texts: {@code ms}, {@code n} or {@code stream}; see {@link #ALLOWED}
     * @throws IllegalArgumentException if the kind, a key or a value is not allowed; the message says what is allowed
     */
    public static Fault parse(String kind, Map<String, String> parameters) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "cut" -> {
                check(kind, parameters, "ms");
                yield new Fault.Cut(
                        parameters.containsKey("ms") ? time(kind, parameters) : Duration.ZERO, stream(parameters));
            }
            case "expire" -> {
                check(kind, parameters);
                yield new Fault.Expire(stream(parameters));
            }
            case "pause" -> {
                check(kind, parameters, "ms");
                yield new Fault.Pause(time(kind, parameters), stream(parameters));
            }
            case "drop" -> {
                check(kind, parameters, "n");
                yield new Fault.Drop(updates(parameters), stream(parameters));
            }
            case "delay" -> {
                check(kind, parameters, "ms", "n");
                yield new Fault.Delay(time(kind, parameters), updates(parameters), stream(parameters));
            }
            case "duplicate" -> {
                check(kind, parameters, "n");
                yield new Fault.Duplicate(updates(parameters), stream(parameters));
            }
            case "reorder" -> {
                check(kind, parameters, "n");
                yield new Fault.Reorder(updates(parameters), stream(parameters));
            }
            case "corrupt" -> {
                check(kind, parameters, "n");
                yield new Fault.Corrupt(updates(parameters), stream(parameters));
            }
            default -> throw new IllegalArgumentException("unknown fault '" + kind + "'; expected one of: " + ALLOWED);
        };
    }

    private static void check(String kind, Map<String, String> parameters, String... allowed) {
        Set<String> keys = new TreeSet<>(Set.of(allowed));
        keys.add("stream");
        for (String key : parameters.keySet()) {
            if (!keys.contains(key)) {
                throw new IllegalArgumentException(
                        "unknown key '" + key + "' for the fault " + kind + "; expected " + String.join(" or ", keys));
            }
        }
    }

    private static @Nullable UUID stream(Map<String, String> parameters) {
        String text = parameters.get("stream");
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("stream must be a stream's id, a UUID, but was '" + text + "'", e);
        }
    }

    private static Duration time(String kind, Map<String, String> parameters) {
        String text = parameters.get("ms");
        if (text == null) {
            throw new IllegalArgumentException("the fault " + kind + " needs a time, such as ms=500");
        }
        return Duration.ofMillis(number("ms", text, Fault.LONGEST.toMillis()));
    }

    private static int updates(Map<String, String> parameters) {
        return (int) number("n", parameters.getOrDefault("n", "1"), Integer.MAX_VALUE);
    }

    private static long number(String key, String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The exception below is the same as for a number out of range.
        }
        throw new IllegalArgumentException(
                key + " must be a whole number from 1 to " + most + " but was '" + text + "'");
    }
}
