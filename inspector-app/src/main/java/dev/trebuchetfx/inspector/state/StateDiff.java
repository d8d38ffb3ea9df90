// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import dev.trebuchetfx.inspector.query.JsonPath;
import dev.trebuchetfx.inspector.state.StateDifference.Kind;
import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * What is different between two states, for people: as deep as it goes, and items of lists told apart by their {@code id} where all
 * have one.
 */
public final class StateDiff {
    /** Differences beyond this are left out. */
    public static final int MAX_CHANGES = 1_000;

    private final List<StateDifference> changes = new ArrayList<>();
    private final List<JsonPath.Step> path = new ArrayList<>();

    private StateDiff() {}

    /** In the order of the newer state, at most {@value #MAX_CHANGES}. */
    public static List<StateDifference> between(JsonNode from, JsonNode to) {
        StateDiff diff = new StateDiff();
        diff.compare(from, to);
        return List.copyOf(diff.changes);
    }

    // A change keeps the parts that it leaves alone, so most of a state is the same object in both.
    @SuppressWarnings("ReferenceEquality")
    private void compare(JsonNode from, JsonNode to) {
        if (from == to || changes.size() >= MAX_CHANGES) {
            return;
        }
        if (from.isObject() && to.isObject()) {
            objects(from, to);
        } else if (from.isArray() && to.isArray()) {
            Map<Object, Integer> before = keys(from);
            Map<Object, Integer> after = keys(to);
            if (before != null && after != null) {
                keyedLists(from, before, to, after);
            } else {
                lists(from, to);
            }
        } else if (!WireEquality.sameValue(from, to)) {
            add(Kind.CHANGED, from, to);
        }
    }

    private void objects(JsonNode from, JsonNode to) {
        for (Map.Entry<String, JsonNode> member : to.properties()) {
            JsonNode before = from.get(member.getKey());
            enter(new JsonPath.Step.Name(member.getKey()), before, member.getValue());
        }
        for (Map.Entry<String, JsonNode> member : from.properties()) {
            if (to.get(member.getKey()) == null) {
                enter(new JsonPath.Step.Name(member.getKey()), member.getValue(), null);
            }
        }
    }

    private void lists(JsonNode from, JsonNode to) {
        int head = 0;
        int shorter = Math.min(from.size(), to.size());
        while (head < shorter && WireEquality.sameValue(from.get(head), to.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && WireEquality.sameValue(from.get(from.size() - 1 - tail), to.get(to.size() - 1 - tail))) {
            tail++;
        }
        int both = shorter - tail;
        for (int i = head; i < both; i++) {
            enter(new JsonPath.Step.Index(i), from.get(i), to.get(i));
        }
        for (int i = Math.max(head, both); i < to.size() - tail; i++) {
            enter(new JsonPath.Step.Index(i), null, to.get(i));
        }
        for (int i = Math.max(head, both); i < from.size() - tail; i++) {
            enter(new JsonPath.Step.Index(i), from.get(i), null);
        }
    }

    private void keyedLists(JsonNode from, Map<Object, Integer> before, JsonNode to, Map<Object, Integer> after) {
        List<Integer> stayed = new ArrayList<>();
        after.keySet().forEach(key -> {
            Integer old = before.get(key);
            if (old != null) {
                stayed.add(old);
            }
        });
        boolean[] inOrder = LongestRise.of(stayed);
        int next = 0;
        for (Map.Entry<Object, Integer> item : after.entrySet()) {
            int index = item.getValue();
            Integer old = before.get(item.getKey());
            if (old != null && !inOrder[next++]) {
                path.add(new JsonPath.Step.Index(index));
                add(Kind.MOVED, IntNode.valueOf(old), IntNode.valueOf(index));
                path.removeLast();
            }
            enter(new JsonPath.Step.Index(index), old == null ? null : from.get(old), to.get(index));
        }
        before.forEach((key, index) -> {
            if (!after.containsKey(key)) {
                enter(new JsonPath.Step.Index(index), from.get(index), null);
            }
        });
    }

    /** The place of each item by its id; null where they are not all told apart by one. */
    private static @Nullable Map<Object, Integer> keys(JsonNode list) {
        Map<Object, Integer> keys = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode id = list.get(i).get("id");
            if (id == null || id.isContainer() || id.isNull() || keys.put(id.toString(), i) != null) {
                return null;
            }
        }
        return keys;
    }

    private void enter(JsonPath.Step step, @Nullable JsonNode from, @Nullable JsonNode to) {
        path.add(step);
        if (from == null) {
            add(Kind.ADDED, null, to);
        } else if (to == null) {
            add(Kind.REMOVED, from, null);
        } else {
            compare(from, to);
        }
        path.removeLast();
    }

    private void add(Kind kind, @Nullable JsonNode from, @Nullable JsonNode to) {
        if (changes.size() < MAX_CHANGES) {
            changes.add(new StateDifference(kind, new JsonPath(path).toString(), from, to));
        }
    }
}
