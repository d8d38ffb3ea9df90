// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The updates that a server sent under one stream id, by sequence number. Confined to the {@link AuditedStream} that owns it.
 *
 * <p>A number above all others is in order. The numbers between it and the highest before it are a gap, which stays open because they
 * may come late or be replayed. A gap is judged only when nothing can fill it any more.
 */
final class SequencedStream {
    /** The most gaps that stay open; beyond, the oldest are settled as lost. */
    private static final int MAX_OPEN = 1_024;

    final UUID id;
    final AuditedStream owner;
    /** The extension of the stream's start; null from a version 2 server, or if the start was not captured. */
    final StreamStartEnvelope.@Nullable Ext ext;

    private final boolean seenFromStart;
    private final boolean restartOfVersion2;
    private final Consumer<Gap> found;
    private final SequenceSet seen = new SequenceSet();
    private final SequenceSet skipped = new SequenceSet();
    private final SequenceSet late = new SequenceSet();
    private final List<Gap> open = new ArrayList<>();
    private int connection;
    private long highest;
    private long newest;
    private long unseenBefore;
    private boolean over;
    private boolean boundToDead;
    private @Nullable Resume replay;
    private @Nullable Long replayUntil;

    SequencedStream(
            UUID id,
            AuditedStream owner,
            StreamStartEnvelope.@Nullable Ext ext,
            boolean seenFromStart,
            boolean restartOfVersion2,
            int connection,
            long unseenBefore,
            Consumer<Gap> found) {
        this.id = id;
        this.owner = owner;
        this.ext = ext;
        this.seenFromStart = seenFromStart;
        this.restartOfVersion2 = restartOfVersion2;
        this.connection = connection;
        this.unseenBefore = unseenBefore;
        this.found = found;
    }

    /**
     * Judges the sequence number of an update.
     *
     * @param left how many numbers right before it the server declared skipped
     * @param unseen how many times the capture has lost events so far
     */
    SequenceVerdict judge(long number, long left, long unseen, long time, long index) {
        if (over) {
            return SequenceVerdict.UNPLACED;
        }
        boolean mayHaveComeUnseen = unseen != unseenBefore;
        unseenBefore = unseen;
        Resume during = replayFor(number);
        if (during != null) {
            during.replayed(number, seen.contains(number), time);
        }
        SequenceVerdict verdict = place(number, left, during, mayHaveComeUnseen, time, index);
        if (verdict != SequenceVerdict.DUPLICATE && verdict != SequenceVerdict.AMBIGUOUS) {
            seen.add(number, number);
        }
        if (replayUntil != null && Long.compareUnsigned(number, replayUntil) >= 0) {
            replay = null;
        }
        return verdict;
    }

    private @Nullable Resume replayFor(long number) {
        boolean within = replayUntil == null || Long.compareUnsigned(number, replayUntil) <= 0;
        return within ? replay : null;
    }

    private SequenceVerdict place(
            long number, long left, @Nullable Resume during, boolean unseen, long time, long index) {
        if (seen.contains(number)) {
            if (during == null) {
                return SequenceVerdict.DUPLICATE;
            }
            boolean cameLate = late.contains(number);
            late.remove(number, number);
            return cameLate ? SequenceVerdict.REPLAY : SequenceVerdict.RESUME_OVERLAP;
        }
        if (Long.compareUnsigned(number, highest) > 0) {
            return ahead(number, left, during, unseen, time, index);
        }
        return behind(number, during, unseen);
    }

    private SequenceVerdict ahead(
            long number, long left, @Nullable Resume during, boolean unseen, long time, long index) {
        long expected = highest + 1;
        boolean first = highest == 0 && !seenFromStart;
        highest = number;
        newest = Long.compareUnsigned(number, newest) > 0 ? number : newest;
        if (first) {
            return during == null ? SequenceVerdict.LIVE : SequenceVerdict.REPLAY;
        }
        long leftFrom = Long.compareUnsigned(left, number - expected) > 0 ? expected : number - left;
        if (left > 0) {
            leaveOut(leftFrom, number - 1, time, index);
        }
        boolean hole = leftFrom != expected;
        if (hole) {
            add(new Gap(id, expected, leftFrom - 1, time, index, causeOfHole(during, unseen)));
        }
        if (during != null) {
            return SequenceVerdict.REPLAY;
        }
        if (hole) {
            return unseen ? SequenceVerdict.NOT_CAPTURED : SequenceVerdict.GAP;
        }
        return leftFrom < number ? SequenceVerdict.SKIPPED : SequenceVerdict.LIVE;
    }

    private @Nullable GapCause causeOfHole(@Nullable Resume during, boolean unseen) {
        if (unseen) {
            return GapCause.NOT_CAPTURED;
        }
        // A version 2 server sends what is left in its buffer, and does not say that there was more.
        return during != null && during.answer() == null && during.isFirst() ? GapCause.EVICTED : null;
    }

