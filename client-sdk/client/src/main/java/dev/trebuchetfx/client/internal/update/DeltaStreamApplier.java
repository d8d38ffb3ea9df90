// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.update;

import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.delta.DeltaWish;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.protocol.internal.delta.OwnDeltas;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The maker of the whole state of each update of a stream. Where a delta has travelled, it starts from the state at hand; a delta that
 * has another base is never applied.
 *
 * <p>Owned by the client's loop.
 */
public final class DeltaStreamApplier {
    /** The number of failures in a row after which the server is not asked for deltas again. */
    private static final int MAX_FAILURES = 3;

    private final StateDeltaCodec codec = new StateDeltaCodec(WireLimits.DEFAULT);
    private final DeltaWish wish;

    // Valid for the logical stream.
    private int failures;
    private @Nullable StateValue state;

    // Valid for one stream of the server.
    private Content content;
    /** The number of the state at hand; null where the state belongs to another stream, or is not the server's. */
    private @Nullable Long stateAt;
    /** True if nothing but a full state helps. */
    private boolean awaitsFull;

    /** The content of the updates of a stream. */
    private enum Content {
        /** An update holds a state. */
        STATES,
        /** An update holds a StateDelta, with deltas in JSON Patch. */
        PATCHES,
        /** An update holds a StateDelta, with deltas of the application's own. */
        OWN,
        /** An update holds a state or a StateDelta of the application's own: a version 2 server does not say which. */
        OWN_OR_STATES,
        /** An update holds a state or a StateDelta in JSON Patch: an earlier run was told which, and the server has not said it again. */
        PATCHES_OR_STATES
    }

    /**
     * Creates an applier without a state.
     *
     * @param wish the deltas that the application can take in place of states
     */
    public DeltaStreamApplier(DeltaWish wish) {
        this.wish = wish;
        this.content = unannounced();
    }

    /** The result of applying an update. */
    public sealed interface Result {
        /**
         * The update was applied.
         *
         * @param state the state after the update
         * @param byDelta true if a delta has travelled
         * @param content the state or delta that travelled, without its wrapper
         */
        record Applied(StateValue state, boolean byDelta, Bytes content) implements Result {}

        /**
         * The update was refused: its base is not here, or it does not fit the base.
         *
         * @param first true for the first refusal since the last full state
         */
        record Refused(String why, boolean first) implements Result {}
    }

    /** Returns the formats of deltas to ask for, the preferred one first. */
    public List<String> formats() {
        return failures < MAX_FAILURES ? wish.formats() : List.of();
    }

    /** Returns the newest state, or null where there is none. */
    @Nullable
    public StateValue state() {
        return state;
    }

    /** Returns whether the server can start a delta from the state at hand. */
    public boolean hasBase() {
        return state != null && stateAt != null;
    }

    /** Returns whether nothing but a full state helps. */
    public boolean awaitsFull() {
        return awaitsFull;
    }

    /** Goes on from the state that an earlier run has kept; {@code at} is its number, or null where it can't be a base. */
    public void restore(@Nullable Bytes json, @Nullable Long at) {
        state = json == null ? null : whole(json, wish instanceof DeltaWish.Patches);
        stateAt = json == null ? null : at;
        content = wish instanceof DeltaWish.Patches ? Content.PATCHES_OR_STATES : unannounced();
    }

    /**
     * Begins with a stream of the server.
     *
     * @param extended true if the server has the extension, so that the format tells what comes
     * @param format the format of the deltas; null for states, or from a version 2 server, which does not name it
     */
    public void begin(boolean extended, @Nullable String format) {
        stateAt = null;
        awaitsFull = false;
        if (extended) {
            goOn(format);
        } else {
            content = unannounced();
        }
    }

    /** Goes on with the stream of a server with the extension, which sends this format of deltas, or states where it is null. */
    public void goOn(@Nullable String format) {
        if (StateDeltas.JSON_PATCH.equals(format)) {
            content = Content.PATCHES;
        } else if (StateDeltas.APPLICATION.equals(format)) {
            content = Content.OWN;
        } else {
            content = Content.STATES;
        }
    }

