// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.protocol.delta.DeltaCodable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A check that the deltas of a type keep the law of {@link DeltaCodable}. It takes every pair of the sample states and of variants of
 * them: with an item removed from a list, with a list in another order, with a property set to null.
 *
 * <pre>{@code
 * @Test
 * void deltasKeepTheirLaw() {
 *     DeltaLaws.of(TodoState.class, mapper).samples(List.of(empty, oneTodo, manyTodos)).check();
 * }
 * }</pre>
 *
 * <p>States are compared by {@code equals}. Confined to one thread, that of the test.
 *
 * @param <T> the type of the state
 */
public final class DeltaLaws<T extends DeltaCodable<T>> {
    /** The most violations that the error of {@link #check} shows. */
    private static final int MAX_SHOWN = 5;

    /** The most characters of a state that a message shows. */
    private static final int MAX_TEXT = 300;

    private final Class<T> type;
    private final JsonMapper mapper;
    private final Set<T> states = new LinkedHashSet<>();

    private DeltaLaws(Class<T> type, JsonMapper mapper) {
        this.type = type;
        this.mapper = mapper;
    }

    /**
     * Makes a check without states.
     *
     * @param type the type of the state
     * @param mapper the mapper that writes and reads states, since a delta travels as JSON
     */
    public static <T extends DeltaCodable<T>> DeltaLaws<T> of(Class<T> type, JsonMapper mapper) {
        return new DeltaLaws<>(type, mapper);
    }

    /**
     * A pair of states that breaks the law.
     *
     * @param law the part of the law that is broken
     * @param message the states and the delta, in words
     */
    public record Violation(Law law, String message) {}

    /** A part of the law of deltas. */
    public enum Law {
        /** The delta, applied to the first state, gives the second. */
        APPLYING_GIVES_THE_STATE,
        /** The delta is empty only if the states are equal. */
        NO_DELTA_MEANS_NO_CHANGE,
        /** The delta is empty if the states are equal. */
        NO_CHANGE_MEANS_NO_DELTA,
        /** The delta gives the same state after it was written and read as JSON. */
        TRAVELS_AS_JSON
    }

    /** Adds states, and variants that the check makes of them. The check finds most if each list in a state has several items. */
    public DeltaLaws<T> samples(Collection<? extends T> some) {
        for (T each : some) {
            states.add(each);
            JsonNode tree = mapper.valueToTree(each);
            for (JsonNode edited : Edits.of(tree)) {
                T state = read(edited);
                if (state != null) {
                    states.add(state);
                }
            }
        }
        return this;
    }

    /** Adds {@code count} states that a generator makes, and variants of them. */
    public DeltaLaws<T> generated(RandomGenerator random, Function<RandomGenerator, T> generator, int count) {
        List<T> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(generator.apply(random));
        }
        return samples(made);
    }

    /** Returns the violations of every pair of the states; an empty list if the law is kept. */
    public List<Violation> violations() {
        List<Violation> found = new ArrayList<>();
        for (T from : states) {
            for (T to : states) {
                examine(from, to, found);
            }
        }
        return found;
    }

    /**
     * Checks every pair of the states.
     *
     * @throws AssertionError if the law is broken; the message shows the first five violations
     * @throws IllegalStateException if no states were added
     */
    public void check() {
        if (states.isEmpty()) {
            throw new IllegalStateException("there must be states to check: call samples or generated first");
        }
        List<Violation> found = violations();
        if (!found.isEmpty()) {
            throw new AssertionError(found.stream()
                    .limit(MAX_SHOWN)
                    .map(violation -> violation.law() + ": " + violation.message())
                    .collect(Collectors.joining(
                            System.lineSeparator(),
                            type.getSimpleName() + " breaks the law of DeltaCodable " + found.size() + " times:"
                                    + System.lineSeparator(),
                            "")));
        }
    }

    private void examine(T from, T to, List<Violation> found) {
        Optional<T> delta = to.delta(from);
        if (delta.isEmpty()) {
            if (!from.equals(to)) {
                found.add(new Violation(
                        Law.NO_DELTA_MEANS_NO_CHANGE,
                        "there is no delta, so nothing is sent, but " + text(from) + " became " + text(to)));
            }
            return;
        }
        if (from.equals(to)) {
            found.add(new Violation(
                    Law.NO_CHANGE_MEANS_NO_DELTA, "nothing changed in " + text(from) + " but a delta is sent"));
        }
        T applied = from.applying(delta.get());
        if (!applied.equals(to)) {
            found.add(new Violation(Law.APPLYING_GIVES_THE_STATE, why(from, to, applied)));
            return;
        }
        T travelled;
        try {
            travelled = mapper.readValue(mapper.writeValueAsBytes(delta.get()), type);
        } catch (JacksonException e) {
            found.add(new Violation(Law.TRAVELS_AS_JSON, "the delta can't be written and read: " + e.getMessage()));
            return;
        }
        T arrived = from.applying(travelled);
        if (!arrived.equals(to)) {
            found.add(new Violation(Law.TRAVELS_AS_JSON, "after it was written and read, " + why(from, to, arrived)));
        }
    }

    private String why(T from, T to, T applied) {
        return "expected " + text(to) + " but applying the delta to " + text(from) + " gives " + text(applied)
                + Edits.explained(mapper.valueToTree(from), mapper.valueToTree(to), mapper.valueToTree(applied));
    }

    /** Returns the state of a tree; null if the type has no such state. */
    private @Nullable T read(JsonNode state) {
        try {
            return mapper.treeToValue(state, type);
        } catch (JacksonException e) {
            return null;
        }
    }

    private String text(T state) {
        String json = mapper.writeValueAsString(state);
        return json.length() <= MAX_TEXT ? json : json.substring(0, MAX_TEXT) + "…";
    }
}
