// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.JsonDiff;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states that the steps of a group have set, one after the other, and that are not stored yet.
 *
 * <p>Confined to the turns of the keeper's actor.
 */
final class StagedStates {
    /** Each so many versions the log gets a whole state, so that a state of the log is made of few patches. */
    private static final int WHOLE_EVERY = 64;

    private final StateKeeper keeper;
    private final StoreAccess access;
    private final List<Staged> all = new ArrayList<>();
    private long bytes;

    private record Staged(StateWrite write, StateValue json, Object value) {}

    StagedStates(StateKeeper keeper, StoreAccess access) {
        this.keeper = keeper;
        this.access = access;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** Returns the bytes of the states as JSON. */
    long bytes() {
        return bytes;
    }

    void clear() {
        all.clear();
        bytes = 0;
    }

    /** Returns the newest state; there must be one. */
    Object last() {
        return all.getLast().value();
    }

    Object value(int index) {
        return all.get(index).value();
    }

    List<StateWrite> writes() {
        return all.stream().map(Staged::write).toList();
    }

    /**
     * Adds a state, unless it is the same as the one before.
     *
     * @param held the version before all of them
     * @param kept the result of the step as JSON, for a repetition of it; null for none
     * @throws Exception if the state can't be stored
     */
    void add(Attempt attempt, HeldState held, Object next, @Nullable Bytes kept) throws Exception {
        StateForm form = keeper.form();
        Bytes json = form.encode(next);
        int most = access.store().maxStateBytes();
        if (json.size() > most) {
            throw new StateRefusedException("the state of the actor '" + keeper.actor() + "' must have at most " + most
                    + " bytes as JSON but would have " + json.size());
        }
        long more = (long) json.size() - held.json().size();
        if (more > 0 && !access.heldRoom().has(more)) {
            throw access.heldRoom().full();
        }
        StateValue state = StateValue.beforeDeltas(json);
        StateVersion version = held.version();
        Bytes change = null;
        if (!all.isEmpty() || (version != null && held.schema() == form.schema())) {
            StateValue before = all.isEmpty() ? held.json() : all.getLast().json();
            JsonPatch patch = JsonDiff.between(before.tree(), state.tree(), ListKeys.BY_ID);
            if (patch.operations().isEmpty()) {
                return;
            }
            long number = (version == null ? 0 : version.number()) + all.size() + 1;
            Bytes encoded = patch.encoded();
            boolean whole = number % WHOLE_EVERY == 0 || encoded.size() * 2L > json.size();
            change = whole ? null : encoded;
        }
        StateWrite write = new StateWrite(attempt.writeId(), attempt.step().key(), kept, form.schema(), json, change);
        all.add(new Staged(write, state, next));
        bytes += json.size();
    }
}
