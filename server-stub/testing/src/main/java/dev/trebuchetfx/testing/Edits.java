// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Edits of a state that a delta merged in by id can't express: removals, another order, values set to null. */
final class Edits {
    private Edits() {}

    /** Returns variants of the state, each with one edit in one of its lists or objects. */
    static List<JsonNode> of(JsonNode state) {
        List<JsonNode> edited = new ArrayList<>();
        int containers = containers(state).size();
        for (int i = 0; i < containers; i++) {
            int chosen = i;
            for (Consumer<JsonNode> edit : EDITS) {
                JsonNode copy = state.deepCopy();
                edit.accept(containers(copy).get(chosen));
                if (!copy.equals(state)) {
                    edited.add(copy);
                }
            }
        }
        return edited;
    }

    private static final List<Consumer<JsonNode>> EDITS = List.of(
            node -> onArray(node, array -> array.remove(0)),
            node -> onArray(node, array -> array.remove(array.size() - 1)),
            node -> onArray(node, ArrayNode::removeAll),
            node -> onArray(node, array -> array.add(array.remove(0))),
            node -> onArray(node, array -> array.insert(0, array.remove(array.size() - 1))),
            node -> {
                if (node instanceof ObjectNode object) {
                    for (Map.Entry<String, JsonNode> property : List.copyOf(object.properties())) {
                        if (!property.getValue().isContainer()) {
                            object.putNull(property.getKey());
                            return;
                        }
                    }
                }
            });

    /** Returns an explanation, if the wrong state looks like the result of a merge by id; otherwise an empty text. */
    static String explained(JsonNode from, JsonNode to, JsonNode applied) {
        for (Map.Entry<String, JsonNode> property : to.properties()) {
            JsonNode wanted = property.getValue();
            JsonNode before = from.path(property.getKey());
            JsonNode got = applied.path(property.getKey());
            if (!wanted.isArray() || !got.isArray() || wanted.equals(got)) {
                continue;
            }
            if (before.size() > wanted.size() && got.size() > wanted.size()) {
                return "; what was removed from /" + property.getKey()
                        + " is still there: a delta that is merged in by id can't say that something is gone";
            }
            if (items(wanted).equals(items(got))) {
                return "; /" + property.getKey()
                        + " has the right items in a wrong order: a delta that is merged in by id can't say that one was moved";
            }
        }
        return "";
    }

    private static void onArray(JsonNode node, Consumer<ArrayNode> edit) {
        if (node instanceof ArrayNode array && !array.isEmpty()) {
            edit.accept(array);
        }
    }

    private static Set<JsonNode> items(JsonNode array) {
        Set<JsonNode> items = new HashSet<>();
        array.forEach(items::add);
        return items;
    }

    private static List<JsonNode> containers(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        if (node.isContainer()) {
            found.add(node);
            node.forEach(child -> found.addAll(containers(child)));
        }
        return found;
    }
}
