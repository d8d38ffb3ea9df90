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
 * A rule by which the server sends only some updates of a stream, or only some fields of its states. Immutable.
 *
 * <p>Filters combine with {@link #and}. In any order of combination, an update goes through these steps, and each step sees only what the
 * one before let pass: all conditions ({@code threshold}, {@code nonEmpty}, {@code where}, custom filters); {@code crosses};
 * {@code fields}; {@code changed}, of the fields that are left; {@code rate-limit}. A condition lets a state pass if it can't judge it.
 *
 * @param type the kind of filter
 * @param name the name of a predefined or custom filter; null for {@link #ALL}
 * @param parameters the parameters as texts by name; null if the key is absent, which means the same as an empty map
 */
public record StreamFilter(
        Type type, @Nullable String name, @Nullable Map<String, String> parameters) {

    /** The filter that lets every update pass. */
    public static final StreamFilter ALL = new StreamFilter(Type.ALL, null, null);

    public StreamFilter {
        parameters = parameters == null ? null : Map.copyOf(parameters);
    }

    /** Returns a filter that servers know by name. The filter is not checked; see {@link #check}. */
    public static StreamFilter predefined(String name, Map<String, String> parameters) {
        return new StreamFilter(Type.PREDEFINED, name, parameters);
    }

    /**
     * Returns a filter on which the state's own type decides, at a server where that type is {@link Filterable}. Elsewhere every update
     * passes.
     */
    public static StreamFilter custom(String name, Map<String, String> parameters) {
        return new StreamFilter(Type.CUSTOM, name, parameters);
    }

    /** Returns a filter that passes states that differ, byte for byte, from the one that was sent before. */
    public static StreamFilter changed() {
        return predefined(FilterWords.CHANGED, Map.of());
    }

    /** Returns a filter that passes all states but an empty list, object or text. */
    public static StreamFilter nonEmpty() {
        return predefined(FilterWords.NON_EMPTY, Map.of());
    }

    /**
     * Begins a filter on a number; the returned object completes it with a bound, such as {@code threshold("pendingCount").atLeast(3)}. A state without this number passes.
     *
     * @param field a key of the state itself; for a deeper key see {@link #where(Condition)}
     */
    public static Threshold threshold(String field) {
        return new Threshold(field);
    }

    /** Begins a filter on a state that is a number itself. Any other state passes. */
    public static Threshold threshold() {
        return new Threshold(null);
    }

    /**
     * Begins a filter that passes when a number crosses {@code value}: when it becomes greater, and when it stops being so. The first
     * number passes too, since it shows the side. A state without this number passes.
     *
     * @param field a JSON Pointer (RFC 6901), or a key of the state itself; empty for a state that is a number
     * @param value the value to cross, finite
     */
    public static Crossing crosses(String field, double value) {
        return new Crossing(field, value);
    }

    /**
     * Returns a filter that passes at most one update in each interval. The newest wins, and the last one is sent when the interval ends,
     * so that the client has the right state from then on.
     *
     * @param interval the interval, 1 ms to 24 h; fractions of a millisecond are cut off
     * @throws InvalidFilterException if the interval is out of range
     */
    public static StreamFilter rateLimit(Duration interval) {
        return checked(predefined(FilterWords.RATE_LIMIT, Map.of(FilterWords.EVERY, FilterWords.duration(interval))));
    }

    /**
     * Returns a filter that passes every update, with these fields of its state alone.
     *
     * @param paths at most 64 JSON Pointers (RFC 6901), in which {@code *} stands for each item or value: {@code /todos/*}{@code /title}
     * @throws InvalidFilterException if a path can't be read, or there are too many
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

    /**
     * Returns a filter that passes the states for which a condition holds.
     *
     * @throws InvalidFilterException if the condition is too large; see {@link Condition#parse}
     */
    public static StreamFilter where(Condition condition) {
        return where(condition.text());
    }

    /**
     * Returns a filter that passes the states for which a condition holds.
     *
     * @param condition the condition as text, such as {@code /pendingCount > 3 and exists(/todos/0)}
     * @throws InvalidFilterException if the condition can't be read; see {@link Condition#parse}
     */
    public static StreamFilter where(String condition) {
        return checked(predefined(FilterWords.WHERE, Map.of(FilterWords.CONDITION, condition)));
    }

    /**
     * Returns a filter that combines this one and {@code other}.
     *
     * @throws InvalidFilterException if they can't be combined; see {@link #combined}
     */
    public StreamFilter and(StreamFilter other) {
        return combined(List.of(this, other));
    }

    /**
     * Returns a filter that combines all of these; {@link #ALL} for none.
     *
     * @throws InvalidFilterException if they can't be combined: a filter that is no condition occurs twice, there are more than 16 parts,
     *     or one of several parts is not known
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
     * Reads a filter in the form of the command line: {@code changed}, {@code nonEmpty}, {@code threshold:field=pendingCount,gte=3},
     * {@code crosses:field=pendingCount,value=3,hysteresis=1}, {@code rate-limit:every=100ms},
     * {@code fields:/todos/*}{@code /title,/pendingCount}, {@code where:/pendingCount > 3}, {@code custom:NAME,key=value}.
     *
     * @throws InvalidFilterException if the text can't be read; the message says what was expected and what was found
     */
    public static StreamFilter parse(String text) {
        return checked(FilterText.parse(text));
    }

    /**
     * Checks that a server of this library knows this filter and all its parameters.
     *
     * @throws InvalidFilterException if it does not; the message says why
     */
    public void check() {
        FilterCompiler.check(this);
    }

    /** Returns the filters that this one combines: this filter alone if it is no combination, and none for {@link #ALL}. */
    public List<StreamFilter> parts() {
        return type == Type.ALL ? List.of() : Combination.is(this) ? Combination.parts(this) : List.of(this);
    }

    /**
     * Returns whether a version 2 server evaluates this filter. If not, such a server lets everything pass, and the client evaluates the
     * filter instead.
     */
    public boolean isKnownToVersion2() {
        return type == Type.ALL || (type == Type.PREDEFINED && name != null && FilterWords.VERSION_2.contains(name));
    }

    /** Returns the parameters; an empty map if they are absent. */
    public Map<String, String> parametersOrEmpty() {
        return parameters == null ? Map.of() : parameters;
    }

    /**
     * Returns the form of the command line, which {@link #parse} reads. The parts of a combination have {@code and} between them, which
     * {@code parse} does not read.
     */
    public String text() {
        return Combination.is(this)
                ? parts().stream().map(FilterText::of).collect(Collectors.joining(" and "))
                : FilterText.of(this);
    }

    private static StreamFilter checked(StreamFilter filter) {
        filter.check();
        return filter;
    }

    /** A kind of filter. */
    public enum Type {
        /** The filter lets every update pass. */
        ALL("all"),
        /** The filter is known to servers by its name. */
        PREDEFINED("predefined"),
        /** The filter can only be evaluated by the state's own type; a version 2 server lets everything pass. */
        CUSTOM("custom");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the word on the wire. */
        public String wireName() {
            return wireName;
        }
    }

    /** The beginning of a filter on a number, whose comparison follows. Immutable. */
    public static final class Threshold {
        private final @Nullable String field;

        private Threshold(@Nullable String field) {
            this.field = field;
        }

        /** Returns a filter that passes if the number is greater than {@code value}, which is finite. */
        public StreamFilter moreThan(double value) {
            return with("gt", value);
        }

        /** Returns a filter that passes if the number is greater than or equal to {@code value}, which is finite. */
        public StreamFilter atLeast(double value) {
            return with("gte", value);
        }

        /** Returns a filter that passes if the number is less than {@code value}, which is finite. */
        public StreamFilter lessThan(double value) {
            return with("lt", value);
        }

        /** Returns a filter that passes if the number is less than or equal to {@code value}, which is finite. */
        public StreamFilter atMost(double value) {
            return with("lte", value);
        }

        /** Returns a filter that passes if the number equals {@code value}, which is finite. */
        public StreamFilter equalTo(double value) {
            return with("eq", value);
        }

        /** Returns a filter that passes if the number differs from {@code value}, which is finite. */
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

    /** The beginning of a filter on a crossing, whose hysteresis follows. Immutable. */
    public static final class Crossing {
        private final String field;
        private final double value;

        private Crossing(String field, double value) {
            this.field = field;
            this.value = value;
        }

        /** Returns a filter that passes at each crossing, however small the change of the number. */
        public StreamFilter withoutHysteresis() {
            return with(0);
        }

        /**
         * Returns a filter that ignores small moves about the value: once the number is greater than the value, it counts as greater until
         * it is at most the value minus the hysteresis.
         *
         * @param hysteresis the width of the range that is ignored, finite and 0 or more
         * @throws InvalidFilterException if the hysteresis is negative or not finite
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
