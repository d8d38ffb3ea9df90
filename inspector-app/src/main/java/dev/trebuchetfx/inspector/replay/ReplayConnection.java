// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.protocol.envelope.Bytes;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handler of one connection of a client under test. Confined to the server's thread. */
// A write that fails closes the connection, and the client connects again.
@SuppressWarnings("FutureReturnValueIgnored")
final class ReplayConnection extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayConnection.class);
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private final ReplayPlayer player;
    private final boolean extended;
    private ReplayPlayer.@Nullable Line line;

    ReplayConnection(ReplayPlayer player, boolean extended) {
        this.player = player;
        this.extended = extended;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object came) {
        switch (came) {
            case FullHttpRequest request -> upgrade(context, request);
            case PingWebSocketFrame ping ->
                context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame ignored -> {}
            case CloseWebSocketFrame ignored -> context.close();
            case WebSocketFrame message -> {
                if (line != null) {
                    player.received(line, Bytes.wrap(ByteBufUtil.getBytes(message.content())));
                }
            }
            default -> LOG.debug("A {} came, which is no message", came.getClass());
        }
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (extended) {
            headers.set("Trebuchet-Ext", "1");
        }
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_MESSAGE_BYTES)
                .build();
        var written = new WebSocketServerHandshaker13(null, null, config)
                .handshake(
                        context.channel(), request, headers, context.channel().newPromise());
        context.pipeline().addBefore(context.name(), "messages", new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
        written.addListener(done -> {
            if (done.isSuccess()) {
                line = new Line((SocketChannel) context.channel());
                player.opened(line);
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("The connection of a replay failed", cause);
        context.close();
    }

    private record Line(SocketChannel socket) implements ReplayPlayer.Line {
        @Override
        public void send(Bytes message) {
            socket.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message.unsafeArray())));
        }

        /**
         * The client closes the socket when it has read all that was sent. To close it here would drop what the client has not read, if
         * a message of its own waits unread.
         */
        @Override
        public void close(int code) {
            if (WebSocketCloseStatus.isValidStatusCode(code)) {
                socket.writeAndFlush(new CloseWebSocketFrame(code, ""));
            } else {
                socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> socket.shutdownOutput());
            }
        }
    }
}
