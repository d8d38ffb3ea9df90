// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.WireEquality;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A whole state on its way through the client: the bytes that came, or the tree or value that a change has left. What is not asked for is
 * not made: the bytes of a patched state only for who keeps or compares them, the tree of bytes only where a patch or a hash needs
 * it.
 *
 * <p>Immutable. Safe for use by any thread.
 */
public final class StateValue {
    private final @Nullable Bytes bytes;
    private final @Nullable OwnState own;
    private final boolean shared;
    private final long sizeAtMost;
    private final long counted;
    private final ReentrantLock parsing = new ReentrantLock();
    private volatile @Nullable JsonNode tree;

    /**
     * With bytes, with a tree, or with a value of the application's own.
     *
     * @param sizeAtMost what was counted, and the patches since
     * @param counted how many bytes it had when they were counted last
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

    /** A state as it came, of a stream without deltas. */
    public static StateValue of(Bytes json) {
        return new StateValue(json, null, null, false, json.size(), json.size());
    }

    /** A state as it came, of a stream where deltas may follow: its tree will be wanted. */
    public static StateValue beforeDeltas(Bytes json) {
        return new StateValue(json, null, null, true, json.size(), json.size());
    }

    /** A state as it came, of a stream with deltas of the application's own. */
    public static StateValue beforeOwnDeltas(Bytes json, OwnDeltas type) {
        return new StateValue(json, null, OwnState.of(type, json), false, json.size(), json.size());
    }

    /**
     * The state after a change.
     *
     * @throws JsonPatchException if the patch does not fit, or this is not JSON
     */
    public StateValue patched(JsonPatch patch, int patchBytes) throws JsonPatchException {
        JsonNode before;
        try {
            before = tree();
        } catch (JacksonException e) {
            throw new JsonPatchException("the state that is to be patched must be JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode after = patch.applyTo(before);
        long size = sizeAtMost + patchBytes;
        // Counted anew only when patches as large as the state have come since, so that it costs little for each.
        if (size > 1_024 && size > 2 * counted) {
            long exact = JsonSize.of(after);
            return new StateValue(null, after, null, true, exact, exact);
        }
        return new StateValue(null, after, null, true, size, counted);
    }

    /**
     * The state after a delta of the application's own; only where {@link #hasOwnDeltas}.
     *
     * @throws OwnDeltas.FailedException if the application's code fails
     */
    public StateValue afterOwn(Bytes delta) throws OwnDeltas.FailedException {
        try {
            OwnState after = own().after(delta);
            long size = sizeAtMost + delta.size();
            // The first time too, so that a state which can't be written is found before it is shown.
            if (bytes != null || size > 2 * Math.max(counted, 512)) {
                long exact = after.json().size();
                return new StateValue(null, null, after, false, exact, exact);
            }
            return new StateValue(null, null, after, false, size, counted);
        } catch (Throwable e) {
            // It is the application's: whatever is wrong with it must not end the client.
            throw new OwnDeltas.FailedException(ForeignCode.describe(e), e);
        }
    }

    /** Whether it is one of the application's own values, or becomes one when it is read. */
    public boolean hasOwnDeltas() {
        return own != null;
    }

    /**
     * The application's own value; only where {@link #hasOwnDeltas}.
     *
     * @throws RuntimeException if it can't be read
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

    /** Whether another is the same state: byte for byte or value for value, whichever is known of both. */
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

    /** Whether it shares parts with the states before and after it, so that decoding by way of the tree pays. */
    public boolean isShared() {
        return shared;
    }

    /** The JSON; made anew each time where a change has led to the state. */
    public Bytes json() {
        Bytes came = bytes;
        if (came != null) {
            return came;
        }
        return own != null ? own.json() : JsonTrees.write(tree());
    }

    /** About how many bytes {@link #json} has, without making them; rarely much more than that, never much less. */
    public int size() {
        return (int) Math.min(sizeAtMost, Integer.MAX_VALUE);
    }

    /**
     * The tree.
     *
     * @throws JacksonException if the bytes are not JSON
     */
    public JsonNode tree() {
        JsonNode known = tree;
        if (known == null) {
            // Made once, since what is decoded is remembered in it.
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
