// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A search for the first difference of two trees. Safe for use by any thread. */
public final class FirstDifference {
    private FirstDifference() {}

    /** Returns the pointer to the first value that differs, in the order of {@code left}; null if the trees are the same. */
    public static @Nullable Pointer between(JsonNode left, JsonNode right) {
        return between(left, right, Pointer.ROOT);
    }

    private static @Nullable Pointer between(JsonNode left, JsonNode right, Pointer here) {
        if (WireEquality.same(left, right)) {
            return null;
        }
        if (left.isObject() && right.isObject()) {
            for (Map.Entry<String, JsonNode> property : left.properties()) {
                JsonNode other = right.get(property.getKey());
                Pointer there = here.then(property.getKey());
                Pointer found = other == null ? there : between(property.getValue(), other, there);
                if (found != null) {
                    return found;
                }
            }
            for (String name : right.propertyNames()) {
                if (!left.has(name)) {
                    return here.then(name);
                }
            }
        }
        if (left.isArray() && right.isArray()) {
            Iterator<JsonNode> others = right.iterator();
            int index = 0;
            for (JsonNode item : left) {
                Pointer there = here.then(String.valueOf(index++));
                Pointer found = others.hasNext() ? between(item, others.next(), there) : there;
                if (found != null) {
                    return found;
                }
            }
            return here.then(String.valueOf(index));
        }
        return here;
    }
}