    private boolean takesPatches() {
        return content == Content.PATCHES || content == Content.PATCHES_OR_STATES;
    }

    private Content unannounced() {
        return wish instanceof DeltaWish.Own ? Content.OWN_OR_STATES : Content.STATES;
    }

    /** Returns whether a hash of the server can be compared with the state at hand. */
    public boolean isProvable() {
        return content == Content.PATCHES;
    }

    /** Gives the state at hand up, since it is not the server's: the next one must be a full state. */
    public void distrust() {
        failures++;
        stateAt = null;
        awaitsFull = true;
    }

    /** Confirms the state at hand, which has been shown to be right. */
    public void trust() {
        failures = 0;
    }

    /** Applies an update that came in its place. */
    public Result apply(StreamDataEnvelope data) {
        StateDelta delta;
        try {
            delta = content == Content.STATES ? new StateDelta(true, data.data()) : codec.decode(data.data());
        } catch (WireException e) {
            boolean mayBeState = content == Content.OWN_OR_STATES || content == Content.PATCHES_OR_STATES;
            if (mayBeState && !isWrapped(data.data())) {
                delta = new StateDelta(true, data.data());
            } else {
                return refused("it must be a StateDelta: " + e.getMessage());
            }
        }
        if (delta.isFull()) {
            awaitsFull = false;
            return applied(data, whole(delta.data(), takesPatches()), false, delta.data());
        }
        StateValue from = state;
        Long base = baseOf(data);
        if (base == null || from == null || !base.equals(stateAt)) {
            return refused("its base is "
                    + (base == null ? "not named" : "the state of update " + SequenceNumbers.toText(base)) + " but "
                    + (stateAt == null || from == null
                            ? "there is no state of this stream"
                            : "the state at hand is that of update " + SequenceNumbers.toText(stateAt)));
        }
        try {
            StateValue after = takesPatches()
                    ? from.patched(JsonPatch.parse(delta.data()), delta.data().size())
                    : afterOwn(from, delta.data());
            return applied(data, after, true, delta.data());
        } catch (JsonPatchException | OwnDeltas.FailedException e) {
            return refused(
                    "it does not fit the state of update " + SequenceNumbers.toText(base) + ": " + e.getMessage());
        }
    }

    /** Returns the number of the base, or null where it is not named. A version 2 server does not name it; it means the update before. */
    private @Nullable Long baseOf(StreamDataEnvelope data) {
        StreamDataEnvelope.Ext ext = data.ext();
        if (ext != null && ext.base() != null) {
            return ext.base();
        }
        return content == Content.OWN_OR_STATES ? Long.valueOf(data.sequenceNumber() - 1) : null;
    }

    private StateValue afterOwn(StateValue from, Bytes delta) throws OwnDeltas.FailedException {
        if (!from.hasOwnDeltas()) {
            throw new OwnDeltas.FailedException("it was not asked for", null);
        }
        StateValue after = from.afterOwn(delta);
        // No hash comes that could prove this state, so that a delta which fits counts as proof.
        trust();
        return after;
    }

    private StateValue whole(Bytes json, boolean patchesFollow) {
        if (wish instanceof DeltaWish.Own(OwnDeltas type)) {
            return StateValue.beforeOwnDeltas(json, type);
        }
        return patchesFollow ? StateValue.beforeDeltas(json) : StateValue.of(json);
    }

    /** Returns whether the JSON looks like a StateDelta, so that it must not be taken for a state of the application's. */
    private static boolean isWrapped(Bytes json) {
        try {
            return JsonTrees.read(json).has("isFull");
        } catch (JacksonException e) {
            return false;
        }
    }

    private Result applied(StreamDataEnvelope data, StateValue next, boolean byDelta, Bytes travelled) {
        state = next;
        stateAt = data.sequenceNumber();
        return new Result.Applied(next, byDelta, travelled);
    }

    private Result refused(String why) {
        boolean first = !awaitsFull;
        if (first) {
            distrust();
        }
        return new Result.Refused(
                "a change of the state can't be applied, " + why + "; asked for the full state", first);
    }
}
