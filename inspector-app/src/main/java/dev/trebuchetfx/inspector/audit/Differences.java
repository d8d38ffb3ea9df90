// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where two JSON trees differ. */
final class Differences {
    private Differences() {}

    /** A JSON Pointer to the first place at which they differ, properties by name; null where they are equal. */
    static @Nullable String first(JsonNode left, JsonNode right) {
        if (WireEquality.sameValue(left, right)) {
            return null;
        }
        if (left.isObject() && right.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            left.properties().stream().map(Map.Entry::getKey).forEach(names::add);
            right.properties().stream().map(Map.Entry::getKey).forEach(names::add);
            for (String name : names) {
                String path = below(left.get(name), right.get(name), name);
                if (path != null) {
                    return path;
                }
            }
        }
        if (left.isArray() && right.isArray()) {
            for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
                String path = below(left.get(i), right.get(i), Integer.toString(i));
                if (path != null) {
                    return path;
                }
            }
        }
        return "";
    }

    private static @Nullable String below(@Nullable JsonNode left, @Nullable JsonNode right, String token) {
        String step = "/" + token.replace("~", "~0").replace("/", "~1");
        if (left == null || right == null) {
            return left == null && right == null ? null : step;
        }
        String path = first(left, right);
        return path == null ? null : step + path;
    }
}
