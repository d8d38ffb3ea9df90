// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sequence numbers of one logical stream over time, as many columns wide as there are pixels. Immutable.
 *
 * @param name actor and method
 * @param range what is shown
 * @param points the updates one by one; null where there are more than are told apart
 * @param columns the same, summed up, a kind each
 * @param buffers what the server could replay, for each server stream; empty where nothing tells
 * @param told what the server itself said of its buffer, when it answered a resume
 * @param checkpoint for each column the newest number that the subscriber had at its end; -1 for none yet
 * @param checkpointTold whether the capture tells the checkpoint; otherwise it is the newest number that came
 * @param marks what else happened: starts, ends, failures
 * @param numbers lowest and highest number of all that is shown; null for nothing
 */
public record StreamGraph(
        String name,
        TimeRange range,
        int width,
        @Nullable Points points,
        Map<Verdict, PointColumns> columns,
        List<GapCard> gaps,
        List<Band> buffers,
        List<ResumeCard> told,
        Steps checkpoint,
        boolean checkpointTold,
        List<Mark> marks,
        @Nullable Numbers numbers) {

    /** Something that happened at one moment. */
    public record Mark(long time, Verdict verdict, String text, long index) {}

    /** Unsigned. */
    public record Numbers(long lowest, long highest) {}

    /** For each column, at its end; {@link Steps#NOTHING} before there was anything. */
    @SuppressWarnings("ArrayRecordComponent") // As many as there are pixels; made anew, never changed.
    public record Steps(long[] values) {
        public static final long NOTHING = -1;

        public long at(int column) {
            return values[column];
        }
    }

    /**
     * How far a server's buffer reached, as can be concluded from its size and the newest number seen: it reached at least that far up, and
     * not further down.
     *
     * @param size how many updates it keeps
     * @param newest for each column; {@link Steps#NOTHING} where this stream was not yet, or no longer, the one
     */
    public record Band(UUID streamID, long size, Steps newest) {
        /** The lowest number that it can hold at the end of a column. */
        public long oldest(int column) {
            long top = newest.at(column);
            return Long.compareUnsigned(top, size) > 0 ? top - size + 1 : 1;
        }
    }

    /** How many updates are shown. */
    public long total() {
        return columns.values().stream().mapToLong(PointColumns::total).sum();
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return numbers == null;
    }
}
