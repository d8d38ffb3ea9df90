// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.websocket.DeflateExtension;
import dev.trebuchetfx.protocol.internal.websocket.MessageDraft;
import dev.trebuchetfx.protocol.internal.websocket.MessageFrames;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.jspecify.annotations.Nullable;

/** The server's end of one WebSocket. Safe for use by any thread; its lock keeps the order of what is compressed. */
final class SocketConnection implements TransportConnection {
    /** A peer that does not read never sees the closing handshake: after this long the connection is dropped. */
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    /** The first and the longest interval in which it looks whether what was queued has left. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(2);

    private static final Duration LAST_LOOK = Duration.ofMillis(100);

    /** Messages that are to leave together wait for no more than this. */
    private static final int MOST_HELD_BYTES = 1 << 16;

    private final WebSocketImpl socket;
    private final @Nullable DeflateExtension compression;
    private final Runnable demandWrite;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final OutgoingFrames frames;
    /** The bytes queued since the last write. */
    private long heldBytes;

    /** The number of threads that are sending several messages which are to leave together. */
    private final AtomicInteger senders = new AtomicInteger();

    /**
     * Wraps the library's end.
     *
     * @param demandWrite tells the library's selector that something is queued; by any thread
     */
    SocketConnection(WebSocketImpl socket, TimeSource time, Runnable demandWrite) {
        this.socket = socket;
        this.compression = ((MessageDraft) socket.getDraft()).compression();
        this.demandWrite = demandWrite;
        this.time = time;
        this.frames =
                socket.getChannel() instanceof GatheringChannel channel ? channel : new LibraryFrames(socket.outQueue);
    }

    @Override
    public void send(Bytes message) {
        sendFragmented(message, Integer.MAX_VALUE);
    }

    @Override
    public void sendFragmented(Bytes message, int maxFrameBytes) {
        boolean leaves;
        lock.lock();
        try {
            if (!socket.isOpen()) {
                // Its listener is told so.
                return;
            }
            // Under the lock, so that no other message comes in between.
            for (Framedata frame : MessageFrames.of(message, compression, maxFrameBytes)) {
                ByteBuffer bytes = socket.getDraft().createBinaryFrame(frame);
                heldBytes += bytes.remaining();
                frames.add(bytes);
            }
            leaves = senders.get() == 0 || heldBytes > MOST_HELD_BYTES;
            if (leaves) {
                heldBytes = 0;
            }
        } finally {
            lock.unlock();
        }
        if (leaves) {
            leave();
        }
    }

    @Override
    public void together(Runnable sending) {
        senders.incrementAndGet();
        try {
            sending.run();
        } finally {
            senders.decrementAndGet();
            leave();
        }
    }

    /** Writes what is queued as far as the socket takes it, and leaves the rest to the library's selector thread. */
    private void leave() {
        if (!frames.leave()) {
            demandWrite.run();
            lookAfterQueue();
        }
    }

    /**
     * The library's selector thread may lose a wish to write: it finds the queue empty, a sender fills it and sets the interest in
     * writing, and then the selector thread takes that interest back. What is queued would stay until somebody sends again. So
     * as long as something is queued, the wish is repeated.
     */
    private void lookAfterQueue() {
        if (isWaiting() && looking.compareAndSet(false, true)) {
            lookAgain(FIRST_LOOK);
        }
    }

    private boolean isWaiting() {
        return (frames.bytes() > 0 || !socket.outQueue.isEmpty()) && socket.isOpen();
    }

    private void lookAgain(Duration delay) {
        time.schedule(delay, () -> {
            if (isWaiting()) {
                demandWrite.run();
                Duration next = delay.multipliedBy(2);
                lookAgain(next.compareTo(LAST_LOOK) > 0 ? LAST_LOOK : next);
                return;
            }
            looking.set(false);
            // A sender may have come between the look and the mark.
            lookAfterQueue();
        });
    }

    @Override
    public void ping() {
        try {
            socket.sendFrame(new PingFrame());
            lookAfterQueue();
        } catch (WebsocketNotConnectedException e) {
            // As above.
        }
    }

    @Override
    public long queuedBytes() {
        return frames.bytes();
    }

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
        time.schedule(CLOSE_DEADLINE, this::abort);
    }

    @Override
    public void abort() {
        socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "dropped by the server");
    }
}
