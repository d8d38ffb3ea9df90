// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.StreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a subscriber of a counter hears, and holds it against what a counter can be: within a stream state and number go up
 * together; within an epoch no state is older than one before; between two states nothing is missing without a gap that says so.
 * Safe for use by any thread.
 */
final class Witness implements StreamListener<Count> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private final List<String> story = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    private @Nullable UUID stream;
    private @Nullable String epoch;
    private @Nullable String epochShown;
    private long position;
    private long shown = -1;
    private boolean first;
    private boolean gapReported;
    private Freshness freshness = Freshness.CATCHING_UP;
    private int updates;

    @Override
    public void onUpdate(StreamEvent.Update<Count> update) {}

    @Override
    public void onEvent(StreamEvent<Count> event) {
        lock.lock();
        try {
            story.add(event.toString());
            switch (event) {
                case StreamEvent.Started<Count> started -> begin(started);
                case StreamEvent.Update<Count> update -> show(update);
                case StreamEvent.Gap<Count>(var gap) -> gap(gap);
                case StreamEvent.FreshnessChanged<Count> changed -> freshness = changed.freshness();
                case StreamEvent.Drifted<Count> drifted -> require(false, "drifted " + drifted);
                case StreamEvent.Undecodable<Count> undecodable -> require(false, "can't read " + undecodable);
                case StreamEvent.Ended<Count> ended -> require(false, "was ended");
                case StreamEvent.Failed<Count> failed -> require(false, "has failed: " + failed.error());
                default -> {}
            }
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void begin(StreamEvent.Started<Count> started) {
        require(!started.streamID().equals(stream), "begins the same stream twice");
        require(freshness != Freshness.LIVE, "begins anew though it was never told to be stale");
        stream = started.streamID();
        epoch = started.epoch();
        position = 0;
        first = true;
    }

    private void show(StreamEvent.Update<Count> update) {
        updates++;
        long count = update.value().count();
        require(update.streamID().equals(stream), "shows an update of another stream: " + update);
        require(update.sequence() > position, "shows #" + update.sequence() + " after #" + position);
        boolean sameEpoch = Objects.equals(epoch, epochShown);
        if (first) {
            // What the stream began with: shown now, or the same as was shown before and so confirmed without a word.
            long origin = count - update.sequence() + 1;
            boolean confirmed = origin == shown && position == 0;
            boolean follows = confirmed || (sameEpoch && origin == shown + 1);
            require(
                    shown < 0 || follows || gapReported,
                    "goes on with " + origin + " after " + shown + ", and what lies between is missing without a word");
            position = Math.max(position, confirmed ? 1 : 0);
        } else {
            require(
                    count - shown == update.sequence() - position || gapReported,
                    "shows " + count + " as #" + update.sequence() + " after " + shown + " as #" + position);
        }
        require(!sameEpoch || count >= shown, "goes back from " + shown + " to " + count);
        long missing = Math.max(0, update.sequence() - position - 1);
        require(
                missing == update.conflated(),
                missing + " are missing before #" + update.sequence() + " without a word");
        position = update.sequence();
        shown = count;
        epochShown = epoch;
        first = false;
        gapReported = false;
    }

    private void gap(GapReport gap) {
        if (gap.healed()) {
            require(
                    gap.streamID().equals(stream) && position >= Objects.requireNonNull(gap.toSequence()),
                    "reports a gap as healed that is not: " + gap);
            return;
        }
        gapReported = true;
        if (gap.streamID().equals(stream) && gap.toSequence() != null) {
            position = Math.max(position, gap.toSequence());
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise + " [event " + story.size() + "]");
        }
    }

    /** What it must not have heard, or somebody has seen. */
    void accuse(String what) {
        lock.lock();
        try {
            violations.add(what + " [after event " + story.size() + "]");
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this is shown, and live; gives whether it came to that within the patience. */
    boolean awaitLive(long count, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (left > 0 && violations.isEmpty() && !(shown == count && freshness == Freshness.LIVE)) {
                left = heard.awaitNanos(left);
            }
            return shown == count && freshness == Freshness.LIVE;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is told to be stale. */
    boolean awaitStale(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (left > 0 && freshness == Freshness.LIVE) {
                left = heard.awaitNanos(left);
            }
            return freshness != Freshness.LIVE;
        } finally {
            lock.unlock();
        }
    }

    List<String> violations() {
        lock.lock();
        try {
            return List.copyOf(violations);
        } finally {
            lock.unlock();
        }
    }

    int updates() {
        lock.lock();
        try {
            return updates;
        } finally {
            lock.unlock();
        }
    }

    /** The last of what was heard. */
    String story() {
        lock.lock();
        try {
            return String.join("\n  ", story.subList(Math.max(0, story.size() - 60), story.size()));
        } finally {
            lock.unlock();
        }
    }
}
