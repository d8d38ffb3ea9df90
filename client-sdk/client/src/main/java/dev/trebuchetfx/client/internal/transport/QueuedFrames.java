// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PongFrame;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection that wait in the library's queue to be written. Their bytes are counted, and at most one pong is among them:
 * a peer that sends pings and reads nothing would fill the memory otherwise. As RFC 6455, section 5.5.3, allows, only the newest ping is
 * answered then.
 *
 * <p>Safe for use by any thread. Frames are queued in the order in which they were made.
 */
final class QueuedFrames {
    /** The most bytes of a frame beside its payload. */
    private static final int HEAD_BYTES = 14;

    private final Collection<ByteBuffer> queue;
    private final Consumer<List<Framedata>> sender;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Integer> sizes = new ArrayDeque<>();
    private long bytes;
    private long added;
    /** The number of frames that were added before the newest pong; -1 before the first one. */
    private long pongAt = -1;
    /** The payload of the newest ping, while an older pong waits; null where there is none. */
    private @Nullable ByteBuffer due;

    /**
     * Makes the frames of a connection that has sent none.
     *
     * @param queue the library's queue, from which its writing thread takes
     * @param sender adds frames to that queue; throws {@link WebsocketNotConnectedException} without a connection
     */
    QueuedFrames(Collection<ByteBuffer> queue, Consumer<List<Framedata>> sender) {
        this.queue = queue;
        this.sender = sender;
    }

    /**
     * Makes and queues the frames of a message.
     *
     * @throws WebsocketNotConnectedException if there is no connection
     */
    void send(Supplier<List<Framedata>> message) {
        lock.lock();
        try {
            add(message.get());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Answers a ping, at once or when the pong before it has been written.
     *
     * @throws WebsocketNotConnectedException if there is no connection
     */
    void answer(ByteBuffer ping) {
        lock.lock();
        try {
            if (isPongQueued()) {
                due = ping;
            } else {
                // An older ping that still waits for its pong needs none any more.
                due = null;
                pong(ping);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that the writing thread has written a frame: a pong that had to wait may follow.
     *
     * @throws WebsocketNotConnectedException if there is no connection
     */
    void written() {
        lock.lock();
        try {
            ByteBuffer ping = due;
            if (ping != null && !isPongQueued()) {
                due = null;
                pong(ping);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the bytes that wait, without the frame that is being written. */
    long queuedBytes() {
        lock.lock();
        try {
            settle();
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private boolean isPongQueued() {
        return pongAt >= added - queue.size();
    }

    private void pong(ByteBuffer ping) {
        PongFrame pong = new PongFrame();
        pong.setPayload(ping);
        long at = added;
        add(List.of(pong));
        pongAt = at;
    }

    private void add(List<Framedata> frames) {
        settle();
        // The library empties the payloads.
        int[] lengths = frames.stream()
                .mapToInt(frame -> frame.getPayloadData().remaining() + HEAD_BYTES)
                .toArray();
        sender.accept(frames);
        for (int length : lengths) {
            sizes.addLast(length);
            bytes += length;
            added++;
        }
    }

    /** Forgets the frames that have left the queue, which are the oldest ones. */
    private void settle() {
        int waiting = queue.size();
        while (sizes.size() > waiting) {
            bytes -= sizes.removeFirst();
        }
    }
}
