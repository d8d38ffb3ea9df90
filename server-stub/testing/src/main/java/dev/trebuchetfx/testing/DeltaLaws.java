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
 * A check that the deltas of a type keep the law of {@link DeltaCodable}, for every pair of some states and of edited copies of
 * them: with an item removed from a list, with a list in another order, with a property that is null.
 *
 * <pre>{@code
 * @Test
 * void deltasKeepTheirLaw() {
 *     DeltaLaws.of(TodoState.class, mapper).samples(List.of(empty, oneTodo, manyTodos)).check();
 * }
 * }</pre>
 *
 * <p>Values are compared by {@code equals}. Confined to the test that made it.
 *
 * @param <T> the type of the states
 */
public final class DeltaLaws<T extends DeltaCodable<T>> {
    private static final int MAX_SHOWN = 5;
    private static final int MAX_TEXT = 300;

    private final Class<T> type;
    private final JsonMapper mapper;
    private final Set<T> states = new LinkedHashSet<>();

    private DeltaLaws(Class<T> type, JsonMapper mapper) {
        this.type = type;
        this.mapper = mapper;
    }

    /**
     * Returns a check of a type that has no states yet.
     *
     * @param mapper the mapper that writes and reads the states, since a delta travels as JSON
     */
    public static <T extends DeltaCodable<T>> DeltaLaws<T> of(Class<T> type, JsonMapper mapper) {
        return new DeltaLaws<>(type, mapper);
    }

    /** A promise that a delta breaks. */
    public record Violation(Law law, String message) {}

    /** The promises of a delta. */
    public enum Law {
        /** The promise that applying the delta gives the other state. */
        APPLYING_GIVES_THE_STATE,
        /** The promise that something changed only if there is a delta. */
        NO_DELTA_MEANS_NO_CHANGE,
        /** The promise that there is no delta where nothing changed. */
        NO_CHANGE_MEANS_NO_DELTA,
        /** The promise that a delta still works when it has travelled as JSON. */
        TRAVELS_AS_JSON
    }

    /** Adds states to check, and edited copies of each: use states with several items in each list. */
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

    /** Adds {@code count} states that a generator makes, and edited copies of each. */
    public DeltaLaws<T> generated(RandomGenerator random, Function<RandomGenerator, T> generator, int count) {
        List<T> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(generator.apply(random));
        }
        return samples(made);
    }

    /** Returns the promises that are broken, for every pair of the states; empty where none is. */
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
     * Fails where a promise is broken.
     *
     * @throws AssertionError with the first violations
     * @throws IllegalStateException if there is nothing to check
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

    /** Returns the state of an edited tree; null where the type has no such state. */
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
