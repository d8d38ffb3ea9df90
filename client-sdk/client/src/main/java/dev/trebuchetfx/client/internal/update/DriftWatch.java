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
 * Compares states with the hashes that the server sends, off the client's loop, and says where a state had come to differ once
 * the full one is there.
 *
 * <p>Owned by the client's loop.
 */
public final class DriftWatch {
    private final Executor background;
    private final Executor loop;
    private final Listener listener;
    private @Nullable Suspect suspect;

    private record Suspect(UUID streamID, long sequence, StateValue state) {}

    /** A listener that hears, on the loop, how comparisons ended. */
    public interface Listener {
        /** Tells that the state of an update is the server's. */
        void proven();

        /** Tells that the state of this update is not the server's. */
        void differs(UUID streamID, long sequence, StateValue state, String why);

        /** Tells where the state first differed; {@code path} is null where the full state is the same. */
        void explained(UUID streamID, long sequence, @Nullable String path);
    }

    public DriftWatch(Executor background, Executor loop, Listener listener) {
        this.background = background;
        this.loop = loop;
        this.listener = listener;
    }

    /** Compares a state with the hash that the server sent; the listener hears the result later. */
    public void check(UUID streamID, long sequence, StateValue state, String expected) {
        if (!StateHash.isKnown(expected)) {
            return;
        }
        background.execute(() -> {
            String found;
            try {
                found = StateHash.of(state.tree());
            } catch (RuntimeException e) {
                // What has no tree, or no digits, has no hash.
                return;
            }
            if (found != null) {
                loop.execute(() -> {
                    if (found.equals(expected)) {
                        listener.proven();
                    } else {
                        listener.differs(
                                streamID,
                                sequence,
                                state,
                                "the server's state of update " + Long.toUnsignedString(sequence) + " has the hash "
                                        + expected + " but the one here has " + found);
                    }
                });
            }
        });
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
