// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.patience;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waits of all streams of a client, with one timer for all of them: it is set for the wait that ends first, and there is none
 * where nobody waits.
 *
 * <p>Owned by the client's loop.
 */
public final class Watchdogs {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdogs.class);

    /** The lateness of a timer, in nanoseconds, that tells of a process that stood still. */
    private static final long LATE_NANOS = 1_000_000_000;

    private final TimeSource time;
    private final Executor loop;
    private long origin;
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::wakeAt).thenComparingLong(Entry::order));
    private int waits;
    private long order;
    private TimeSource.@Nullable Timer timer;
    private long timerAt;

    /** Creates the waits of a client; there are none. */
    public Watchdogs(TimeSource time, Executor loop) {
        this.time = time;
        this.loop = loop;
        this.origin = time.nanoTime();
    }

    /**
     * Returns the time in nanoseconds since the beginning, so that times can be sorted, without the spans in which the process stood
     * still.
     */
    private long now() {
        return time.nanoTime() - origin;
    }

    /** The time to look at a watchdog. A watchdog that has another entry meanwhile is left alone. */
    private record Entry(long wakeAt, long order, Watchdog watchdog) {}

    /** The wait of one stream. */
    public final class Watchdog {
        private @Nullable Runnable onSilence;
        private long deadline;
        private @Nullable Entry entry;

        /** Runs {@code onSilence} once after {@code patience}, in place of what was waited for before. */
        public void start(Duration patience, Runnable onSilence) {
            if (this.onSilence == null) {
                waits++;
            }
            this.onSilence = onSilence;
            deadline = now() + patience.toNanos();
            // A wait that is only put off keeps its entry, and is put off again when its old end has come.
            if (entry == null || deadline < entry.wakeAt()) {
                enqueue();
            }
        }

        /** Ends the wait, since what was waited for has come. */
        public void stop() {
            if (onSilence != null) {
                onSilence = null;
                waits--;
                if (waits == 0) {
                    rest();
                }
            }
        }

        private void enqueue() {
            Entry next = new Entry(deadline, order++, this);
            entry = next;
            entries.add(next);
            arm();
        }

        private void wake() {
            entry = null;
            Runnable task = onSilence;
            if (task == null) {
                return;
            }
            if (deadline > now()) {
                enqueue();
                return;
            }
            onSilence = null;
            waits--;
            task.run();
        }
    }

    private void wakeDue() {
        timer = null;
        long late = now() - timerAt;
        if (late > LATE_NANOS) {
            // An answer that came meanwhile may still wait to be read, so the lost time does not count, and a little
            // more is given.
            origin += late + LATE_NANOS;
        }
        Entry first = entries.peek();
        while (first != null && first.wakeAt() <= now()) {
            entries.remove();
            if (first.equals(first.watchdog().entry)) {
                wake(first.watchdog());
            }
            first = entries.peek();
        }
        if (waits == 0) {
            rest();
        } else {
            arm();
        }
    }

    /** Wakes a watchdog that is due. An error of its stream must not keep the others waiting. */
    private static void wake(Watchdog due) {
        try {
            due.wake();
        } catch (RuntimeException | Error e) {
            ForeignCode.log(LOG, "A wait of a stream ended in a failure", e);
        }
    }

    private void arm() {
        Entry first = entries.peek();
        if (first == null || (timer != null && timerAt <= first.wakeAt())) {
            return;
        }
        cancelTimer();
        timerAt = first.wakeAt();
        timer = time.schedule(Duration.ofNanos(timerAt - now()), () -> loop.execute(this::wakeDue));
    }

    private void rest() {
        cancelTimer();
        entries.forEach(left -> left.watchdog().entry = null);
        entries.clear();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
