// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.redact;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Takes secrets out of JSON: by the names of keys, by their look in texts, and by paths from the root of a state, also where the state is
 * wrapped in base64 or told as a change. Changes the tree that it is given. Confined to one call; immutable.
 */
final class PayloadRedactor {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final StringNode MARK = StringNode.valueOf(SecretText.MARK);
    private static final String UNREADABLE = "[redacted: not JSON]";

    private final List<PathPattern> paths;

    PayloadRedactor(List<PathPattern> paths) {
        this.paths = paths;
    }

    /** A message: its payload's own wrappings, and everything else by name and look. Whether anything was taken out. */
    boolean message(ObjectNode message) {
        boolean changed = false;
        Set<JsonNode> wrappings = Collections.newSetFromMap(new IdentityHashMap<>());
        if (message.get("payload") instanceof ObjectNode payload) {
            boolean update = payload.has("sequenceNumber");
            changed = update && wrapped(payload, "data", true, wrappings);
            changed |= wrapped(payload, "result", false, wrappings);
            if (payload.get("arguments") instanceof ArrayNode arguments) {
                for (int i = 0; i < arguments.size(); i++) {
                    String cleaned = base64(arguments.get(i), false);
                    if (cleaned != null) {
                        arguments.set(i, StringNode.valueOf(cleaned));
                        changed = true;
                    }
                    wrappings.add(arguments.get(i));
                }
            }
        }
        changed |= names(message, wrappings);
        return changed;
    }

    /** A notice: the state of a checkpoint, and everything else by name and look. Whether anything was taken out. */
    boolean notice(ObjectNode notice) {
        Set<JsonNode> wrappings = Collections.newSetFromMap(new IdentityHashMap<>());
        boolean changed = notice.has("savedAt") && wrapped(notice, "state", false, wrappings);
        changed |= names(notice, wrappings);
        return changed;
    }

    private boolean wrapped(ObjectNode payload, String field, boolean update, Set<JsonNode> wrappings) {
        String cleaned = base64(payload.get(field), update);
        if (cleaned != null) {
            payload.put(field, cleaned);
        }
        JsonNode value = payload.get(field);
        if (value != null) {
            wrappings.add(value);
        }
        return cleaned != null;
    }

    /** The base64 without secrets; null where it has none. */
    private @Nullable String base64(@Nullable JsonNode value, boolean update) {
        if (value == null || !value.isString() || value.stringValue().isEmpty()) {
            return null;
        }
        try {
            JsonNode tree = MAPPER.readTree(Base64.getDecoder().decode(value.stringValue()));
            JsonNode cleaned = update ? update(tree) : state(tree);
            return cleaned == null ? null : encoded(cleaned);
        } catch (JacksonException | IllegalArgumentException | ArithmeticException notJson) {
            // Nobody can say what is in it.
            return encoded(StringNode.valueOf(UNREADABLE));
        }
    }

    private static String encoded(JsonNode tree) {
        return Base64.getEncoder().encodeToString(MAPPER.writeValueAsBytes(tree));
    }

    /** A state, or a StateDelta with one or with a change; what takes its place, or null where there is nothing to take out. */
    private @Nullable JsonNode update(JsonNode tree) {
        boolean delta = tree instanceof ObjectNode
                && tree.size() == 2
                && tree.path("isFull").isBoolean()
                && tree.path("data").isString();
        if (!delta) {
            return state(tree);
        }
        ObjectNode wrapping = (ObjectNode) tree;
        String cleaned;
        try {
            JsonNode inner = MAPPER.readTree(
                    Base64.getDecoder().decode(wrapping.path("data").stringValue()));
            JsonNode replaced = !wrapping.path("isFull").booleanValue() && inner instanceof ArrayNode patch
                    ? patch(patch)
                    : state(inner);
            cleaned = replaced == null ? null : encoded(replaced);
        } catch (JacksonException | IllegalArgumentException | ArithmeticException notJson) {
            cleaned = encoded(StringNode.valueOf(UNREADABLE));
        }
        if (cleaned == null) {
            return null;
        }
        wrapping.put("data", cleaned);
        return wrapping;
    }

