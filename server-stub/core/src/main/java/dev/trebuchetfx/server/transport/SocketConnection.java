// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.websocket.DeflateExtension;
import dev.trebuchetfx.protocol.internal.websocket.MessageDeflater;
import dev.trebuchetfx.protocol.internal.websocket.MessageFrames;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of the server. Messages wait in a queue of its own, from which the socket's thread takes as many as the socket is ready for
 * and writes them at once.
 *
 * <p>Safe for use by any thread: the lock guards the queue and the order in which messages are compressed; what writes is confined to the
 * socket's thread.
 */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
final class SocketConnection implements TransportConnection {
    /** A peer that does not read never sees the closing handshake: after this long the connection is dropped. */
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    /** Messages that are to leave together wait for no more than this. */
    private static final int MOST_HELD_BYTES = 1 << 16;

    /** The most bytes that one connection writes before others have their turn. */
    private static final int MOST_BYTES_IN_A_TURN = 1 << 20;

    /** The most bytes of a closing reason (RFC 6455, section 5.5). */
    private static final int MOST_REASON_BYTES = 123;

    // The first two bytes of a frame (RFC 6455, section 5.2).
    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int BINARY = 0x2;
    private static final int TEXT = 0x1;
    private static final int MOST_IN_SEVEN_BITS = 125;
    private static final int IN_TWO_BYTES = 126;
    private static final int MOST_IN_TWO_BYTES = 0xFFFF;
    private static final int IN_EIGHT_BYTES = 127;
    private static final int MOST_HEAD_BYTES = 10;

    private final Channel channel;
    private final @Nullable DeflateExtension deflate;
    private final TimeSource time;
    private final @Nullable Integer textFrameBytes;
    /** A flag that is true where TLS lies between the queue and the socket: it holds bytes too, so that an empty buffer of the socket says nothing. */
    private final boolean encrypted;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** The number of threads that are sending several messages which are to leave together. */
    private final AtomicInteger senders = new AtomicInteger();

    private final AtomicLong queuedBytes = new AtomicLong();
    private final ByteBudget.Share share;
    private final ReadingPause reading;
    private final Pongs pongs;
    private volatile boolean closing;
    private volatile TransportClosed end = new TransportClosed.Ended(1006, "the line was cut");

    // Confined to the socket's thread.
    private boolean draining;
    private int bytesInTurn;

    /** Something that waits to be written. */
    private sealed interface Outgoing {
        /** Returns the bytes that count until they have left. */
        default int bytes() {
            return 0;
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Message(byte[] content, boolean compressed, int maxFrameBytes) implements Outgoing {
        @Override
        public int bytes() {
            return content.length;
        }
    }

    private enum Control implements Outgoing {
        PING
    }

    private record Close(int code, String reason) implements Outgoing {}

    /**
     * Wraps an open WebSocket.
     *
     * @param budget the bytes that may wait on all connections together
     * @param textFrameBytes the most bytes of a frame, all of which are text; null for binary ones of any size
     */
    SocketConnection(
            Channel channel,
            @Nullable DeflateExtension deflate,
            ByteBudget budget,
            TimeSource time,
            @Nullable Integer textFrameBytes) {
        this.textFrameBytes = textFrameBytes;
        this.channel = channel;
        this.encrypted = channel.pipeline().get(SslHandler.class) != null;
        this.deflate = deflate;
        this.time = time;
        this.reading = new ReadingPause(channel, time);
        this.pongs = new Pongs(channel);
        this.share = budget.share(() -> fail(
                WebSocketCloseStatus.TRY_AGAIN_LATER.code(),
                "too slow: what waits for all connections needs more memory than the server gives it, and this"
                        + " connection has the most"));
    }

    @Override
    public void send(Bytes message) {
        sendFragmented(message, Integer.MAX_VALUE);
    }

    @Override
    public void sendFragmented(Bytes message, int maxFrameBytes) {
        int bytes;
        lock.lock();
        try {
            if (closing) {
                // Its listener is told so.
                return;
            }
            byte[] plain = message.unsafeArray();
            MessageDeflater deflater = deflate == null ? null : deflate.deflater();
            byte[] deflated = deflater == null ? null : deflater.deflate(plain);
            Message outgoing = new Message(deflated == null ? plain : deflated, deflated != null, maxFrameBytes);
            bytes = outgoing.bytes();
            queuedBytes.addAndGet(bytes);
            queue.addLast(outgoing);
        } finally {
            lock.unlock();
        }
        // Without the lock, since this or another connection may be given up.
        share.change(bytes);
        if (senders.get() == 0 || queuedBytes.get() > MOST_HELD_BYTES) {
            wake();
        }
    }

    @Override
    public void hold() {
        senders.incrementAndGet();
    }

    @Override
    public void release() {
        senders.decrementAndGet();
        if (queuedBytes.get() > 0) {
            wake();
        }
    }

    @Override
    public void ping() {
        lock.lock();
        try {
            if (closing || !channel.isActive()) {
                return;
            }
            queue.addLast(Control.PING);
        } finally {
            lock.unlock();
        }
        wake();
    }

    @Override
    public long queuedBytes() {
        return queuedBytes.get();
    }

    @Override
    public void pauseReading(Duration pause) {
        reading.pause(pause);
    }

    @Override
    public void close(int code, String reason) {
        lock.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
            end = new TransportClosed.Ended(code, reason);
            queue.addLast(new Close(code, shortened(reason)));
        } finally {
            lock.unlock();
        }
        wake();
        time.schedule(CLOSE_DEADLINE, channel::close);
    }

