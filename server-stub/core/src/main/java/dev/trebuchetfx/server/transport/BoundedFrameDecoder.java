// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;

/**
 * A decoder of frames that counts the bytes it keeps for a frame under way, and those that its {@link MessageReader} keeps for a message
 * under way, among those of all connections. What a frame announces takes no memory; what has come does. Confined to the socket's thread.
 */
final class BoundedFrameDecoder extends WebSocket13FrameDecoder {
    /** The event after which frames that have come already are decoded, since the socket is read again. */
    static final Object READS_AGAIN = new Object();

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
        // By default its buffer grows by sixteen reads before the frames that are decoded leave it.
        setDiscardAfterReads(1);
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
        share.end();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        super.channelRead(context, message);
        // The buffer takes its whole capacity, however little is left in it.
        share.hold((actualReadableBytes() == 0 ? 0 : internalBuffer().capacity()) + messageBytes);
    }

    /** Decodes nothing while the socket is not read: one read may have brought thousands of small frames, or large ones compressed. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (context.channel().config().isAutoRead()) {
            super.decode(context, in, out);
        }
    }

    /** Passes the event on. The library would read more here where nothing was decoded, in spite of the pause. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (context.channel().config().isAutoRead()) {
            super.channelReadComplete(context);
        } else {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (READS_AGAIN.equals(event)) {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        keepsNothing();
    }
}
