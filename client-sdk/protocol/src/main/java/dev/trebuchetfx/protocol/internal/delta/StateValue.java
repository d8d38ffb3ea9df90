// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A state on its way through the client: the bytes that came, or the tree or value that a delta has led to. Other forms are made on demand
 * alone: the bytes of a patched state for a caller that keeps or compares them, and the tree of bytes for a patch or a hash.
 *
 * <p>Immutable. Safe for use by any thread.
 */
public final class StateValue {
    /** The most bytes that a patch may bring a state to: no larger one could have travelled whole. */
    private static final long MAX_BYTES = WireLimits.DEFAULT.maxFrameBytes();

    private final @Nullable Bytes bytes;
    private final @Nullable OwnState own;
    private final boolean shared;
    private final long sizeAtMost;
    private final long counted;
    private final ReentrantLock parsing = new ReentrantLock();
    private volatile @Nullable JsonNode tree;

    /**
     * Makes a state from its bytes, its tree, or a value of the application's own.
     *
     * @param shared true if the tree shares parts with the states before and after it
     * @param sizeAtMost the bytes that were counted last, and those of the deltas since
     * @param counted the bytes that were counted last
     */
    private StateValue(
            @Nullable Bytes bytes,
            @Nullable JsonNode tree,
            @Nullable OwnState own,
            boolean shared,
            long sizeAtMost,
            long counted) {
        this.bytes = bytes;
        this.tree = tree;
        this.own = own;
        this.shared = shared;
        this.sizeAtMost = sizeAtMost;
        this.counted = counted;
    }

    /** Returns a state that came as a whole, on a stream without deltas. */
    public static StateValue of(Bytes json) {
        return new StateValue(json, null, null, false, json.size(), json.size());
    }

    /** Returns a state that came as a whole, on a stream with patches, which will need its tree. */
    public static StateValue beforeDeltas(Bytes json) {
        return new StateValue(json, null, null, true, json.size(), json.size());
    }

    /** Returns a state that came as a whole, on a stream with deltas of the application's own. */
    public static StateValue beforeOwnDeltas(Bytes json, OwnDeltas type) {
        return new StateValue(json, null, OwnState.of(type, json), false, json.size(), json.size());
    }

    /** Refuses a state of this size, as it would be after a patch, if it is larger than a state may be. */
    static void requireBearable(long bytes) throws JsonPatchException {
        if (bytes > MAX_BYTES) {
            throw new JsonPatchException("a state must not have more than " + MAX_BYTES + " bytes but would have "
                    + bytes + " after the patch");
        }
    }

    /**
     * Returns the state after a patch.
     *
     * @param patchBytes the size of the patch as JSON
     * @throws JsonPatchException if the patch does not fit or exceeds a limit, or this state is not JSON
     */
    public StateValue patched(JsonPatch patch, int patchBytes) throws JsonPatchException {
        JsonNode before;
        try {
            before = tree();
        } catch (JacksonException e) {
            throw new JsonPatchException("the state that is to be patched must be JSON: " + e.getOriginalMessage(), e);
        }
        PatchApplication.Result result = patch.applied(before);
        JsonNode after = result.document();
        long size = sizeAtMost + patchBytes + result.copiedBytes();
        // The size is counted anew only after patches as large as the state, so that counting costs little per patch.
        if ((size > 1_024 && size > 2 * counted) || (size > MAX_BYTES && size > counted + counted / 4)) {
            long exact = JsonSize.of(after);
            requireBearable(exact);
            return new StateValue(null, after, null, true, exact, exact);
        }
        return new StateValue(null, after, null, true, size, counted);
    }

    /**
     * Returns the state after a delta of the application's own.
     *
     * @throws OwnDeltas.FailedException if the application's code fails, or this state has no deltas of its own; see
     *     {@link #hasOwnDeltas}
     */
    public StateValue afterOwn(Bytes delta) throws OwnDeltas.FailedException {
        try {
            OwnState after = own().after(delta);
            long size = sizeAtMost + delta.size();
            // The first state after a delta is counted too: a state that can't be written fails before it is shown.
            if (bytes != null || size > 2 * Math.max(counted, 512)) {
                long exact = after.json().size();
                return new StateValue(null, null, after, false, exact, exact);
            }
            return new StateValue(null, null, after, false, size, counted);
        } catch (Throwable e) {
            // Nothing that the application's code throws may end the client.
            throw new OwnDeltas.FailedException(ForeignCode.describe(e), e);
        }
    }

    /** Returns whether the state belongs to a stream with deltas of the application's own. */
    public boolean hasOwnDeltas() {
        return own != null;
    }

    /**
     * Returns the application's own value.
     *
     * @throws IllegalStateException if the state has no deltas of its own; see {@link #hasOwnDeltas}
     * @throws RuntimeException if the value can't be read
     */
    public Object ownValue() {
        return own().value();
    }

    private OwnState own() {
        OwnState found = own;
        if (found == null) {
            throw new IllegalStateException("the state must be one with deltas of the application's own");
        }
        return found;
    }

    /** Returns whether the other state is the same, by its bytes if both have them, otherwise by its tree or value. */
    public boolean isSameAs(StateValue other) {
        if (own != null && other.own != null) {
            return own.isSameAs(other.own);
        }
        if (bytes != null && other.bytes != null && bytes.equals(other.bytes)) {
            return true;
        }
        try {
            return (bytes == null || other.bytes == null) && WireEquality.same(tree(), other.tree());
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Returns whether the tree shares parts with the states before and after it, so that decoding the tree is cheaper than the bytes. */
    public boolean isShared() {
        return shared;
    }

    /** Returns the JSON in UTF-8. A state that a delta has led to is written anew at each call. */
    public Bytes json() {
        Bytes came = bytes;
        if (came != null) {
            return came;
        }
        return own != null ? own.json() : JsonTrees.write(tree());
    }

    /** Returns the approximate size of {@link #json} in bytes, without writing it. It may be too large, but is never much too small. */
    public int size() {
        return (int) Math.min(sizeAtMost, Integer.MAX_VALUE);
    }

    /**
     * Returns the tree.
     *
     * @throws JacksonException if the bytes are not JSON
     */
    public JsonNode tree() {
        JsonNode known = tree;
        if (known == null) {
            // The tree must be made once only, since decoded values are remembered in it.
            parsing.lock();
            try {
                known = tree;
                if (known == null) {
                    known = JsonTrees.read(json());
                    tree = known;
                }
            } finally {
                parsing.unlock();
            }
        }
        return known;
    }
}