    /** Ends the connection, whose line was cut. */
    void cut() {
        channel.close();
    }

    @Override
    public void abort() {
        lock.lock();
        try {
            if (!closing) {
                closing = true;
                end = new TransportClosed.Ended(1006, "dropped by the server");
            }
        } finally {
            lock.unlock();
        }
        channel.close();
    }

    // ---- the socket's thread ----

    boolean isClosing() {
        return closing;
    }

    /** Answers the peer's closing frame, and closes. */
    void answerClose(int code, String reason) {
        endWith(code, reason, code == WebSocketCloseStatus.EMPTY.code() ? new CloseWebSocketFrame() : frame(code, ""))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Closes the connection since the peer has broken a rule. What was queued is dropped, and so is what still comes: a socket that is
     * closed with bytes unread loses what was written last.
     */
    void fail(int code, String reason) {
        endWith(code, reason, frame(code, shortened(reason))).addListener(written -> {
            if (written.isSuccess() && channel instanceof SocketChannel socket && !encrypted) {
                // The peer then closes its end, since nothing more comes.
                socket.shutdownOutput();
            }
        });
    }

    private ChannelFuture endWith(int code, String reason, CloseWebSocketFrame last) {
        int dropped;
        lock.lock();
        try {
            closing = true;
            end = new TransportClosed.Ended(code, reason);
            dropped = clear();
        } finally {
            lock.unlock();
        }
        left(dropped);
        time.schedule(CLOSE_DEADLINE, channel::close);
        return channel.writeAndFlush(last);
    }

    private static CloseWebSocketFrame frame(int code, String reason) {
        return WebSocketCloseStatus.isValidStatusCode(code)
                ? new CloseWebSocketFrame(code, reason)
                : new CloseWebSocketFrame(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "");
    }

    /** Answers a ping. */
    void pong(ByteBuf content) {
        pongs.answer(content);
    }

    /** Forgets what can't be sent any more, and returns how the connection ended. */
    TransportClosed ended() {
        pongs.forget();
        int dropped;
        TransportClosed how;
        lock.lock();
        try {
            closing = true;
            dropped = clear();
            how = end;
        } finally {
            lock.unlock();
        }
        left(dropped);
        share.end();
        return how;
    }

    /** Empties the queue and returns the bytes of it. With the lock held. */
    private int clear() {
        int bytes = queue.stream().mapToInt(Outgoing::bytes).sum();
        queue.clear();
        return bytes;
    }

    /** Notes that bytes do not wait any more. */
    private void left(int bytes) {
        queuedBytes.addAndGet(-bytes);
        share.change(-bytes);
    }

    /** Lets the socket's thread write, unless it is about to. */
    private void wake() {
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::drain);
        }
    }

