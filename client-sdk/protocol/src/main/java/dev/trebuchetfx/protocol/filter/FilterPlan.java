// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A filter made ready: what it says of a state alone, whoever asks. That is what costs, so that it is done once for all
 * subscribers with the same filter; what depends on a subscriber's past is {@link FilterMemory}.
 *
 * <p>What a filter can't judge passes: a custom or unknown one, a missing or unusable parameter, a value that is not JSON.
 * Immutable; equal where the filter is.
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
     * What a state says of a filter.
     *
     * @param passes whether the state is wanted, as far as it alone can tell
     * @param json what travels of it
     * @param number the one that is to cross; absent where there is none
     */
    public record Reading(boolean passes, StateJson json, OptionalDouble number) {}

    /** A condition, and the part of the filter that it comes from. */
    record Test(StreamFilter part, Check check) {}

    /** Whether a value is wanted. */
    @FunctionalInterface
    interface Check {
        boolean passes(JsonNode state);
    }

    /** A number that crosses. */
    record Threshold(Function<JsonNode, @Nullable JsonNode> operand, double value, double hysteresis) {}

    /**
     * Makes a filter ready.
     *
     * @param filter null for none
     */
    public static FilterPlan of(@Nullable StreamFilter filter) {
        return filter == null || filter.type() == StreamFilter.Type.ALL ? EVERYTHING : FilterCompiler.compile(filter);
    }

    /** What it was made of. */
    public StreamFilter filter() {
        return filter;
    }

    /** Whether it lets everything pass, as it is. */
    public boolean isEverything() {
        return tests.isEmpty() && crossing == null && projection == null && !changedOnly && intervalNanos == 0;
    }

    /** The parts that a {@link Filterable} state is asked about. */
    public List<StreamFilter> conditions() {
        return tests.stream().map(Test::part).toList();
    }

    /**
     * Looks at a state.
     *
     * @param judged what the object said of each of {@link #conditions}; empty where it can't say
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

    long intervalNanos() {
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
