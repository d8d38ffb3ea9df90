// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Filters as a Swift server evaluates them: what it does not understand passes. One for each stream. */
final class SwiftFilter {
    private final @Nullable JsonNode filter;
    private @Nullable String lastPassed;

    SwiftFilter(@Nullable JsonNode filter) {
        this.filter = filter;
    }

    boolean passes(String json) {
        boolean passes = filter == null
                || !filter.path("type").asString("").equals("predefined")
                || switch (filter.path("name").asString("")) {
                    case "changed" -> !Objects.equals(lastPassed, json);
                    case "nonEmpty" -> isNotEmpty(PlainJson.parse(json));
                    case "threshold" -> isOver(PlainJson.parse(json), filter.path("parameters"));
                    default -> true;
                };
        if (passes) {
            lastPassed = json;
        }
        return passes;
    }

    private static boolean isNotEmpty(JsonNode root) {
        return !root.isContainer() || !root.isEmpty();
    }

    /** A bare number passes always: only a key of an object is looked at. */
    private static boolean isOver(JsonNode root, JsonNode parameters) {
        JsonNode field = root.path(parameters.path("field").asString(""));
        double threshold;
        try {
            threshold = Double.parseDouble(parameters.path("value").asString(""));
        } catch (NumberFormatException e) {
            return true;
        }
        if (!field.isNumber()) {
            return true;
        }
        double value = field.doubleValue();
        return switch (parameters.path("comparison").asString("gt")) {
            case "gte", ">=" -> value >= threshold;
            case "lt", "<" -> value < threshold;
            case "lte", "<=" -> value <= threshold;
            case "eq", "==" -> value == threshold;
            case "neq", "!=" -> value != threshold;
            default -> value > threshold;
        };
    }
}