    /** Writes what is queued until nothing is left or the socket takes no more: then it is called again when the socket does. */
    void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            scheduled.set(false);
            bytesInTurn = 0;
            boolean hasMore = true;
            while (hasMore && channel.isWritable() && bytesInTurn < MOST_BYTES_IN_A_TURN) {
                hasMore = writeSome();
            }
            if (hasMore && channel.isWritable()) {
                wake();
            }
        } catch (Throwable e) {
            // A message is lost then, so the connection must not go on.
            channel.pipeline().fireExceptionCaught(e);
        } finally {
            draining = false;
        }
    }

    /** Hands over as much as the socket's buffer takes, and returns whether more waits. */
    private boolean writeSome() {
        int before = bytesInTurn;
        boolean hasMore = true;
        while (hasMore && channel.isWritable()) {
            Outgoing next;
            lock.lock();
            try {
                next = queue.pollFirst();
                // What is added from now on wakes this thread again.
                hasMore = !queue.isEmpty();
            } finally {
                lock.unlock();
            }
            if (next == null) {
                break;
            }
            bytesInTurn += next.bytes();
            write(next);
        }
        flush(bytesInTurn - before);
        return hasMore;
    }

    /** Hands what was written to the socket, and notes when so many bytes of messages have left. */
    private void flush(int messageBytes) {
        channel.flush();
        if (encrypted || messageBytes == 0) {
            return;
        }
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || waiting.isEmpty()) {
            left(messageBytes);
        } else {
            // It leaves behind them. One promise for all costs less than one for each.
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> left(messageBytes));
        }
    }

    private void write(Outgoing outgoing) {
        switch (outgoing) {
            case Message message -> write(message);
            case Control ping -> channel.write(new PingWebSocketFrame(), channel.voidPromise());
            case Close close -> channel.write(frame(close.code(), close.reason()), channel.voidPromise());
        }
    }

    private void write(Message message) {
        byte[] content = message.content();
        int offset = 0;
        do {
            int length = length(message, offset);
            boolean last = offset + length == content.length;
            ByteBuf frame = encode(message, offset, length);
            if (last && encrypted) {
                channel.write(frame).addListener(written -> left(content.length));
            } else {
                channel.write(frame, channel.voidPromise());
            }
            offset += length;
        } while (offset < content.length);
    }

    /**
     * Returns a frame of a message in one buffer (RFC 6455, section 5.2), unmasked as a server's frames are. The library's encoder makes three objects
     * more for each, and a server writes one for each client that observes a state.
     */
    private ByteBuf encode(Message message, int offset, int length) {
        byte[] content = message.content();
        ByteBufAllocator buffers = channel.alloc();
        ByteBuf frame = encrypted
                ? buffers.heapBuffer(MOST_HEAD_BYTES + length)
                : buffers.directBuffer(MOST_HEAD_BYTES + length);
        int first = offset + length == content.length ? FINAL : 0;
        if (offset == 0) {
            first |= textFrameBytes == null ? BINARY : TEXT;
            if (message.compressed()) {
                first |= COMPRESSED;
            }
        }
        if (length <= MOST_IN_SEVEN_BITS) {
            frame.writeShort(first << 8 | length);
        } else if (length <= MOST_IN_TWO_BYTES) {
            frame.writeInt((first << 8 | IN_TWO_BYTES) << 16 | length);
        } else {
            frame.writeShort(first << 8 | IN_EIGHT_BYTES).writeLong(length);
        }
        return frame.writeBytes(content, offset, length);
    }

    private int length(Message message, int offset) {
        byte[] content = message.content();
        if (textFrameBytes == null) {
            return Math.min(message.maxFrameBytes(), content.length - offset);
        }
        int most = Math.min(Math.min(message.maxFrameBytes(), textFrameBytes), content.length - offset);
        return MessageFrames.endOfCharacter(content, offset, most) - offset;
    }

    /** Returns the reason, cut so that it fits into a closing frame. */
    private static String shortened(String reason) {
        String cut = reason;
        while (cut.getBytes(StandardCharsets.UTF_8).length > MOST_REASON_BYTES) {
            cut = cut.substring(0, Math.min(cut.length() - 1, MOST_REASON_BYTES));
            if (Character.isHighSurrogate(cut.charAt(cut.length() - 1))) {
                cut = cut.substring(0, cut.length() - 1);
            }
        }
        return cut;
    }
}
