// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.internal.json.Pointer;
import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A comparison of two states that makes a JSON Patch (RFC 6902).
 *
 * <p>Items of a list are matched by their keys, or by their positions if an item has no key or two have the same. A value is replaced as
 * a whole if that is smaller than its changes; so is the state if it has more changes than a patch may have. The comparison takes linear time, and n log n for a list whose order has changed.
 */
@SuppressWarnings("ReferenceEquality") // A part that both states share need not be compared.
public final class JsonDiff {
    /** The approximate bytes of an operation without its path and value. */
    private static final int OPERATION_BYTES = 34;

    private final ListKeys keys;
    private final List<PatchOperation> operations = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final Deque<String> pattern = new ArrayDeque<>();
    private long bytes;

    private JsonDiff(ListKeys keys) {
        this.keys = keys;
    }

    /** Returns the patch that leads from {@code from} to {@code to}. It has no operations if they are the same. */
    public static JsonPatch between(JsonNode from, JsonNode to, ListKeys keys) {
        JsonDiff diff = new JsonDiff(keys);
        diff.compare(from, to);
        return diff.operations.size() > JsonPatch.MAX_OPERATIONS
                ? new JsonPatch(List.of(new PatchOperation.Replace(Pointer.ROOT, to)))
                : new JsonPatch(diff.operations);
    }

    private void compare(JsonNode from, JsonNode to) {
        if (from == to) {
            return;
        }
        if (from.isObject() && to.isObject()) {
            shorter(to, () -> compareObjects(from, to));
        } else if (from.isArray() && to.isArray()) {
            shorter(to, () -> compareArrays(from, to));
        } else if (!WireEquality.same(from, to)) {
            emit(new PatchOperation.Replace(here(), to), JsonSize.of(to));
        }
    }

    /** Adds the changes within a value, or replaces the value as a whole if that is smaller. */
    private void shorter(JsonNode to, Runnable changes) {
        int operationsBefore = operations.size();
        long bytesBefore = bytes;
        changes.run();
        if (operations.size() - operationsBefore < 2 || path.isEmpty()) {
            return;
        }
        long whole = JsonSize.of(to);
        if (bytes - bytesBefore > OPERATION_BYTES + pathBytes() + whole) {
            operations.subList(operationsBefore, operations.size()).clear();
            bytes = bytesBefore;
            emit(new PatchOperation.Replace(here(), to), whole);
        }
    }

    private void compareObjects(JsonNode from, JsonNode to) {
        for (Map.Entry<String, JsonNode> property : from.properties()) {
            if (!to.has(property.getKey())) {
                at(property.getKey(), property.getKey(), () -> emit(new PatchOperation.Remove(here()), 0));
            }
        }
        for (Map.Entry<String, JsonNode> property : to.properties()) {
            JsonNode before = from.get(property.getKey());
            JsonNode after = property.getValue();
            if (before != after) {
                at(property.getKey(), property.getKey(), () -> {
                    if (before == null) {
                        emit(new PatchOperation.Add(here(), after), JsonSize.of(after));
                    } else {
                        compare(before, after);
                    }
                });
            }
        }
    }

    private void compareArrays(JsonNode from, JsonNode to) {
        var key = keys.forList(List.copyOf(pattern));
        KeyedList match = KeyedList.match(from, to, key::apply);
        if (match == null) {
            compareByPosition(from, to);
            return;
        }
        match.tell(new KeyedList.Steps() {
            @Override
            public void removed(int index) {
                atItem(index, () -> emit(new PatchOperation.Remove(here()), 0));
            }

            @Override
            public void added(int index, int newItem) {
                JsonNode item = to.get(newItem);
                atItem(index, () -> emit(new PatchOperation.Add(here(), item), JsonSize.of(item)));
            }

            @Override
            public void moved(int source, int target) {
                Pointer origin = here().then(String.valueOf(source));
                atItem(target, () -> emit(new PatchOperation.Move(origin, here()), pathBytes() + 10));
            }
        });
        for (int n = 0; n < to.size(); n++) {
            int before = match.oldIndex(n);
            if (before >= 0) {
                compareItem(from.get(before), to.get(n), n);
            }
        }
    }

    private void compareByPosition(JsonNode from, JsonNode to) {
        int common = Math.min(from.size(), to.size());
        int head = 0;
        while (head < common && WireEquality.same(from.get(head), to.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < common - head
                && WireEquality.same(from.get(from.size() - 1 - tail), to.get(to.size() - 1 - tail))) {
            tail++;
        }
        int fromEnd = from.size() - tail;
        int toEnd = to.size() - tail;
        int inBoth = Math.min(fromEnd, toEnd);
        for (int i = head; i < inBoth; i++) {
            compareItem(from.get(i), to.get(i), i);
        }
        for (int i = fromEnd - 1; i >= inBoth; i--) {
            atItem(i, () -> emit(new PatchOperation.Remove(here()), 0));
        }
        for (int i = inBoth; i < toEnd; i++) {
            JsonNode item = to.get(i);
            atItem(i, () -> emit(new PatchOperation.Add(here(), item), JsonSize.of(item)));
        }
    }

    private void compareItem(JsonNode from, JsonNode to, int index) {
        if (from != to) {
            atItem(index, () -> compare(from, to));
        }
    }

    private void atItem(int index, Runnable step) {
        at(String.valueOf(index), "*", step);
    }

    private void at(String token, String patternToken, Runnable step) {
        path.addLast(token);
        pattern.addLast(patternToken);
        step.run();
        path.removeLast();
        pattern.removeLast();
    }

    private void emit(PatchOperation operation, long valueBytes) {
        operations.add(operation);
        bytes += OPERATION_BYTES + pathBytes() + valueBytes;
    }

    private Pointer here() {
        return new Pointer(List.copyOf(path));
    }

    private long pathBytes() {
        long size = 0;
        for (String token : path) {
            size += token.length() + 1;
        }
        return size;
    }
}
