// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes which updates of a stream are wanted, and what of them, as it travels.
 *
 * <p>Filters combine with {@link #and}. Whatever their order, an update must pass every condition ({@code threshold},
 * {@code nonEmpty}, {@code where}, custom ones); then, if it is asked for, it must cross; then its fields are taken; then they
 * must differ from those sent before; then the rate is limited. Each step sees only what the one before let pass.
 *
 * @param name of a predefined or custom filter
 * @param parameters strings by name; null is absent on the wire and differs from an empty map there, not in meaning
 */
public record StreamFilter(
        Type type, @Nullable String name, @Nullable Map<String, String> parameters) {

    /** Every update. */
    public static final StreamFilter ALL = new StreamFilter(Type.ALL, null, null);

    public StreamFilter {
        parameters = parameters == null ? null : Map.copyOf(parameters);
    }

    /** A filter that servers know by name; {@link #check} tells whether ours does. */
    public static StreamFilter predefined(String name, Map<String, String> parameters) {
        return new StreamFilter(Type.PREDEFINED, name, parameters);
    }

    /** A filter that the state's own type knows, at a server where it is {@link Filterable}; elsewhere everything passes. */
    public static StreamFilter custom(String name, Map<String, String> parameters) {
        return new StreamFilter(Type.CUSTOM, name, parameters);
    }

    /** What differs, byte for byte, from what was sent before. */
    public static StreamFilter changed() {
        return predefined(FilterWords.CHANGED, Map.of());
    }

    /** What is not an empty list, object or text. */
    public static StreamFilter nonEmpty() {
        return predefined(FilterWords.NON_EMPTY, Map.of());
    }

    /**
     * Begins a filter on a number: {@code threshold("pendingCount").atLeast(3)}.
     *
     * @param field a key of the state itself; for one further down see {@link #where(Condition)}
     */
    public static Threshold threshold(String field) {
        return new Threshold(field);
    }

    /** Begins a filter on a state that is a number itself. */
    public static Threshold threshold() {
        return new Threshold(null);
    }

    /**
     * Begins a filter that passes when a number crosses {@code value}: when it comes to be more, and when it comes to be so no
     * longer. The first number passes too, since it tells on which side the number is.
     *
     * @param field a JSON Pointer, or a key of the state itself; empty for a state that is a number
     */
    public static Crossing crosses(String field, double value) {
        return new Crossing(field, value);
    }

    /**
     * At most one update in each interval. The newest wins, and the last one comes when the interval ends, so that the state is
     * right then.
     *
     * @param interval 1 ms to 24 h
     */
    public static StreamFilter rateLimit(Duration interval) {
        return checked(predefined(FilterWords.RATE_LIMIT, Map.of(FilterWords.EVERY, FilterWords.duration(interval))));
    }

    /**
     * Only these fields of the state: what travels is a state that has nothing else.
     *
     * @param paths JSON Pointers, in which {@code *} stands for each item or value: {@code /todos/*}{@code /title}
     */
    public static StreamFilter fields(String... paths) {
        return checked(predefined(
                FilterWords.FIELDS,
                Map.of(
                        FilterWords.PATHS,
                        Arrays.stream(paths)
                                .map(path -> StatePath.parse(path, true).text())
                                .collect(Collectors.joining(",")))));
    }

    /** What a condition holds of. */
    public static StreamFilter where(Condition condition) {
        return where(condition.text());
    }

    /**
     * What a condition holds of: {@code /pendingCount > 3 and exists(/todos/0)}.
     *
     * @throws InvalidFilterException if the condition can't be read; see {@link Condition#parse}
     */
    public static StreamFilter where(String condition) {
        return checked(predefined(FilterWords.WHERE, Map.of(FilterWords.CONDITION, condition)));
    }

    /** Both together. */
    public StreamFilter and(StreamFilter other) {
        return combined(List.of(this, other));
    }

    /**
     * All of these together; {@link #ALL} for none.
     *
     * @throws InvalidFilterException if they can't be combined: all but conditions may be there once only
     */
    public static StreamFilter combined(Collection<StreamFilter> filters) {
        List<StreamFilter> parts = new ArrayList<>();
        filters.forEach(filter -> parts.addAll(filter.parts()));
        return switch (parts.size()) {
            case 0 -> ALL;
            case 1 -> parts.getFirst();
            default -> checked(Combination.of(parts));
        };
    }

    /**
     * Reads the form of the command line: {@code changed}, {@code nonEmpty}, {@code threshold:field=pendingCount,gte=3},
     * {@code crosses:field=pendingCount,value=3,hysteresis=1}, {@code rate-limit:every=100ms},
     * {@code fields:/todos/*}{@code /title,/pendingCount}, {@code where:/pendingCount > 3}, {@code custom:NAME,key=value}.
     *
     * @throws InvalidFilterException if it can't be read
     */
    public static StreamFilter parse(String text) {
        return checked(FilterText.parse(text));
    }

    /**
     * Tells whether our servers know this filter, its parameters and nothing else in it.
     *
     * @throws InvalidFilterException if they don't; the message says why
     */
    public void check() {
        FilterCompiler.check(this);
    }

    /** The filters that this one combines; itself alone, if it is no combination, and none for {@link #ALL}. */
    public List<StreamFilter> parts() {
        return type == Type.ALL ? List.of() : Combination.is(this) ? Combination.parts(this) : List.of(this);
    }

    /**
     * Whether a version 2 server evaluates it. Otherwise it lets everything pass, and the client evaluates it instead.
     */
    public boolean isKnownToVersion2() {
        return type == Type.ALL || (type == Type.PREDEFINED && name != null && FilterWords.VERSION_2.contains(name));
    }

    /** The parameters, empty where absent. */
    public Map<String, String> parametersOrEmpty() {
        return parameters == null ? Map.of() : parameters;
    }

    /** The form of the command line, as {@link #parse} reads it; parts of a combination with {@code and} between them. */
    public String text() {
        return Combination.is(this)
                ? parts().stream().map(FilterText::of).collect(Collectors.joining(" and "))
                : FilterText.of(this);
    }

    private static StreamFilter checked(StreamFilter filter) {
        filter.check();
        return filter;
    }

    /** Kinds of filter. */
    public enum Type {
        ALL("all"),
        PREDEFINED("predefined"),
        /** Only the state's own type can evaluate it; a version 2 server lets everything pass. */
        CUSTOM("custom");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** The word on the wire. */
        public String wireName() {
            return wireName;
        }
    }

    /** A number whose bound is to be said. */
    public static final class Threshold {
        private final @Nullable String field;

        private Threshold(@Nullable String field) {
            this.field = field;
        }

        public StreamFilter moreThan(double value) {
            return with("gt", value);
        }

        public StreamFilter atLeast(double value) {
            return with("gte", value);
        }

        public StreamFilter lessThan(double value) {
            return with("lt", value);
        }

        public StreamFilter atMost(double value) {
            return with("lte", value);
        }

        public StreamFilter equalTo(double value) {
            return with("eq", value);
        }

        public StreamFilter otherThan(double value) {
            return with("neq", value);
        }

        private StreamFilter with(String comparison, double value) {
            Map<String, String> parameters = new TreeMap<>();
            parameters.put(FilterWords.COMPARISON, comparison);
            parameters.put(FilterWords.VALUE, FilterWords.number(value));
            if (field != null) {
                parameters.put(FilterWords.FIELD, field);
            }
            return checked(predefined(FilterWords.THRESHOLD, parameters));
        }
    }

    /** A crossing whose hysteresis is to be said. */
    public static final class Crossing {
        private final String field;
        private final double value;

        private Crossing(String field, double value) {
            this.field = field;
            this.value = value;
        }

        /** Passes at each crossing, be it to and fro. */
        public StreamFilter withoutHysteresis() {
            return with(0);
        }

        /**
         * Having come to be more than the value, the number is so until it is lower by this, or more than this: what moves about
         * the value does not pass all the time.
         *
         * @param hysteresis not negative
         */
        public StreamFilter withHysteresis(double hysteresis) {
            return with(hysteresis);
        }

        private StreamFilter with(double hysteresis) {
            Map<String, String> parameters = new TreeMap<>();
            parameters.put(FilterWords.VALUE, FilterWords.number(value));
            if (!field.isEmpty()) {
                parameters.put(FilterWords.FIELD, field);
            }
            if (hysteresis != 0) {
                parameters.put(FilterWords.HYSTERESIS, FilterWords.number(hysteresis));
            }
            return checked(predefined(FilterWords.CROSSES, parameters));
        }
    }
}
