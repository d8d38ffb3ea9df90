// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a subscriber was told.
 *
 * @param text what it was, without the state
 * @param update of an update; null for anything else
 * @param gap of a gap; null for anything else
 */
public record ShownLine(
        String text, @Nullable Update update, @Nullable GapReport gap) {
    /**
     * An update.
     *
     * @param sequence unsigned
     * @param json the whole state after it
     */
    public record Update(UUID streamID, long sequence, String json) {}

    /** Something that is told by words alone. */
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

    /** The same update with another state. */
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
