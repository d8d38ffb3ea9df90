// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.internal.delta.JsonPatch;
import dev.trebuchetfx.client.internal.delta.JsonPatchException;
import dev.trebuchetfx.client.internal.delta.StateValue;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.SequenceNumbers;
import dev.trebuchetfx.client.wire.StateDelta;
import dev.trebuchetfx.client.wire.StateDeltaCodec;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.WireException;
import dev.trebuchetfx.client.wire.WireLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the whole state of each update of a stream, by the state at hand where a change has travelled. A change that starts from
 * another state is never applied.
 *
 * <p>Owned by the client's loop.
 */
final class DeltaStreamApplier {
    /** The name of the format in the protocol. */
    static final String JSON_PATCH = "json-patch";

    /** A server whose changes do not fit that often, one after the other, is not asked for changes again. */
    private static final int MAX_FAILURES = 3;

    private final StateDeltaCodec codec = new StateDeltaCodec(WireLimits.DEFAULT);
    private final boolean wanted;

    // Valid for the logical stream.
    private int failures;
    private @Nullable StateValue state;

    // Valid for one stream of the server.
    private boolean deltas;
    /** The number of the state at hand; absent where it belongs to another stream. */
    private @Nullable Long stateAt;

    /**
     * An applier without a state.
     *
     * @param wanted whether the application wants changes to travel
     */
    DeltaStreamApplier(boolean wanted) {
        this.wanted = wanted;
    }

    /** What became of an update. */
    sealed interface Result {
        /** The state after it; {@code content} is what travelled. */
        record Applied(StateValue state, boolean byDelta, Bytes content) implements Result {}

        /** It has no base here, or does not fit it. */
        record Refused(String why) implements Result {}
    }

    /** The formats to ask for. */
    List<String> formats() {
        return wanted && failures < MAX_FAILURES ? List.of(JSON_PATCH) : List.of();
    }

    /** The newest state. */
    @Nullable
    StateValue state() {
        return state;
    }

    /** An earlier run has left this. */
    void restore(@Nullable Bytes json, @Nullable Long at) {
        state = json == null ? null : wanted ? StateValue.beforeDeltas(json) : StateValue.of(json);
        stateAt = json == null ? null : at;
    }

    /** The server numbers anew. */
    void begin(@Nullable String format) {
        stateAt = null;
        goOn(format);
    }

    /** The server goes on with the stream. */
    void goOn(@Nullable String format) {
        deltas = JSON_PATCH.equals(format);
    }

    /** Whether updates of this stream may be changes. */
    boolean isDelta() {
        return deltas;
    }

    /** The state at hand is not what the server has: the next one must be whole. */
    void distrust() {
        failures++;
        stateAt = null;
    }

    /** A hash of the server has shown that the state at hand is right. */
    void trust() {
        failures = 0;
    }

    /** Takes an update that is in its place. */
    Result apply(StreamDataEnvelope data) {
        if (!deltas) {
            return applied(data, StateValue.of(data.data()), false, data.data());
        }
        StateDelta delta;
        try {
            delta = codec.decode(data.data());
        } catch (WireException e) {
            return refused("it must be a StateDelta: " + e.getMessage());
        }
        if (delta.isFull()) {
            return applied(data, StateValue.beforeDeltas(delta.data()), false, delta.data());
        }
        Long base = data.ext() == null ? null : data.ext().base();
        StateValue from = state;
        if (base == null || from == null || !base.equals(stateAt)) {
            return refused("its base is "
                    + (base == null ? "not named" : "the state of update " + SequenceNumbers.toText(base)) + " but "
                    + (stateAt == null || from == null
                            ? "there is no state of this stream"
                            : "the state at hand is that of update " + SequenceNumbers.toText(stateAt)));
        }
        try {
            StateValue after =
                    from.patched(JsonPatch.parse(delta.data()), delta.data().size());
            return applied(data, after, true, delta.data());
        } catch (JsonPatchException e) {
            return refused(
                    "it does not fit the state of update " + SequenceNumbers.toText(base) + ": " + e.getMessage());
        }
    }

    private Result applied(StreamDataEnvelope data, StateValue next, boolean byDelta, Bytes content) {
        state = next;
        stateAt = data.sequenceNumber();
        return new Result.Applied(next, byDelta, content);
    }

    private Result refused(String why) {
        distrust();
        return new Result.Refused("a change of the state can't be applied, " + why + "; asked for the full state");
    }
}
