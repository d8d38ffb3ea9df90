// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.delta;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What tells the items of a state's lists apart. A wrong answer costs bytes, never correctness.
 *
 * <p>Implementations are safe for use by any thread and answer alike each time.
 */
@FunctionalInterface
public interface ListKeys {
    /** The property {@code id} of an item that has one. */
    ListKeys BY_ID = list -> item -> scalar(item.get("id"));

    /**
     * How the items of one list are told apart.
     *
     * @param list the way to it from the root of the state: property names, and {@code *} for any item of a list
     * @return from an item to its key; null for an item without one
     */
    Function<JsonNode, @Nullable JsonNode> forList(List<String> list);

    /**
     * Keys of some lists; those of the others are the property {@code id}.
     *
     * @param byPath the way to a list, such as {@code /orders/*}{@code /lines}, and what its items have instead
     */
    static ListKeys of(Map<String, Function<JsonNode, @Nullable JsonNode>> byPath) {
        Map<String, Function<JsonNode, @Nullable JsonNode>> copy = Map.copyOf(byPath);
        return list -> copy.getOrDefault("/" + String.join("/", list), BY_ID.forList(list));
    }

    private static @Nullable JsonNode scalar(@Nullable JsonNode key) {
        return key == null || key.isContainer() || key.isNull() ? null : key;
    }
}
