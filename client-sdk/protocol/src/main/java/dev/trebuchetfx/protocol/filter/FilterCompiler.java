// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import dev.trebuchetfx.protocol.filter.FilterPlan.Check;
import dev.trebuchetfx.protocol.filter.FilterPlan.Test;
import dev.trebuchetfx.protocol.filter.FilterPlan.Threshold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A compiler that turns the description of a filter into a {@link FilterPlan}. A part that it can't use lets everything pass. */
final class FilterCompiler {
    private final List<Test> tests = new ArrayList<>();
    private @Nullable Threshold crossing;
    private @Nullable Projection projection;
    private boolean changedOnly;
    private long intervalNanos;
    private final Set<String> seen = new HashSet<>();

    private FilterCompiler() {}

    /** Returns the plan of a filter. A part that can't be used lets everything pass. */
    static FilterPlan compile(StreamFilter filter) {
        FilterCompiler compiler = new FilterCompiler();
        for (StreamFilter part :
                filter.parts().stream().limit(FilterLimits.MAX_PARTS).toList()) {
            try {
                compiler.add(part);
            } catch (InvalidFilterException passes) {
                // Version 2 demands it: a client with an unusable filter gets more updates than it wants, never fewer.
            }
        }
        return compiler.plan(filter);
    }

    /**
     * Checks that every part, parameter and value of a filter is known.
     *
     * @throws InvalidFilterException if one is not; the message says which and why
     */
    static void check(StreamFilter filter) {
        FilterCompiler compiler = new FilterCompiler();
        List<StreamFilter> parts = filter.parts();
        if (parts.size() > FilterLimits.MAX_PARTS) {
            throw new InvalidFilterException(
                    "expected at most " + FilterLimits.MAX_PARTS + " filters together but found " + parts.size());
        }
        int parameters = filter.parametersOrEmpty().size();
        if (parameters > FilterLimits.MAX_PARAMETERS) {
            throw new InvalidFilterException(
                    "expected at most " + FilterLimits.MAX_PARAMETERS + " parameters but found " + parameters);
        }
        if (Combination.is(filter) && (parts.isEmpty() || !Combination.of(parts).equals(filter))) {
            throw new InvalidFilterException("combined: expected parameters 1, 1.KEY, 2, 2.KEY and so on but found "
                    + FilterWords.quoted(filter.parametersOrEmpty().keySet().toString()));
        }
        for (StreamFilter part : parts) {
            if (Combination.is(part)) {
                throw new InvalidFilterException("combined: expected no combination within a combination");
            }
            compiler.add(part);
            compiler.requireKnown(part);
        }
    }

    private FilterPlan plan(StreamFilter filter) {
        return new FilterPlan(filter, tests, crossing, projection, changedOnly, intervalNanos);
    }

    private void add(StreamFilter part) {
        Map<String, String> parameters = part.parametersOrEmpty();
        parameters.forEach(
                (key, value) -> FilterLimits.requireShort("the parameter " + FilterWords.quoted(key), value));
        String name = part.name() == null ? "" : part.name();
        if (part.type() == StreamFilter.Type.CUSTOM) {
            // Only a Filterable state can decide on a custom filter; the JSON of any other state passes.
            tests.add(new Test(part, state -> true));
            return;
        }
        switch (name) {
            case FilterWords.CHANGED -> {
                requireOnce(name);
                changedOnly = true;
            }
            case FilterWords.NON_EMPTY -> tests.add(new Test(part, FilterCompiler::isNonEmpty));
            case FilterWords.THRESHOLD -> tests.add(new Test(part, threshold(parameters)));
            case FilterWords.WHERE -> {
                Condition condition = Condition.parse(required(name, FilterWords.CONDITION, parameters));
                tests.add(new Test(part, condition::holds));
            }
            case FilterWords.CROSSES -> {
                Threshold threshold = crossing(parameters);
                requireOnce(name);
                crossing = threshold;
            }
            case FilterWords.FIELDS -> {
                Projection fields = fields(required(name, FilterWords.PATHS, parameters));
                requireOnce(name);
                projection = fields;
            }
            case FilterWords.RATE_LIMIT -> {
                long nanos = FilterWords.duration("rate-limit: every", parameters.get(FilterWords.EVERY))
                        .toNanos();
                requireOnce(name);
                intervalNanos = nanos;
            }
            default ->
                throw new InvalidFilterException("expected one of " + String.join(", ", FilterWords.ALL) + " but found "
                        + FilterWords.quoted(part.name()));
        }
    }

