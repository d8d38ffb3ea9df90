// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.stream.ReplayBuffer.Update;
import org.jspecify.annotations.Nullable;

/**
 * The numbered updates of one stream: the newest one, and those that can be replayed.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class NumberedUpdates {
    private final TimeSource time;
    private final ReplayBuffer buffer;
    private long newest;
    private @Nullable StateContent newestContent;

    NumberedUpdates(StreamSettings settings, TimeSource time) {
        this.time = time;
        this.buffer = new ReplayBuffer(settings.bufferSize(), settings.bufferBytes());
    }

    ReplayBuffer buffer() {
        return buffer;
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

    /** Gives the next number to a state. */
    Update add(StateContent state, LeftOut leftOut) {
        newest++;
        newestContent = state;
        Update update = new Update(newest, state, time.instant(), leftOut);
        buffer.add(update);
        return update;
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
     * Returns how many bytes a replay of what is after {@code last} has.
     *
     * @param changes what computes changes; null where states travel
     */
    long bytesAfter(long last, boolean haveBase, @Nullable Changes changes) {
        if (changes == null) {
            return buffer.after(last).stream()
                    .mapToLong(update -> update.data().size())
                    .sum();
        }
        // Computed for the decision, remembered for the replay.
        long bytes = 0;
        StateContent base = haveBase ? at(last) : null;
        for (Update update : buffer.after(last)) {
            bytes += changes.change(base, update.content()).data().size();
            base = update.content();
        }
        return bytes;
    }

    /** Lets go what it holds. */
    void forget() {
        newestContent = null;
        buffer.clear();
    }
}
