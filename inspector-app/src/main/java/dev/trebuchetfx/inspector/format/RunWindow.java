// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts the messages of one connection into order, as far as a bounded part of them in memory allows (replacement selection): what comes
 * later than the part is large begins another run. Confined to one thread.
 */
final class RunWindow {
    private static final int MOST_MESSAGES = 4_096;
    private static final int MOST_BYTES = 1 << 20;

    /**
     * A message.
     *
     * @param run counts the runs of its connection from 0
     * @param key what it is ordered by; those of the same key stay as they came
     */
    record Message(int run, long key, long arrival, long time, EventKind kind, int flags, Bytes body) {}

    private final PriorityQueue<Message> open = new PriorityQueue<>(Comparator.comparingInt(Message::run)
            .thenComparingLong(Message::key)
            .thenComparingLong(Message::arrival));

    private final Consumer<Message> sink;
    private int run;
    private long newest = Long.MIN_VALUE;
    private long arrivals;
    private long bytes;

    /** {@code sink} gets the messages, run after run, each in order. */
    RunWindow(Consumer<Message> sink) {
        this.sink = sink;
    }

    void add(long key, long time, EventKind kind, int flags, Bytes body) {
        open.add(new Message(key < newest ? run + 1 : run, key, arrivals++, time, kind, flags, body));
        bytes += body.size();
        while (open.size() > MOST_MESSAGES || bytes > MOST_BYTES) {
            next();
        }
    }

    private void next() {
        Message first = open.remove();
        bytes -= first.body().size();
        run = first.run();
        newest = first.key();
        sink.accept(first);
    }

    /** Gives on what is left. */
    void end() {
        while (!open.isEmpty()) {
            next();
        }
    }
}
