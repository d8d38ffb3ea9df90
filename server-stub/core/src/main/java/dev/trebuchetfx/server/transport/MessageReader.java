// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.websocket.BoundedMessage;
import dev.trebuchetfx.protocol.internal.websocket.DeflateExtension;
import dev.trebuchetfx.protocol.internal.websocket.GatewayWatch;
import dev.trebuchetfx.protocol.internal.websocket.MessageInflater;
import dev.trebuchetfx.protocol.transport.GatewayLimits;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.java_websocket.exceptions.InvalidDataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one WebSocket: it puts frames together to messages, answers pings, and tells the listener. Confined to the socket's
 * thread.
 */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
final class MessageReader extends ChannelInboundHandlerAdapter {
    /** The most frames of one message. Version 2 cuts at 16,384 bytes; frames without end and content are an attack. */
    private static final int MOST_FRAMES = 4_096;

    private static final int LAST_CLOSE_CODE = 4_999;

    private static final Logger LOG = LoggerFactory.getLogger(MessageReader.class);

    private final SocketContext shared;
    private final TransportListener listener;
    private final BoundedFrameDecoder decoder;
    private final @Nullable DeflateExtension deflate;
    private final ControlFrameRate rate;
    private @Nullable SocketConnection connection;
    private @Nullable GatewayWatch watch;
    private @Nullable Incoming underWay;

    /** A message of which not all frames have come. */
    private static final class Incoming {
        private final boolean text;
        private final boolean compressed;
        private final BoundedMessage message;
        private int frames;

        Incoming(boolean text, boolean compressed, int maxBytes) {
            this.text = text;
            this.compressed = compressed;
            this.message = new BoundedMessage(maxBytes);
        }
    }

    MessageReader(
            SocketContext shared,
            TransportListener listener,
            BoundedFrameDecoder decoder,
            @Nullable DeflateExtension deflate) {
        this.shared = shared;
        this.listener = listener;
        this.decoder = decoder;
        this.deflate = deflate;
        this.rate = new ControlFrameRate(shared.time());
    }

    /** Tells the listener that the WebSocket is open. */
    void opened(Channel channel, Map<String, String> headers) {
        GatewayLimits gateway = shared.settings().gateway();
        SocketConnection opened = new SocketConnection(
                channel, deflate, shared.outgoing(), shared.time(), gateway == null ? null : gateway.maxFrameBytes());
        connection = opened;
        watch = gateway == null ? null : new GatewayWatch(gateway, shared.time(), opened::close);
        try {
            listener.onOpen(opened, headers);
        } catch (Throwable e) {
            // Nobody else would hear of it: the library only tells of what fails while it reads.
            failed(e);
        }
    }

    /** Closes a WebSocket whose peer has sent bytes before the decoder of frames was there, so that they are lost. */
    void cameTooEarly() {
        fail(
                WebSocketCloseStatus.PROTOCOL_ERROR.code(),
                "a client must wait for the answer to its upgrade request before it sends frames");
    }

