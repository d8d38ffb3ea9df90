// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.update;

import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.json.FirstDifference;
import dev.trebuchetfx.protocol.internal.json.Pointer;
import dev.trebuchetfx.protocol.internal.json.StateHash;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A watch for drift. It compares states with the hashes that the server sends, off the client's loop, and finds where a state had come
 * to differ once the full state is there.
 *
 * <p>Owned by the client's loop.
 */
public final class DriftWatch {
    private final Executor background;
    private final Executor loop;
    private final Listener listener;
    private @Nullable Suspect suspect;
    private boolean comparing;
    /** The newest state that came while another one was compared. Those between are not compared: it is what they have led to. */
    private @Nullable Claim next;

    private record Suspect(UUID streamID, long sequence, StateValue state) {}

    /** A state with the hash that the server gave it. */
    private record Claim(UUID streamID, long sequence, StateValue state, String expected) {}

    /** A listener that is told on the loop how comparisons ended. */
    public interface Listener {
        /** Takes the news that the state of an update is the server's. */
        void proven();

        /** Takes the news that the state of this update is not the server's. */
        void differs(UUID streamID, long sequence, StateValue state, String why);

        /** Takes the first place where the state differed; {@code path} is null where it is the same as the full state. */
        void explained(UUID streamID, long sequence, @Nullable String path);
    }

    public DriftWatch(Executor background, Executor loop, Listener listener) {
        this.background = background;
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * Compares a state with the hash that the server sent, if that is of a known kind; the listener is told the result later. One state is
     * compared at a time, since that takes many times its size.
     */
    public void check(UUID streamID, long sequence, StateValue state, String expected) {
        if (!StateHash.isKnown(expected)) {
            return;
        }
        Claim claim = new Claim(streamID, sequence, state, expected);
        if (comparing) {
            next = claim;
        } else {
            compare(claim);
        }
    }

    private void compare(Claim claim) {
        comparing = true;
        background.execute(() -> {
            String found = hashOf(claim.state());
            loop.execute(() -> compared(claim, found));
        });
    }

    private static @Nullable String hashOf(StateValue state) {
        try {
            return StateHash.of(state.tree());
        } catch (RuntimeException | OutOfMemoryError e) {
            // A state without a tree has no hash, and neither has one with numbers that can't be written, or one too
            // large.
            return null;
        }
    }

    private void compared(Claim claim, @Nullable String found) {
        comparing = false;
        Claim waiting = next;
        next = null;
        if (waiting != null) {
            compare(waiting);
        }
        if (claim.expected().equals(found)) {
            listener.proven();
        } else if (found != null) {
            listener.differs(
                    claim.streamID(),
                    claim.sequence(),
                    claim.state(),
                    "the server's state of update " + Long.toUnsignedString(claim.sequence()) + " has the hash "
                            + claim.expected() + " but the one here has " + found);
        }
    }

    /** Keeps a state that is known to be wrong, to compare it with the next full one. */
    public void suspect(UUID streamID, long sequence, StateValue state) {
        suspect = new Suspect(streamID, sequence, state);
    }

    /** Compares a full state with the one that was known to be wrong, if there was one. */
    public void fullState(StateValue full) {
        Suspect wrong = suspect;
        suspect = null;
        if (wrong == null) {
            return;
        }
        background.execute(() -> {
            Pointer difference;
            try {
                difference = FirstDifference.between(wrong.state().tree(), full.tree());
            } catch (RuntimeException e) {
                difference = Pointer.ROOT;
            }
            String path = difference == null ? null : difference.toString();
            loop.execute(() -> listener.explained(wrong.streamID(), wrong.sequence(), path));
        });
    }
}
