// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides which updates of one stream pass a {@link StreamFilter}.
 *
 * <p>Whatever it can't judge passes: a custom or unknown filter, a missing or unusable parameter, a value that is not JSON. A
 * subscriber then gets more than it asked for, never less.
 *
 * <p>Keeps the last value that passed, so it is used by one stream and one thread at a time.
 */
public final class FilterEvaluator {
    private static final JsonMapper MAPPER = new JsonMapper(new JsonFactory());

    private final Test test;

    private FilterEvaluator(Test test) {
        this.test = test;
    }

    /**
     * An evaluator that has seen nothing yet.
     *
     * @param filter null for none: everything passes
     */
    public static FilterEvaluator of(@Nullable StreamFilter filter) {
        return new FilterEvaluator(testOf(filter));
    }

    /**
     * Whether this update is wanted.
     *
     * @param json the state's JSON; kept, so the caller must not change it afterwards
     */
    public boolean passes(byte[] json) {
        return test.passes(json);
    }

    private static Test testOf(@Nullable StreamFilter filter) {
        if (filter == null || filter.type() != StreamFilter.Type.PREDEFINED || filter.name() == null) {
            return json -> true;
        }
        return switch (filter.name()) {
            case "changed" -> new Changed();
            case "nonEmpty" -> FilterEvaluator::isNonEmpty;
            case "threshold" -> threshold(filter.parametersOrEmpty());
            default -> json -> true;
        };
    }

    private static boolean isNonEmpty(byte[] json) {
        JsonNode value = parse(json);
        if (value == null) {
            return true;
        }
        if (value.isString()) {
            return !value.stringValue().isEmpty();
        }
        return !value.isContainer() || !value.isEmpty();
    }

    private static Test threshold(Map<String, String> parameters) {
        OptionalDouble limit = number(parameters.get("value"));
        Comparison comparison = comparison(parameters.getOrDefault("comparison", "gt"));
        if (limit.isEmpty() || comparison == null) {
            return json -> true;
        }
        double bound = limit.getAsDouble();
        String field = parameters.get("field");
        return json -> {
            JsonNode value = parse(json);
            JsonNode operand = value == null || field == null ? value : value.get(field);
            return operand == null || !operand.isNumber() || comparison.holds(operand.doubleValue(), bound);
        };
    }

    /** Null for a word that is not a comparison. */
    private static @Nullable Comparison comparison(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "gt", ">" -> (value, bound) -> value > bound;
            case "gte", ">=" -> (value, bound) -> value >= bound;
            case "lt", "<" -> (value, bound) -> value < bound;
            case "lte", "<=" -> (value, bound) -> value <= bound;
            case "eq", "==" -> (value, bound) -> value == bound;
            case "neq", "!=" -> (value, bound) -> value != bound;
            default -> null;
        };
    }

    private static OptionalDouble number(@Nullable String text) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static @Nullable JsonNode parse(byte[] json) {
        try {
            JsonNode value = MAPPER.readTree(json);
            return value == null || value.isMissingNode() ? null : value;
        } catch (JacksonException e) {
            return null;
        }
    }

    private interface Test {
        boolean passes(byte[] json);
    }

    private interface Comparison {
        boolean holds(double value, double bound);
    }

    /** Passes what differs in its bytes from the last value that passed. */
    private static final class Changed implements Test {
        private byte @Nullable [] last;

        @Override
        public boolean passes(byte[] json) {
            if (last != null && Arrays.equals(last, json)) {
                return false;
            }
            last = json;
            return true;
        }
    }
}
