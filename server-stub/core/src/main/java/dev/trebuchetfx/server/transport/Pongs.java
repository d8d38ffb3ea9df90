// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a peer's pings. One at most waits, that to the newest ping (RFC 6455, section 5.5.3), so that a peer which does not read
 * them fills no queue. Confined to the socket's thread.
 */
// The library tells by its events what becomes of a socket; nobody waits for a single write.
@SuppressWarnings("FutureReturnValueIgnored")
final class Pongs {
    private final Channel channel;
    private boolean underWay;
    private @Nullable ByteBuf next;

    Pongs(Channel channel) {
        this.channel = channel;
    }

    /** Answers a ping with its content. */
    void answer(ByteBuf content) {
        if (underWay) {
            forget();
            next = content.retain();
            return;
        }
        underWay = true;
        channel.writeAndFlush(new PongWebSocketFrame(content.retain())).addListener(written -> {
            underWay = false;
            ByteBuf waiting = next;
            next = null;
            if (waiting != null) {
                if (written.isSuccess()) {
                    answer(waiting);
                }
                waiting.release();
            }
        });
    }

    /** Forgets the answer that waits. */
    void forget() {
        if (next != null) {
            next.release();
            next = null;
        }
    }
}
