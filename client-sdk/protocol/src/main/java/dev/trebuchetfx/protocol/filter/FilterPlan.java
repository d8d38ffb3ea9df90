// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A filter that is ready to examine states. It does the expensive work, which depends on the state alone, once for all subscribers with
 * the same filter; {@link FilterMemory} decides the rest, which depends on one subscriber's past.
 *
 * <p>A state passes if the filter can't judge it: if the filter is custom or unknown, if a parameter is missing or unusable, or if the
 * state is not JSON. Immutable; two plans are equal if their filters are.
 */
public final class FilterPlan {
    private static final FilterPlan EVERYTHING = FilterCompiler.compile(StreamFilter.ALL);

    private final StreamFilter filter;
    private final int hash;
    private final List<Test> tests;
    private final @Nullable Threshold crossing;
    private final @Nullable Projection projection;
    private final boolean changedOnly;
    private final long intervalNanos;

    FilterPlan(
            StreamFilter filter,
            List<Test> tests,
            @Nullable Threshold crossing,
            @Nullable Projection projection,
            boolean changedOnly,
            long intervalNanos) {
        this.filter = filter;
        this.hash = filter.hashCode();
        this.tests = List.copyOf(tests);
        this.crossing = crossing;
        this.projection = projection;
        this.changedOnly = changedOnly;
        this.intervalNanos = intervalNanos;
    }

    /**
     * The result of examining a state.
     *
     * @param passes true if the state passes, as far as the state alone decides
     * @param json the state, with the fields alone that the filter keeps; the whole state if it does not pass
     * @param number the number that {@code crosses} watches; empty if there is none
     */
    public record Reading(boolean passes, StateJson json, OptionalDouble number) {}

    /** A condition, with the part of the filter that it comes from. */
    record Test(StreamFilter part, Check check) {}

    /** A condition on the JSON of a state. */
    @FunctionalInterface
    interface Check {
        boolean passes(JsonNode state);
    }

    /** The value that a number has to cross, with the function that finds the number in a state. */
    record Threshold(Function<JsonNode, @Nullable JsonNode> operand, double value, double hysteresis) {}

    /**
     * Returns the plan of a filter.
     *
     * @param filter the filter; null for none, so that everything passes
     */
    public static FilterPlan of(@Nullable StreamFilter filter) {
        return filter == null || filter.type() == StreamFilter.Type.ALL ? EVERYTHING : FilterCompiler.compile(filter);
    }

    /** Returns the filter of this plan. */
    public StreamFilter filter() {
        return filter;
    }

    /** Returns whether every update passes at once and unchanged. */
    public boolean isEverything() {
        return tests.isEmpty() && crossing == null && projection == null && !changedOnly && intervalNanos == 0;
    }

    /** Returns the parts on which a {@link Filterable} state is asked to decide, in order. */
    public List<StreamFilter> conditions() {
        return tests.stream().map(Test::part).toList();
    }

    /**
     * Examines a state.
     *
     * @param judged the decisions of the {@link Filterable} state on each of {@link #conditions}; empty if the state is not Filterable
     */
    public Reading read(StateJson state, List<Filterable.Judgement> judged) {
        if (!passes(state, judged)) {
            return new Reading(false, state, OptionalDouble.empty());
        }
        return new Reading(true, projected(state), number(state));
    }

    private StateJson projected(StateJson state) {
        if (projection == null) {
            return state;
        }
        byte[] fields = projection.of(state.bytes());
        return fields == state.bytes() ? state : new StateJson(fields);
    }

    private boolean passes(StateJson state, List<Filterable.Judgement> judged) {
        for (int i = 0; i < tests.size(); i++) {
            Filterable.Judgement judgement = judged.isEmpty() ? Filterable.Judgement.UNDECIDED : judged.get(i);
            boolean passes =
                    switch (judgement) {
                        case WANTED -> true;
                        case UNWANTED -> false;
                        case UNDECIDED -> {
                            JsonNode tree = state.tree();
                            yield tree == null || tests.get(i).check().passes(tree);
                        }
                    };
            if (!passes) {
                return false;
            }
        }
        return true;
    }

    private OptionalDouble number(StateJson state) {
        JsonNode tree = crossing == null ? null : state.tree();
        JsonNode operand =
                tree == null || crossing == null ? null : crossing.operand().apply(tree);
        return operand == null || !operand.isNumber()
                ? OptionalDouble.empty()
                : OptionalDouble.of(operand.decimalValue().doubleValue());
    }

    @Nullable
    Threshold crossing() {
        return crossing;
    }

    boolean isChangedOnly() {
        return changedOnly;
    }

    /** Returns the shortest time between two updates that pass, in nanoseconds; 0 where the time does not matter. */
    public long intervalNanos() {
        return intervalNanos;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof FilterPlan that && hash == that.hash && filter.equals(that.filter));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return filter.text();
    }
}