    private SocketConnection connection() {
        return Objects.requireNonNull(connection, "a frame came before the WebSocket was open");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        try {
            if (message instanceof WebSocketFrame frame && !connection().isClosing()) {
                read(frame);
            } else if (message instanceof CloseWebSocketFrame answer) {
                // The answer to ours: the closing handshake is over.
                LOG.trace("The peer has answered the closing frame with {}", answer.statusCode());
                context.close();
            } else if (message instanceof ByteBuf bytes
                    && bytes.isReadable()
                    && !connection().isClosing()) {
                cameTooEarly();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(WebSocketFrame frame) throws InvalidDataException, CharacterCodingException {
        boolean compressed = (frame.rsv() & 0b100) != 0;
        boolean begins = frame instanceof BinaryWebSocketFrame || frame instanceof TextWebSocketFrame;
        if ((frame.rsv() & 0b011) != 0 || (compressed && !begins)) {
            fail(
                    WebSocketCloseStatus.PROTOCOL_ERROR.code(),
                    "RSV1 must be 0 except in the first frame of a message, which it marks as compressed, and RSV2 and"
                            + " RSV3 must be 0");
            return;
        }
        switch (frame) {
            case PingWebSocketFrame ping -> {
                connection().pong(ping.content());
                slowDown();
            }
            case PongWebSocketFrame pong -> {
                LOG.trace("A pong of {} bytes came", pong.content().readableBytes());
                listener.onPong();
                slowDown();
            }
            case CloseWebSocketFrame close
            when close.statusCode() > LAST_CLOSE_CODE ->
                // The library refuses the others that may not travel.
                fail(
                        WebSocketCloseStatus.PROTOCOL_ERROR.code(),
                        "expected a close code of RFC 6455, section 7.4, but found " + close.statusCode());
            case CloseWebSocketFrame close ->
                connection()
                        .answerClose(
                                close.statusCode() < 0 ? WebSocketCloseStatus.EMPTY.code() : close.statusCode(),
                                close.reasonText());
            default -> readData(frame, compressed);
        }
    }

    private void slowDown() {
        rate.frameCame().ifPresent(connection()::pauseReading);
    }

    private void readData(WebSocketFrame frame, boolean compressed)
            throws InvalidDataException, CharacterCodingException {
        if (watch != null) {
            if (frame instanceof BinaryWebSocketFrame) {
                fail(
                        WebSocketCloseStatus.INVALID_MESSAGE_TYPE.code(),
                        "expected a text message but found a binary one");
                return;
            }
            watch.messageCame();
        }
        if (underWay == null && frame.isFinalFragment() && !compressed) {
            deliver(frame instanceof TextWebSocketFrame, ByteBufUtil.getBytes(frame.content()));
            return;
        }
        Incoming incoming = underWay == null
                ? new Incoming(
                        frame instanceof TextWebSocketFrame,
                        compressed,
                        shared.settings().maxMessageBytes())
                : underWay;
        // An error below ends the connection, and the fragments so far must not be kept then.
        underWay = null;
        decoder.keeps(0);
        incoming.frames++;
        if (incoming.frames > MOST_FRAMES) {
            fail(
                    WebSocketCloseStatus.POLICY_VIOLATION.code(),
                    "expected at most " + MOST_FRAMES + " frames of a message but found more");
            return;
        }
        if (!take(frame, incoming)) {
            return;
        }
        if (frame.isFinalFragment()) {
            ByteBuffer whole = incoming.message.whole();
            byte[] bytes = new byte[whole.remaining()];
            whole.get(bytes);
            deliver(incoming.text, bytes);
        } else {
            underWay = incoming;
            decoder.keeps(incoming.message.size());
        }
    }

    /** Adds a frame to its message. Returns false if the connection is closing, so that the message can't be read any more. */
    private boolean take(WebSocketFrame frame, Incoming incoming) throws InvalidDataException {
        ByteBuf content = frame.content();
        if (!incoming.compressed) {
            incoming.message.add(content.nioBuffer());
            return true;
        }
        MessageInflater inflater = deflate == null ? null : deflate.inflater();
        return inflater != null && inflater.inflate(content.nioBuffer(), frame.isFinalFragment(), incoming.message);
    }

    private void deliver(boolean text, byte[] message) throws CharacterCodingException {
        if (text) {
            // Bytes that are not UTF-8 end the connection (RFC 6455, section 8.1).
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
        }
        listener.onMessage(Bytes.wrap(message));
    }

    private void fail(int code, String why) {
        shared.counts().protocolErrors().increment();
        underWay = null;
        shared.log().say("Closing a connection with code " + code + ": " + why);
        connection().fail(code, why);
        decoder.stop();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        if (connection != null) {
            connection.drain();
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        underWay = null;
        if (deflate != null) {
            deflate.reset();
        }
        if (watch != null) {
            watch.end();
        }
        if (connection != null) {
            TransportClosed end = connection.ended();
            listener.onClosed(end);
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
    }

    private void failed(Throwable reason) {
        shared.tellIfFatal(reason);
        SocketConnection failing = connection();
        if (!isThePeers(reason)) {
            shared.log().say("The listener to a connection failed", reason);
        }
        if (failing.isClosing()) {
            failing.abort();
            return;
        }
        switch (reason) {
            case CorruptedWebSocketFrameException broken ->
                fail(broken.closeStatus().code(), said(broken));
            case InvalidDataException broken -> fail(broken.getCloseCode(), said(broken));
            case CharacterCodingException broken ->
                fail(WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code(), "expected a text in UTF-8: " + said(broken));
            case IOException cut -> {
                LOG.debug("A line was cut", cut);
                failing.cut();
            }
            default ->
                fail(
                        WebSocketCloseStatus.INTERNAL_SERVER_ERROR.code(),
                        "the server failed: " + reason.getClass().getSimpleName());
        }
    }

    /** Returns whether the peer, or the line to it, is what failed. */
    private static boolean isThePeers(Throwable reason) {
        return reason instanceof CorruptedWebSocketFrameException
                || reason instanceof InvalidDataException
                || reason instanceof IOException;
    }

    private static String said(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
