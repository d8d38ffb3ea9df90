// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A path into a JSON value: {@code $.todos[0].title}, {@code $.todos[*].done}, {@code $["odd name"]}. */
public record JsonPath(List<Step> steps) {

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** From a value to values in it. */
    public sealed interface Step {
        record Name(String name) implements Step {}

        /** Counts from 0. */
        record Index(int index) implements Step {}

        /** Every item of a list, every value of an object. */
        record Each() implements Step {}
    }

    /** Whether any value at the path satisfies {@code test}. */
    boolean anyMatch(JsonNode root, Predicate<JsonNode> test) {
        return anyMatch(root, 0, test);
    }

    private boolean anyMatch(JsonNode node, int step, Predicate<JsonNode> test) {
        if (step == steps.size()) {
            return test.test(node);
        }
        switch (steps.get(step)) {
            case Step.Name(String name) -> {
                JsonNode child = node.get(name);
                return child != null && anyMatch(child, step + 1, test);
            }
            case Step.Index(int index) -> {
                JsonNode child = node.get(index);
                return child != null && anyMatch(child, step + 1, test);
            }
            case Step.Each() -> {
                for (JsonNode child : node) {
                    if (anyMatch(child, step + 1, test)) {
                        return true;
                    }
                }
                return false;
            }
        }
    }

    static boolean isPlainName(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_-]*");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("$");
        for (Step step : steps) {
            switch (step) {
                case Step.Name(String name) ->
                    text.append(isPlainName(name) ? "." + name : "[" + Quoting.quote(name) + "]");
                case Step.Index(int index) -> text.append('[').append(index).append(']');
                case Step.Each() -> text.append("[*]");
            }
        }
        return text.toString();
    }
}
