// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.server.dispatch.ClientConnection;
import dev.trebuchetfx.server.dispatch.OutgoingLine;
import dev.trebuchetfx.server.stream.Passage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A line that can hold messages back, double, spoil or reorder them. Without a {@link Disturbance} it hands everything on at once. What is
 * held counts as queued.
 *
 * <p>Safe for use by any thread: its monitor guards what it holds. Timers take the same way.
 */
final class DisturbedLine implements OutgoingLine {
    private final TransportConnection transport;
    private final TimeSource time;
    private final Deque<Message> held = new ArrayDeque<>();
    /** Changed with the lock, and read without it. */
    private final AtomicLong heldBytes = new AtomicLong();

    private int pauses;
    private @Nullable Late late;

    /**
     * A message on this line.
     *
     * @param maxFrameBytes the most bytes that the peer takes in one frame; 0 for any number
     * @param update the stream that it is an update of; null for another message
     * @param disturbance the effect of a fault on it; null for none
     */
    record Message(
            Bytes bytes,
            int maxFrameBytes,
            @Nullable UUID update,
            @Nullable Disturbance disturbance) {}

    /** An update that comes after the next one of its stream. Two of them are never equal. */
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

    /** Returns the line of a connection whose server has {@link FaultHooks}. */
    static DisturbedLine of(ClientConnection connection) {
        return (DisturbedLine) connection.line();
    }

    @Override
    public void send(Bytes message, int maxFrameBytes) {
        send(new Message(message, maxFrameBytes, null, null));
    }

    @Override
    public void sendUpdate(Bytes message, int maxFrameBytes, UUID streamId, Passage passage) {
        send(new Message(message, maxFrameBytes, streamId, passage instanceof Disturbance hit ? hit : null));
    }

    @Override
    public long queuedBytes() {
        return heldBytes.get() + transport.queuedBytes();
    }

    private synchronized void send(Message message) {
        if (pauses > 0) {
            hold(message);
        } else {
            go(message);
        }
    }

    /** Sends nothing for {@code length}; what is to be sent waits. */
    synchronized void pause(Duration length) {
        pauses++;
        time.schedule(length, this::resume);
    }

    /** Sends {@code message} when {@code length} is over, and everything that is sent meanwhile behind it. */
    void delay(Message message, Duration length) {
        // First in the queue when the time is over: what is held already comes behind it.
        held.addFirst(new Message(message.bytes(), message.maxFrameBytes(), message.update(), null));
        heldBytes.addAndGet(message.bytes().size());
        pause(length);
    }

    /** Sends {@code message} twice. */
    void sendTwice(Message message) {
        write(message, message.bytes());
        write(message, message.bytes());
    }

    /** Sends bytes in place of {@code message} that can't be read. */
    void sendSpoiled(Message message) {
        write(message, Fault.Corrupt.spoil(message.bytes()));
    }

    /** Sends {@code message} behind the next update of its stream, or two seconds late where none comes. */
    void sendBehindTheNext(Message message) {
        release(late);
        Late waits = new Late(message);
        late = waits;
        heldBytes.addAndGet(message.bytes().size());
        time.schedule(Fault.Reorder.LONGEST_HOLD, () -> release(waits));
    }

    private synchronized void resume() {
        pauses--;
        while (pauses == 0 && !held.isEmpty()) {
            Message next = held.remove();
            go(next);
            heldBytes.addAndGet(-next.bytes().size());
        }
    }

    private void hold(Message message) {
        held.add(message);
        heldBytes.addAndGet(message.bytes().size());
    }

    private void go(Message message) {
        Late before = late;
        Disturbance disturbance = message.disturbance();
        if (disturbance == null) {
            write(message, message.bytes());
        } else {
            disturbance.play(this, message);
        }
        if (before != null && message.update() != null && message.update().equals(before.message.update())) {
            release(before);
        }
    }

    private synchronized void release(@Nullable Late waits) {
        if (waits != null && late == waits) {
            late = null;
            write(waits.message, waits.message.bytes());
            heldBytes.addAndGet(-waits.message.bytes().size());
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
