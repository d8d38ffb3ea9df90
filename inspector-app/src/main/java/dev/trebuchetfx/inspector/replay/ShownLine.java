// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of what the listener of a stream was told.
 *
 * @param text the line without the state
 * @param update the update; null if the line tells of something else
 * @param gap the gap; null if the line tells of something else
 */
public record ShownLine(
        String text, @Nullable Update update, @Nullable GapReport gap) {
    /**
     * An update of the stream.
     *
     * @param sequence the sequence number, unsigned
     * @param json the full state after the update, as JSON
     */
    public record Update(UUID streamID, long sequence, String json) {}

    /** Returns a line that is neither an update nor a gap. */
    public static ShownLine of(String text) {
        return new ShownLine(text, null, null);
    }

    static ShownLine update(String kind, UUID streamID, long sequence, String json) {
        return new ShownLine(kind + " " + SequenceNumbers.toText(sequence), new Update(streamID, sequence, json), null);
    }

    static ShownLine gap(GapReport gap) {
        Long to = gap.toSequence();
        String numbers = SequenceNumbers.toText(gap.fromSequence())
                + (to == null ? " on" : to == gap.fromSequence() ? "" : " to " + SequenceNumbers.toText(to));
        return new ShownLine("gap " + numbers + (gap.healed() ? " healed" : ""), null, gap);
    }

    /** Returns the line of the same update with another state. */
    public ShownLine withState(String json) {
        return update == null
                ? this
                : new ShownLine(text, new Update(update.streamID(), update.sequence(), json), null);
    }

    @Override
    public String toString() {
        return update == null ? text : text + " " + update.json();
    }
}
