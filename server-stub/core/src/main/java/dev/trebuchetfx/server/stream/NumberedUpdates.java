// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.change.Changes;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.replay.Position;
import dev.trebuchetfx.server.replay.ReplayBudget;
import dev.trebuchetfx.server.replay.ReplayBudget.Copy;
import dev.trebuchetfx.server.replay.ReplayBuffer;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbered updates of one stream: the newest one, and those that can be replayed.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class NumberedUpdates {
    private final TimeSource time;
    private final String principal;
    private final ReplayBudget budget;
    private final Runnable onEvicted;
    private final ReplayBuffer buffer;
    private boolean leftToLog;
    private long newest;
    private @Nullable StateContent newestContent;
    private @Nullable Copy newestCopy;

    /**
     * Creates the updates of a stream; there are none.
     *
     * @param principal the principal to whom the stream belongs
     * @param budget the bound of what all streams keep
     * @param onEvicted called, by any thread, if the newest state has no room any more and the stream must end
     */
    NumberedUpdates(
            StreamSettings settings, TimeSource time, String principal, ReplayBudget budget, Runnable onEvicted) {
        this.time = time;
        this.principal = principal;
        this.budget = budget;
        this.onEvicted = onEvicted;
        this.buffer = new ReplayBuffer(settings.bufferSize(), settings.bufferBytes(), principal, budget);
    }

    ReplayBuffer buffer() {
        return buffer;
    }

    /** Keeps no update for a replay from now on that has a position in the actor's log, since the client has it too and comes back with it. */
    void leaveToLog() {
        leftToLog = true;
    }

    /** Returns whether updates are read again from the actor's log. */
    boolean isLeftToLog() {
        return leftToLog;
    }

    /** Returns the newest number given out, unsigned; 0 before the first. */
    long newest() {
        return newest;
    }

    /** Returns the state that the newest number stands for; null before the first. */
    @Nullable
    StateContent newestContent() {
        return newestContent;
    }

    /** Gives the next number to a state; null where there is no room to keep it, so that the stream must end. */
    @Nullable
    Update add(StateContent state, LeftOut leftOut, @Nullable Position position) {
        if (!keepsNewest(state)) {
            return null;
        }
        newest++;
        newestContent = state;
        Update update = new Update(newest, state, Instant.EPOCH.plusNanos(time.epochNanos()), leftOut, position);
        if (leftToLog && position != null) {
            buffer.passOver(newest);
        } else {
            buffer.add(update);
        }
        return update;
    }

    /** Gives numbers to updates that nobody here has, so that clients hear that they were left out. Nothing before them can be replayed. */
    void leaveOut(long count) {
        newest += count;
        buffer.clear();
    }

    /**
     * Goes on after a number that another server gave.
     *
     * @param last the number, unsigned
     * @param content the state that it stands for; null where that is not known
     */
    void goOnAfter(long last, @Nullable StateContent content) {
        newest = last;
        if (content != null && keepsNewest(content)) {
            newestContent = content;
        }
    }

    private boolean keepsNewest(StateContent state) {
        StateContent before = newestContent;
        if (before != null && newestCopy != null && isSame(before.json(), state.json())) {
            return true;
        }
        releaseCopy();
        if (!state.isCopy()) {
            return true;
        }
        newestCopy = budget.keepCopy(principal, state.json(), onEvicted);
        return newestCopy != null;
    }

    @SuppressWarnings("ReferenceEquality") // Equal bytes that are another object take room of their own.
    private static boolean isSame(Bytes one, Bytes other) {
        return one == other;
    }

    private void releaseCopy() {
        Copy copy = newestCopy;
        if (copy != null) {
            newestCopy = null;
            budget.release(copy);
        }
    }

    /** Returns the state that a number stands for; null where that is not known any more. */
    @Nullable
    StateContent at(long sequence) {
        if (sequence != 0 && sequence == newest) {
            return newestContent;
        }
        Update buffered = buffer.at(sequence);
        return buffered == null ? null : buffered.content();
    }

    /**
     * Returns how many bytes a replay has.
     *
     * @param missed the updates after {@code last}
     * @param changes what computes changes; null where states travel
     */
    long bytes(List<Update> missed, long last, boolean haveBase, @Nullable Changes changes) {
        if (changes == null) {
            return missed.stream().mapToLong(update -> update.data().size()).sum();
        }
        // Computed for the decision, remembered for the replay.
        long bytes = 0;
        StateContent base = haveBase ? at(last) : null;
        for (Update update : missed) {
            bytes += changes.change(base, update.content()).data().size();
            base = update.content();
        }
        return bytes;
    }

    /** Lets go what it holds. */
    void forget() {
        newestContent = null;
        releaseCopy();
        buffer.clear();
    }
}
