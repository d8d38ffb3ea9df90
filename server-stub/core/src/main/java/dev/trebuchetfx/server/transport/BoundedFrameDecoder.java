// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/**
 * A decoder of frames that counts the bytes it keeps for a frame under way, and those that its {@link MessageReader} keeps for a message
 * under way, among those of all connections. What a frame announces takes no memory; what has come does. Confined to the socket's thread.
 */
final class BoundedFrameDecoder extends WebSocket13FrameDecoder {
    private final WebSocketDecoderConfig config;
    private final ByteBudget.Share share;
    private final Channel channel;
    private long messageBytes;

    BoundedFrameDecoder(int maxFrameBytes, boolean compressed, ByteBudget budget, Channel channel) {
        this(
                WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(true)
                        .allowMaskMismatch(false)
                        .allowExtensions(compressed)
                        .maxFramePayloadLength(maxFrameBytes)
                        // The reader closes, and says why.
                        .closeOnProtocolViolation(false)
                        .build(),
                budget,
                channel);
    }

    private BoundedFrameDecoder(WebSocketDecoderConfig config, ByteBudget budget, Channel channel) {
        super(config);
        this.config = config;
        this.channel = channel;
        this.share = budget.share(() -> channel.eventLoop().execute(() -> giveUp(channel)));
    }

    private static void giveUp(Channel channel) {
        if (channel.isActive()) {
            channel.pipeline()
                    .fireExceptionCaught(new CorruptedWebSocketFrameException(
                            WebSocketCloseStatus.TRY_AGAIN_LATER,
                            "the unfinished messages of all connections need more memory than the server gives them, and"
                                    + " this connection has the largest"));
        }
    }

    WebSocketDecoderConfig config() {
        return config;
    }

    /** Sets how many bytes the reader keeps of a message under way. */
    void keeps(long bytes) {
        messageBytes = bytes;
    }

    /** Forgets what it keeps, and lets what still comes pass as bytes, since the connection closes. */
    void stop() {
        keepsNothing();
        if (channel.pipeline().context(this) != null) {
            channel.pipeline().remove(this);
        }
    }

    private void keepsNothing() {
        messageBytes = 0;
        share.hold(0);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        super.channelRead(context, message);
        share.hold(actualReadableBytes() + messageBytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        keepsNothing();
    }
}