    private void leaveOut(long from, long to, long time, long index) {
        if (Long.compareUnsigned(from, to) > 0) {
            return;
        }
        skipped.add(from, to);
        for (Gap gap : List.copyOf(open)) {
            gap.missing.remove(from, to);
            if (gap.missing.isEmpty()) {
                gap.settle(GapCause.SKIPPED);
                open.remove(gap);
            }
        }
        add(new Gap(id, from, to, time, index, GapCause.SKIPPED));
    }

    private SequenceVerdict behind(long number, @Nullable Resume during, boolean unseen) {
        for (Gap gap : List.copyOf(open)) {
            if (gap.missing.contains(number)) {
                gap.missing.remove(number, number);
                if (during != null) {
                    gap.heal();
                } else {
                    late.add(number, number);
                }
                if (gap.missing.isEmpty()) {
                    open.remove(gap);
                    owner.filled(gap);
                }
                return during == null ? SequenceVerdict.REORDERED : SequenceVerdict.REPLAY;
            }
        }
        if (during != null) {
            return SequenceVerdict.REPLAY;
        }
        return unseen || !skipped.contains(number) ? SequenceVerdict.AMBIGUOUS : SequenceVerdict.REORDERED;
    }

    private void add(Gap gap) {
        found.accept(gap);
        if (gap.isOpen()) {
            open.add(gap);
            if (open.size() > MAX_OPEN) {
                open.removeFirst().settle(GapCause.LOST);
            }
        }
    }

    /** Notes that the server has sent all numbers up to {@code upTo} and that none of them is on its way; missing ones become a gap. */
    void sent(long upTo, long unseen, long time, long index) {
        newest = Long.compareUnsigned(upTo, newest) > 0 ? upTo : newest;
        boolean known = seenFromStart || highest != 0;
        if (!over && known && Long.compareUnsigned(upTo, highest) > 0) {
            long from = highest + 1;
            highest = upTo;
            add(new Gap(id, from, upTo, time, index, unseen == unseenBefore ? null : GapCause.NOT_CAPTURED));
        }
    }

    /** Notes that the client asked for the updates after a number. Gaps before it are settled as lost, since the client gave them up. */
    void resumed(long after) {
        for (Gap gap : List.copyOf(open)) {
            if (Long.compareUnsigned(gap.missing.last(), after) <= 0) {
                gap.settle(GapCause.LOST);
                open.remove(gap);
            }
        }
        if (highest == 0 && !seenFromStart) {
            highest = after;
        }
    }

    /** Begins a replay, which lasts up to the number {@code until}, or, if that is null, until something ends it. */
    void replaying(Resume resume, @Nullable Long until, int overConnection) {
        replay = resume;
        replayUntil = until;
        connection = overConnection;
        boundToDead = false;
    }

    void rebound(int overConnection) {
        connection = overConnection;
        boundToDead = false;
    }

    void newestBuffered(@Nullable Long number) {
        if (number != null && Long.compareUnsigned(number, newest) > 0) {
            newest = number;
        }
    }

    /** Ends the stream: no more updates come under this id. Open gaps are settled with {@code cause}. */
    void end(GapCause cause) {
        over = true;
        open.forEach(gap -> gap.settle(cause));
        open.clear();
    }

    void connectionClosed() {
        boundToDead = true;
    }

    /** Returns how many numbers of a range neither came nor were declared skipped. */
    long missing(long from, long to) {
        if (Long.compareUnsigned(from, to) > 0) {
            return 0;
        }
        return to - from + 1 - seen.count(from, to) - skipped.count(from, to);
    }

    /** Returns whether a version 2 server, which sends nothing live afterwards, is replaying this stream. */
    boolean isReplayedByVersion2() {
        return replay != null && replay.answer() == null;
    }

    boolean isReplaying() {
        return replay != null && replay.answer() != null;
    }

    /** Returns whether the server is known not to speak the protocol extension. */
    boolean isOfVersion2() {
        return seenFromStart && ext == null;
    }

    /** Returns the delta format by its name in the protocol, or null if it is not known. */
    @Nullable
    String deltaFormat() {
        if (ext != null && ext.delta() != null) {
            return ext.delta();
        }
        // Such a server knows no other.
        return isOfVersion2() ? StateDeltas.APPLICATION : null;
    }

    /** Returns whether a version 2 server began this stream in answer to a resume, so without arguments and filter. */
    boolean isRestartOfVersion2() {
        return restartOfVersion2;
    }

    boolean isBoundToDead() {
        return boundToDead;
    }

    int connection() {
        return connection;
    }

    /** Returns the highest number that came or that is known to have been sent; 0 if there is none. */
    long highest() {
        return highest;
    }

    /** Returns the highest number that the server is known to have assigned; 0 if there is none. */
    long newest() {
        return newest;
    }

    /** Returns the first number that was captured if the capture began later than the stream; otherwise null. */
    @Nullable
    Long capturedFrom() {
        return seenFromStart || seen.isEmpty() || seen.first() == 1 ? null : Long.valueOf(seen.first());
    }
}
