// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.server.actor.VersionedState;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StoredState;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The states of one actor as values and as JSON, with the migrations between. Immutable; safe for use by any thread. */
public final class StateForm {
    private final VersionedState<?> definition;
    private final Json json;

    /** The JSON of values. Safe for use by any thread. */
    public interface Json {
        Bytes encode(@Nullable Object value) throws Exception;

        @Nullable
        Object decode(Bytes json, Type type) throws Exception;
    }

    public StateForm(VersionedState<?> definition, Json json) {
        this.definition = definition;
        this.json = json;
    }

    int schema() {
        return definition.schema();
    }

    Bytes encode(Object state) throws Exception {
        return json.encode(state);
    }

    /** Returns the initial state, of which nothing is stored. */
    HeldState initial() {
        Object initial = definition.initial();
        try {
            return new HeldState(
                    null, null, schema(), StateValue.beforeDeltas(json.encode(initial)), initial, null, null);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "the initial state can't be written as JSON: " + ForeignCode.describe(e), e);
        }
    }

    /** Returns a stored state as it is held. */
    HeldState held(StoredState stored) {
        return held(
                stored.version(),
                stored.writeId(),
                stored.schema(),
                StateValue.beforeDeltas(stored.json()),
                stored.storedAt());
    }

    /**
     * Returns the version that an entry of the log makes of the one before it.
     *
     * @param before the version before; null where it is not known, so that only an entry with a whole state leads on
     * @throws JsonPatchException if the entry is a patch that does not fit
     */
    public HeldState after(@Nullable HeldState before, LogEntry entry) throws JsonPatchException {
        StateValue state;
        if (!entry.isPatch()) {
            state = StateValue.beforeDeltas(entry.content());
        } else if (before == null) {
            throw new JsonPatchException("the log begins with a patch, and the state before it is not known");
        } else {
            state = before.json()
                    .patched(JsonPatch.parse(entry.content()), entry.content().size());
        }
        return held(entry.version(), entry.writeId(), entry.schema(), state, entry.storedAt());
    }

    private HeldState held(StateVersion version, UUID writeId, int schema, StateValue state, Instant at) {
        Object value = null;
        String problem = null;
        try {
            value = value(schema, state);
            if (value == null) {
                problem = "it is the JSON value null";
            }
        } catch (Throwable e) {
            // A migration or a constructor of the application's, or an edit from outside, may fail in any way.
            problem = ForeignCode.describe(e);
        }
        return new HeldState(version, writeId, schema, state, value, problem, at);
    }

    @SuppressWarnings("unchecked") // An object of JSON is read as a map with names.
    private @Nullable Object value(int schema, StateValue state) throws Exception {
        if (schema > schema()) {
            throw new IllegalStateException("its form is " + schema + ", but this server knows the forms up to "
                    + schema() + "; update the server");
        }
        Bytes bytes = state.json();
        if (schema < schema()) {
            Map<String, Object> object = (Map<String, Object>) json.decode(bytes, Map.class);
            for (UnaryOperator<Map<String, Object>> step :
                    definition.migrations().subList(schema - 1, schema() - 1)) {
                object = step.apply(object);
            }
            bytes = json.encode(object);
        }
        return json.decode(bytes, definition.type());
    }
}
