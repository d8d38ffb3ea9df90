// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.websocket.MessageFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket, from its request on. Safe for use by any thread. */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
final class GatewayConnection {
    /** A client that does not read is closed with so many bytes waiting; the service says nothing of it. */
    private static final long MOST_WAITING_BYTES = 8L << 20;

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    private final String id;
    private final Channel channel;
    private final Instant connectedAt;
    private final Map<String, String> headers;
    private final Map<String, String> query;
    private final @Nullable String principal;
    private final int maxFrameBytes;
    private volatile Instant lastActiveAt;
    private volatile int closeCode = 1006;
    private volatile String closeReason = "";

    GatewayConnection(
            String id,
            Channel channel,
            Instant connectedAt,
            Map<String, String> headers,
            Map<String, String> query,
            @Nullable String principal,
            int maxFrameBytes) {
        this.id = id;
        this.channel = channel;
        this.connectedAt = connectedAt;
        this.headers = headers;
        this.query = query;
        this.principal = principal;
        this.maxFrameBytes = maxFrameBytes;
        this.lastActiveAt = connectedAt;
    }

    String id() {
        return id;
    }

    Instant connectedAt() {
        return connectedAt;
    }

    /** Returns the headers of the request, with names in lower case. */
    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> query() {
        return query;
    }

    /** Returns who the authoriser found it to be; null where there is no authoriser. */
    @Nullable
    String principal() {
        return principal;
    }

    Instant lastActiveAt() {
        return lastActiveAt;
    }

    void active(Instant now) {
        lastActiveAt = now;
    }

    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }

    /** Sends a text message. Returns false if the connection is gone. */
    boolean send(Bytes message) {
        if (!channel.isActive()) {
            return false;
        }
        byte[] content = message.unsafeArray();
        channel.eventLoop().execute(() -> {
            int offset = 0;
            do {
                int most = Math.min(maxFrameBytes, content.length - offset);
                int length = MessageFrames.endOfCharacter(content, offset, most) - offset;
                boolean last = offset + length == content.length;
                ByteBuf payload = Unpooled.wrappedBuffer(content, offset, length);
                channel.write(
                        offset == 0
                                ? new TextWebSocketFrame(last, 0, payload)
                                : new ContinuationWebSocketFrame(last, 0, payload),
                        channel.voidPromise());
                offset += length;
            } while (offset < content.length);
            channel.flush();
            if (channel.bytesBeforeWritable() > MOST_WAITING_BYTES) {
                channel.close();
            }
        });
        return true;
    }

    /** Closes the connection; the peer has a moment for its answer. */
    void close(int code, String reason) {
        ended(code, reason);
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Drops the connection without a closing handshake. */
    void cut() {
        channel.close();
    }

    /** Notes the code with which the connection ends, unless another one was first. */
    void ended(int code, String reason) {
        if (closeCode == 1006) {
            closeCode = code;
            closeReason = reason;
        }
    }
}