    private @Nullable JsonNode state(JsonNode tree) {
        JsonNode result = tree;
        boolean changed = false;
        for (PathPattern path : paths) {
            if (path.steps().isEmpty()) {
                return MARK;
            }
            changed |= path(tree, path, 0);
        }
        if (tree.isString()) {
            String clean = SecretText.clean(tree.stringValue());
            changed |= !clean.equals(tree.stringValue());
            result = StringNode.valueOf(clean);
        } else {
            changed |= names(tree);
        }
        return changed ? result : null;
    }

    /** Takes out what stands at the rest of a path from {@code depth} on. */
    private static boolean path(JsonNode node, PathPattern path, int depth) {
        boolean last = depth == path.steps().size() - 1;
        boolean changed = false;
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                if (path.matchesStep(depth, name)) {
                    if (last) {
                        object.set(name, MARK);
                    }
                    changed |= last || path(object.get(name), path, depth + 1);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (path.matchesStep(depth, Integer.toString(i))) {
                    if (last) {
                        array.set(i, MARK);
                    }
                    changed |= last || path(array.get(i), path, depth + 1);
                }
            }
        }
        return changed;
    }

    private @Nullable JsonNode patch(ArrayNode patch) {
        boolean changed = false;
        for (JsonNode operation : patch) {
            if (operation instanceof ObjectNode object && object.has("value")) {
                changed |= operation(object);
            }
        }
        return changed ? patch : null;
    }

    private boolean operation(ObjectNode operation) {
        List<String> at = PathPattern.stepsOf(operation.path("path").asString(""));
        boolean hidden = at.stream().anyMatch(SecretText::isSecretName);
        boolean changed = false;
        for (PathPattern path : paths) {
            int overlap = path.overlap(at);
            if (overlap == path.steps().size()) {
                hidden = true;
            } else if (overlap == at.size()) {
                changed |= path(operation.get("value"), path, overlap);
            }
        }
        if (hidden) {
            operation.set("value", MARK);
            return true;
        }
        changed |= names(operation);
        return changed;
    }

    private static boolean names(JsonNode node) {
        return names(node, Set.of());
    }

    /**
     * Takes out what stands under the name of a secret, and what looks like one in any text but for {@code wrappings}: those are base64, whose
     * letters may spell anything, and what is in them was looked at already.
     */
    private static boolean names(JsonNode node, Set<JsonNode> wrappings) {
        boolean changed = false;
        List<JsonNode> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            JsonNode next = open.removeLast();
            if (next instanceof ObjectNode object) {
                changed |= named(object, open, wrappings);
            } else if (next instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    String clean = cleaned(array.get(i), wrappings);
                    if (clean != null) {
                        array.set(i, StringNode.valueOf(clean));
                        changed = true;
                    } else if (array.get(i).isContainer()) {
                        open.add(array.get(i));
                    }
                }
            }
        }
        return changed;
    }

    private static boolean named(ObjectNode object, List<JsonNode> open, Set<JsonNode> wrappings) {
        boolean changed = false;
        // A header, as HAR writes one.
        boolean secretHeader = object.path("name").isString()
                && object.path("value").isString()
                && SecretText.isSecretName(object.path("name").stringValue());
        for (String name : List.copyOf(object.propertyNames())) {
            JsonNode value = object.get(name);
            boolean secret = SecretText.isSecretName(name) || (secretHeader && "value".equals(name));
            String clean = cleaned(value, wrappings);
            if (secret && !value.isNull() && !value.isBoolean()) {
                object.set(name, MARK);
                changed = true;
            } else if (clean != null) {
                object.put(name, clean);
                changed = true;
            } else if (value.isContainer()) {
                open.add(value);
            }
        }
        return changed;
    }

    private static @Nullable String cleaned(JsonNode value, Set<JsonNode> wrappings) {
        if (!value.isString() || wrappings.contains(value)) {
            return null;
        }
        String clean = SecretText.clean(value.stringValue());
        return clean.equals(value.stringValue()) ? null : clean;
    }
}
