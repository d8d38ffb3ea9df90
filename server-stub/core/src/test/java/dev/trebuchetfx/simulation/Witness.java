// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.error.SlowSubscriberException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hears what one subscriber hears, in its order, and holds it against what really was:
 *
 * <ul>
 *   <li>each state shown is one that the actor had, and none is older than one shown before;
 *   <li>what an earlier process has left is shown first, as it was written, and not called live before the server was asked;
 *   <li>within one stream every number is shown, conflated or declared as skipped, and counted, or reported as a gap;
 *   <li>within one stream of a stored actor each state that passes the filter has a number, whichever node gave it;
 *   <li>from one stream to the next no state is lost without a gap that says so;
 *   <li>what is reported as a gap was not shown, and what is reported as healed was.
 * </ul>
 */
final class Witness {
    private final String name;
    private final Ledger ledger;
    private final Wire wire;
    private final @Nullable StreamFilter filter;
    private final boolean numbersEach;

    private @Nullable UUID stream;
    /** The stream of which an update was shown last, where that is another one. */
    private @Nullable UUID streamShown;
    /** Everything up to this number is accounted for. */
    private long position;

    private long positionShown;
    /** Streams that began after that, and showed nothing, or just confirmed the state shown already. */
    private final Set<UUID> silent = new HashSet<>();

    private long version;
    private boolean firstOfStream;
    private boolean lossReported;
    private Freshness freshness = Freshness.CATCHING_UP;
    private boolean over;
    private long updates;
    private @Nullable StoredCheckpoint expected;
    /** Nobody but an earlier process vouches for what is shown. */
    private boolean isFromStore;
    /** The number of lines that gave way to another one in good order and whose resume was not told yet. That is no reason to be stale. */
    private int linesReplaced;

    Witness(String name, Ledger ledger, Wire wire, @Nullable StreamFilter filter, boolean numbersEach) {
        this.name = name;
        this.ledger = ledger;
        this.wire = wire;
        this.filter = filter;
        this.numbersEach = numbersEach;
    }

    /** The version shown last; 0 for none. */
    long version() {
        return version;
    }

    Freshness freshness() {
        return freshness;
    }

    boolean hasFailed() {
        return over;
    }

    long updates() {
        return updates;
    }

    /** The client goes on with another line, while the one before is in order. */
    void lineReplaced() {
        linesReplaced++;
    }

    /** An earlier process has left this on disk. */
    void expect(StoredCheckpoint left) {
        expected = left;
    }

    /** It goes on from there, without a state. */
    void isAt(UUID streamId, long sequence) {
        stream = streamId;
        position = sequence;
        StoredCheckpoint left = expected;
        require(
                left == null
                        || (left.position().streamID().equals(streamId)
                                && left.position().lastSequence() == sequence
                                && left.lastState() == null),
                "goes on from #" + sequence + " of " + streamId + " where this was left: " + left);
        expected = null;
    }

    void hear(StreamEvent<Versioned> event) {
        require(!over, "something comes after the last event: " + event);
        // Who is too slow for its queue is told that alone, and nothing that waited.
        boolean isTooSlow = event instanceof StreamEvent.Failed<Versioned> failed
                && failed.error() instanceof SlowSubscriberException;
        if (expected != null && !isTooSlow && !(event instanceof StreamEvent.FreshnessChanged)) {
            require(event instanceof StreamEvent.Update, "does not show first what was left, but tells " + event);
        }
        switch (event) {
            case StreamEvent.Started<Versioned> started -> begin(started.streamID());
            case StreamEvent.Update<Versioned> update when stream == null -> showStored(update);
            case StreamEvent.Update<Versioned> update -> show(update);
            case StreamEvent.Gap<Versioned>(var report) -> gap(report);
            case StreamEvent.FreshnessChanged<Versioned> changed -> {
                freshness = changed.freshness();
                require(!isFromStore || freshness.isStale(), "calls live what an earlier process has left");
            }
            case StreamEvent.Resumed<Versioned> resumed -> {
                // With a filter, what a resume led to may show only when something passes.
                require(
                        filter != null || freshness != Freshness.LIVE || linesReplaced > 0,
                        "is resumed though it was never told to be stale");
                linesReplaced = Math.max(0, linesReplaced - 1);
                isFromStore = false;
            }
            case StreamEvent.Duplicate<Versioned> duplicate -> {}
            case StreamEvent.RestartsSlowed<Versioned> slowed -> {}
            case StreamEvent.Drifted<Versioned> drifted -> require(false, "drifted " + drifted);
            case StreamEvent.Undecodable<Versioned> undecodable ->
                // After a gap that was given up a change has no base; it must not be shown, and is not.
                require(
                        undecodable.why().startsWith("a change of the state can't be applied, its base is"),
                        "can't read " + undecodable);
            case StreamEvent.Ended<Versioned> ended -> require(false, "was ended by the server: " + ended);
            case StreamEvent.Failed<Versioned> failed -> over = true;
        }
    }

