// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.OwnDeltas;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** The states of one type that is a {@link DeltaCodable}, and so has deltas of its own. Safe for use by any thread. */
public final class CodableStates<T extends DeltaCodable<T>> implements OwnDeltas {
    private final String what;
    private final JavaType type;
    private final PayloadMapper payloads;

    private CodableStates(String what, JavaType type, PayloadMapper payloads) {
        this.what = what;
        this.type = type;
        this.payloads = payloads;
    }

    /**
     * Returns the states of {@code type}.
     *
     * @param what the name of a state in errors
     * @throws IllegalArgumentException if the type has no deltas of its own
     */
    public static OwnDeltas of(String what, JavaType type, PayloadMapper payloads) {
        JavaType[] parameters = type.findTypeParameters(DeltaCodable.class);
        if (parameters.length != 1) {
            throw new IllegalArgumentException(
                    "a state type must implement DeltaCodable to have deltas of its own, but " + type.toCanonical()
                            + " does not; implement it, or ask for Deltas.AUTOMATIC, which needs nothing of the type");
        }
        if (!parameters[0].hasRawClass(type.getRawClass())) {
            throw new IllegalArgumentException("a state type must be a DeltaCodable of itself, but "
                    + type.toCanonical()
                    + " is one of " + parameters[0].toCanonical() + "; observe that type, or let " + type.toCanonical()
                    + " implement DeltaCodable<" + type.getRawClass().getSimpleName() + ">");
        }
        return new CodableStates<>(what, type, payloads);
    }

    @Override
    public Object read(Bytes json) {
        return typed(what, json);
    }

    @Override
    @SuppressWarnings("unchecked") // Only states that were read here come back.
    public Object apply(Object state, Bytes delta) {
        T change = typed("a delta of " + what, delta);
        @Nullable Object after;
        try {
            after = ((T) state).applying(change);
        } catch (Throwable e) {
            throw new PayloadException(
                    "applying of " + type.toCanonical() + " failed: " + ForeignCode.describeWithKind(e), e);
        }
        if (after == null) {
            throw new PayloadException("applying of " + type.toCanonical() + " must give a state but gave null");
        }
        return after;
    }

    @Override
    public Bytes write(Object state) {
        return payloads.writeState(what, state);
    }

    private T typed(String called, Bytes json) {
        T value = payloads.read(called, json, type);
        if (value == null) {
            throw new PayloadException(called + " must not be null or empty but was");
        }
        return value;
    }
}
