// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The type of a persistent state, and how states that were stored in older forms become it. Immutable.
 *
 * @param <S> the type of the state
 * @param type the class of the state
 * @param initial the state of an actor of which nothing is stored
 * @param migrations the steps from each form to the next; the first makes form 2 of form 1
 */
public record VersionedState<S>(Class<S> type, S initial, List<UnaryOperator<Map<String, Object>>> migrations) {
    public VersionedState {
        migrations = List.copyOf(migrations);
    }

    /** Returns the definition of a state that has had one form only. */
    public static <S> VersionedState<S> of(Class<S> type, S initial) {
        return new VersionedState<>(type, initial, List.of());
    }

    /**
     * Returns this definition with one more form, the newest.
     *
     * @param migration makes the JSON object of the new form of that of the form before, which it may change and return. It is called each
     *     time that an old state is read, so it must always make the same of the same
     */
    public VersionedState<S> migratedBy(UnaryOperator<Map<String, Object>> migration) {
        List<UnaryOperator<Map<String, Object>>> more = new ArrayList<>(migrations);
        more.add(migration);
        return new VersionedState<>(type, initial, more);
    }

    /** Returns the number of the newest form, in which states are stored: 1 without migrations. */
    public int schema() {
        return migrations.size() + 1;
    }
}