    private void begin(UUID next) {
        require(!next.equals(stream), "begins the same stream twice");
        require(freshness != Freshness.LIVE, "begins anew though it was never told to be stale");
        if (!firstOfStream) {
            streamShown = stream;
            positionShown = position;
            silent.clear();
        } else if (stream != null) {
            silent.add(stream);
        }
        stream = next;
        isFromStore = false;
        position = 0;
        firstOfStream = true;
    }

    private void showStored(StreamEvent.Update<Versioned> update) {
        Versioned state = update.value();
        Wire.Sent sent = wire.sent(update.streamID(), update.sequence());
        require(freshness.isStale(), "is live with what an earlier process has left");
        require(ledger.has(state, filter), "shows " + state + " from its store, which the actor never was");
        require(
                sent == null || sent.version() == state.version(),
                "shows version " + state.version() + " from its store as #" + update.sequence() + ", which was "
                        + sent);
        StoredCheckpoint left = expected;
        require(
                left == null
                        || (left.position().streamID().equals(update.streamID())
                                && left.position().lastSequence() == update.sequence()),
                "shows #" + update.sequence() + " of " + update.streamID() + " where this was left: " + left);
        expected = null;
        stream = update.streamID();
        position = update.sequence();
        version = state.version();
        isFromStore = true;
    }

    private void show(StreamEvent.Update<Versioned> update) {
        updates++;
        Versioned state = update.value();
        long sequence = update.sequence();
        require(update.streamID().equals(stream), "shows an update of another stream");
        require(ledger.has(state, filter), "shows " + state + ", which the actor never was");
        require(sequence > position, "shows #" + sequence + " after #" + position);
        require(state.version() >= version, "goes back from version " + version + " to " + state.version());
        Wire.Sent sent = wire.sent(update.streamID(), sequence);
        require(
                sent != null && sent.version() == state.version(),
                "shows version " + state.version() + " as #" + sequence + ", which was " + sent);
        account(update);
        position = sequence;
        version = state.version();
        firstOfStream = false;
        lossReported = false;
    }

    private void account(StreamEvent.Update<Versioned> update) {
        // What the server declares as left out is told as what was conflated here.
        long missing = update.sequence() - position - 1;
        Wire.Sent first = wire.sent(update.streamID(), 1);
        boolean confirmed = firstOfStream && position == 0 && isShownAlready(update.streamID());
        boolean accounted = missing == update.conflated() || (confirmed && missing == update.conflated() + 1);
        require(
                accounted,
                "shows #" + update.sequence() + " after #" + position + " for " + update.conflated() + " more: "
                        + (missing - update.conflated()) + " are missing without a word");
        if (numbersEach && !firstOfStream && !lossReported && version != 0) {
            long numbers = update.sequence() - position - 1;
            long states = ledger.between(version, update.value().version(), filter);
            require(
                    numbers >= states
                            // Who held nothing stored can't know of a life that began and ended meanwhile.
                            || ((numbers > 0 || version == 1)
                                    && ledger.beginsAnewBetween(
                                            version, update.value().version())),
                    "goes from version " + version + " as #" + position + " to version "
                            + update.value().version() + " as #" + update.sequence() + ", between which there are "
                            + states + " states that pass and " + numbers + " numbers");
        }
        if (firstOfStream && version != 0 && first != null && !lossReported) {
            long lost = ledger.between(version, first.version(), filter);
            require(
                    lost == 0,
                    "goes on at version " + first.version() + " after " + version + ": " + lost
                            + " are missing without a word");
        }
    }

    /** A new stream that begins with the state shown already shows it without a word. */
    private boolean isShownAlready(UUID started) {
        Wire.Sent first = wire.sent(started, 1);
        return version != 0 && first != null && first.version() == version;
    }

    private void gap(GapReport gap) {
        Long to = gap.toSequence();
        if (gap.healed()) {
            require(gap.streamID().equals(stream), "reports a healed gap of another stream");
            long reached = position == 0 && isShownAlready(gap.streamID()) ? 1 : position;
            require(to != null && reached >= to, "reports a gap as healed that is not: " + gap);
            return;
        }
        boolean ofThis = gap.streamID().equals(stream);
        boolean ofShown = gap.streamID().equals(streamShown) && firstOfStream;
        boolean ofSilent = silent.contains(gap.streamID()) && firstOfStream;
        require(ofThis || ofShown || ofSilent, "reports a gap of another stream: " + gap);
        long after = ofThis ? position : ofShown ? positionShown : 0;
        if (after == 0 && gap.fromSequence() == 2 && isShownAlready(gap.streamID())) {
            after = 1;
        }
        require(gap.fromSequence() == after + 1, "reports a gap from " + gap.fromSequence() + ", but is at " + after);
        if (to != null) {
            require(to >= gap.fromSequence(), "reports an empty gap: " + gap);
            if (ofThis) {
                position = to;
            }
        }
        lossReported = true;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Violation(name + " " + otherwise);
        }
    }
}
