// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a connection writes to, so that faults can hold messages back, double, spoil or reorder them. Without faults it hands everything on at once.
 * What is held counts as queued.
 *
 * <p>Safe for use by any thread: guarded by itself, and timers take the same way.
 */
final class DisturbedLine {
    private final TransportConnection transport;
    private final TimeSource time;
    private final Deque<Message> held = new ArrayDeque<>();
    private long heldBytes;
    private int pauses;
    private @Nullable Late late;

    private record Message(
            Bytes bytes, int maxFrameBytes, @Nullable UUID update, Fault.@Nullable OfUpdates fault) {}

    /** An update that comes after the next one of its stream; each is its own. */
    private static final class Late {
        final Message message;

        Late(Message message) {
            this.message = message;
        }
    }

    DisturbedLine(TransportConnection transport, TimeSource time) {
        this.transport = transport;
        this.time = time;
    }

    /**
     * Sends one message behind what is held.
     *
     * @param maxFrameBytes what the peer takes in one frame; 0 for any length
     * @param update the stream that it is an update of; null for another message
     * @param fault what it is to suffer; null for nothing
     */
    synchronized void send(Bytes bytes, int maxFrameBytes, @Nullable UUID update, Fault.@Nullable OfUpdates fault) {
        Message message = new Message(bytes, maxFrameBytes, update, fault);
        if (pauses > 0) {
            hold(message);
        } else {
            go(message);
        }
    }

    /** Sends nothing for a while. */
    synchronized void pause(Duration length) {
        pauses++;
        time.schedule(length, this::resume);
    }

    /** Bytes that are held here or wait in the transport. */
    synchronized long queuedBytes() {
        return heldBytes + transport.queuedBytes();
    }

    private synchronized void resume() {
        pauses--;
        while (pauses == 0 && !held.isEmpty()) {
            Message next = held.remove();
            heldBytes -= next.bytes().size();
            go(next);
        }
    }

    private void hold(Message message) {
        held.add(message);
        heldBytes += message.bytes().size();
    }

    private void go(Message message) {
        Late before = late;
        switch (message.fault()) {
            case Fault.Delay delay -> {
                // First in the queue when the time is over: what is held already comes behind it.
                held.addFirst(new Message(message.bytes(), message.maxFrameBytes(), message.update(), null));
                heldBytes += message.bytes().size();
                pause(delay.time());
            }
            case Fault.Duplicate duplicate -> {
                write(message, message.bytes());
                write(message, message.bytes());
            }
            case Fault.Corrupt corrupt -> write(message, Fault.Corrupt.spoil(message.bytes()));
            case Fault.Reorder reorder -> {
                release(late);
                Late waits = new Late(message);
                late = waits;
                heldBytes += message.bytes().size();
                time.schedule(Fault.Reorder.LONGEST_HOLD, () -> release(waits));
            }
            case Fault.Drop drop -> {}
            case null -> write(message, message.bytes());
        }
        if (before != null && message.update() != null && message.update().equals(before.message.update())) {
            release(before);
        }
    }

    private synchronized void release(@Nullable Late waits) {
        if (waits != null && late == waits) {
            late = null;
            heldBytes -= waits.message.bytes().size();
            write(waits.message, waits.message.bytes());
        }
    }

    private void write(Message message, Bytes bytes) {
        if (message.maxFrameBytes() > 0) {
            transport.sendFragmented(bytes, message.maxFrameBytes());
        } else {
            transport.send(bytes);
        }
    }
}