    private void requireOnce(String name) {
        if (!seen.add(name)) {
            throw new InvalidFilterException("expected " + name + " once in a combination but found it twice");
        }
    }

    private void requireKnown(StreamFilter part) {
        if (part.type() == StreamFilter.Type.CUSTOM || part.name() == null) {
            return;
        }
        Set<String> known =
                switch (part.name()) {
                    case FilterWords.THRESHOLD -> Set.of(FilterWords.FIELD, FilterWords.VALUE, FilterWords.COMPARISON);
                    case FilterWords.CROSSES -> Set.of(FilterWords.FIELD, FilterWords.VALUE, FilterWords.HYSTERESIS);
                    case FilterWords.RATE_LIMIT -> Set.of(FilterWords.EVERY);
                    case FilterWords.FIELDS -> Set.of(FilterWords.PATHS);
                    case FilterWords.WHERE -> Set.of(FilterWords.CONDITION);
                    default -> Set.of();
                };
        for (String key : part.parametersOrEmpty().keySet()) {
            if (!known.contains(key)) {
                throw new InvalidFilterException(part.name() + ": expected "
                        + (known.isEmpty()
                                ? "no parameter"
                                : String.join(", ", known.stream().sorted().toList()))
                        + " but found " + FilterWords.quoted(key));
            }
        }
    }

    private static boolean isNonEmpty(JsonNode value) {
        if (value.isString()) {
            return !value.stringValue().isEmpty();
        }
        return !value.isContainer() || !value.isEmpty();
    }

    private static Check threshold(Map<String, String> parameters) {
        double bound = FilterWords.number("threshold: value", parameters.get(FilterWords.VALUE));
        DoublePredicate comparison = comparison(parameters.getOrDefault(FilterWords.COMPARISON, "gt"), bound);
        String field = parameters.get(FilterWords.FIELD);
        return state -> {
            JsonNode operand = field == null ? state : state.get(field);
            return operand == null
                    || !operand.isNumber()
                    || comparison.test(operand.decimalValue().doubleValue());
        };
    }

    private static DoublePredicate comparison(String word, double bound) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "gt", ">" -> value -> value > bound;
            case "gte", ">=" -> value -> value >= bound;
            case "lt", "<" -> value -> value < bound;
            case "lte", "<=" -> value -> value <= bound;
            case "eq", "==" -> value -> value == bound;
            case "neq", "!=" -> value -> value != bound;
            default ->
                throw new InvalidFilterException(
                        "threshold: expected gt, gte, lt, lte, eq or neq for comparison but found "
                                + FilterWords.quoted(word));
        };
    }

    private static Threshold crossing(Map<String, String> parameters) {
        double value = FilterWords.number("crosses: value", parameters.get(FilterWords.VALUE));
        double hysteresis =
                FilterWords.number("crosses: hysteresis", parameters.getOrDefault(FilterWords.HYSTERESIS, "0"));
        if (hysteresis < 0) {
            throw new InvalidFilterException("crosses: expected a hysteresis of at least 0 but found " + hysteresis);
        }
        return new Threshold(operand(parameters.getOrDefault(FilterWords.FIELD, "")), value, hysteresis);
    }

    private static Function<JsonNode, @Nullable JsonNode> operand(String field) {
        if (field.isEmpty() || field.startsWith("/")) {
            return StatePath.parse(field, false)::in;
        }
        return state -> state.get(field);
    }

    private static Projection fields(String paths) {
        String[] each = paths.split(",", -1);
        if (each.length > FilterLimits.MAX_PATHS) {
            throw new InvalidFilterException(
                    "fields: expected at most " + FilterLimits.MAX_PATHS + " paths but found " + each.length);
        }
        List<StatePath> parsed = new ArrayList<>();
        for (String path : each) {
            try {
                parsed.add(StatePath.parse(path, true));
            } catch (InvalidFilterException e) {
                throw new InvalidFilterException("fields: " + e.getMessage());
            }
        }
        return new Projection(parsed);
    }

    private static String required(String name, String key, Map<String, String> parameters) {
        String value = parameters.get(key);
        if (value == null) {
            throw new InvalidFilterException(name + ": expected the parameter " + key + " but found nothing");
        }
        return value;
    }
}
