// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What version 2 lets one side say: types, keys and forms of values. */
final class PlainRules {
    private static final Pattern UPPER_CASE_ID =
            Pattern.compile("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}");
    private static final Pattern WHOLE_SECONDS = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
    private static final Set<String> END_REASONS =
            Set.of("completed", "actorTerminated", "clientUnsubscribed", "connectionClosed", "error");

    /** What a client says. Whatever is more must be in {@code ext}, which a server ignores. */
    static final PlainRules OF_CLIENT = new PlainRules(Map.of(
            "invocation",
            List.of(
                    required("callID", PlainRules::isId),
                    required("actorID", PlainRules::isActor),
                    required("targetIdentifier", JsonNode::isString),
                    optional("protocolVersion", node -> node.isInt() && node.intValue() == 2),
                    required("genericSubstitutions", JsonNode::isArray),
                    required(
                            "arguments",
                            node -> node.isArray() && node.valueStream().allMatch(PlainRules::isBytes)),
                    optional("streamFilter", PlainRules::isFilter),
                    optional("traceContext", PlainRules::isTrace),
                    optional("ext", JsonNode::isObject)),
            "streamResume",
            List.of(
                    required("streamID", PlainRules::isId),
                    required("lastSequence", JsonNode::isIntegralNumber),
                    required("actorID", PlainRules::isActor),
                    required("targetIdentifier", JsonNode::isString),
                    optional("ext", JsonNode::isObject)),
            "streamEnd",
            List.of(required("streamID", PlainRules::isId), required("reason", JsonNode::isString))));

    /** What a server says to a client that has not shown the extension: no {@code ext} either. */
    static final PlainRules OF_SERVER = new PlainRules(Map.of(
            "response",
            List.of(
                    required("callID", PlainRules::isId),
                    optional("result", PlainRules::isBytes),
                    optional("errorMessage", JsonNode::isString)),
            "streamStart",
            List.of(
                    required("streamID", PlainRules::isId),
                    required("callID", PlainRules::isId),
                    required("actorID", PlainRules::isActor),
                    required("targetIdentifier", JsonNode::isString),
                    optional("filter", PlainRules::isFilter)),
            "streamData",
            List.of(
                    required("streamID", PlainRules::isId),
                    required("sequenceNumber", JsonNode::isIntegralNumber),
                    required("data", PlainRules::isBytes),
                    required("timestamp", PlainRules::isWholeSecond)),
            "streamEnd",
            List.of(
                    required("streamID", PlainRules::isId),
                    required("reason", node -> END_REASONS.contains(node.asString("")))),
            "streamError",
            List.of(required("streamID", PlainRules::isId), required("errorMessage", JsonNode::isString))));

    private final Map<String, List<Key>> types;

    private record Key(String name, boolean required, Predicate<JsonNode> form) {}

    private PlainRules(Map<String, List<Key>> types) {
        this.types = types;
    }

    /** What is wrong with a message; nothing for a right one. */
    List<String> faults(String type, JsonNode payload) {
        List<Key> keys = types.get(type);
        if (keys == null) {
            return List.of("the type '" + type + "' is none of version 2's " + types.keySet() + ": " + payload);
        }
        List<String> faults = new ArrayList<>();
        for (Key key : keys) {
            JsonNode value = payload.get(key.name());
            if (value == null ? key.required() : !key.form().test(value)) {
                faults.add(type + "." + key.name() + " is missing or not in its form: " + payload);
            }
        }
        for (String name : payload.propertyNames()) {
            if (keys.stream().noneMatch(key -> key.name().equals(name))) {
                faults.add(type + "." + name + " is no key of version 2: " + payload);
            }
        }
        return faults;
    }

    private static boolean isId(JsonNode node) {
        return node.isString() && UPPER_CASE_ID.matcher(node.stringValue()).matches();
    }

    private static boolean isActor(JsonNode node) {
        return node.isObject()
                && node.path("id").isString()
                && Set.of("id", "host", "port").containsAll(node.propertyNames());
    }

    private static boolean isBytes(JsonNode node) {
        return node.isString() && BASE64.matcher(node.stringValue()).matches();
    }

    private static boolean isWholeSecond(JsonNode node) {
        return node.isString() && WHOLE_SECONDS.matcher(node.stringValue()).matches();
    }

    private static boolean isFilter(JsonNode node) {
        return Set.of("all", "predefined", "custom").contains(node.path("type").asString(""));
    }

    private static boolean isTrace(JsonNode node) {
        return isId(node.path("traceID")) && isId(node.path("spanID"));
    }

    private static Key required(String name, Predicate<JsonNode> form) {
        return new Key(name, true, form);
    }

    private static Key optional(String name, Predicate<JsonNode> form) {
        return new Key(name, false, form);
    }
}
