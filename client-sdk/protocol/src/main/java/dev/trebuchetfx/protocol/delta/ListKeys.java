// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.delta;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The keys by which the items of a state's lists are told apart when a delta is made. A wrong key makes a delta larger, but never wrong.
 *
 * <p>Implementations are safe for use by any thread and give the same answer each time.
 */
@FunctionalInterface
public interface ListKeys {
    /** The keys of lists whose items have a property {@code id} with a text, a number or a boolean. */
    ListKeys BY_ID = list -> item -> scalar(item.get("id"));

    /**
     * Returns the function from an item of one list to the item's key.
     *
     * @param list the path to the list from the root of the state: property names, and {@code *} for any item of a list
     * @return the function, which returns null for an item without a key
     */
    Function<JsonNode, @Nullable JsonNode> forList(List<String> list);

    /**
     * Returns keys that differ from {@link #BY_ID} for some lists.
     *
     * @param byPath the functions from an item to its key, by the path to their list, such as {@code /orders/*}{@code /lines}
     */
    static ListKeys of(Map<String, Function<JsonNode, @Nullable JsonNode>> byPath) {
        Map<String, Function<JsonNode, @Nullable JsonNode>> copy = Map.copyOf(byPath);
        return list -> copy.getOrDefault("/" + String.join("/", list), BY_ID.forList(list));
    }

    /** Returns the key if it is a text, a number or a boolean; otherwise null. */
    private static @Nullable JsonNode scalar(@Nullable JsonNode key) {
        return key == null || key.isContainer() || key.isNull() ? null : key;
    }
}
