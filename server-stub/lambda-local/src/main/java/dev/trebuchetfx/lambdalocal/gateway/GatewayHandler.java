// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.lambdalocal.http.AnsweringHandler;
import dev.trebuchetfx.lambdalocal.http.AnsweringHandler.HttpCall;
import dev.trebuchetfx.lambdalocal.http.Reply;
import dev.trebuchetfx.protocol.internal.websocket.GatewayWatch;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handler of one socket of a gateway: a post to a connection, or a WebSocket. Confined to the socket's thread. */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
final class GatewayHandler extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);
    private static final String BEARER = "Bearer ";

    private final Gateway gateway;
    private final ConnectionsApi api;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private @Nullable GatewayConnection connection;
    private @Nullable GatewayWatch watch;
    private boolean closing;

    GatewayHandler(Gateway gateway, ConnectionsApi api) {
        this.gateway = gateway;
        this.api = api;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object came) {
        if (came instanceof FullHttpRequest request) {
            HttpCall call = AnsweringHandler.call(request);
            if (ConnectionsApi.isMeant(call)) {
                api.answer(call).write(context, HttpUtil.isKeepAlive(request));
            } else {
                connect(context, request, call);
            }
        } else if (came instanceof WebSocketFrame frame && !closing) {
            read(context, frame);
        } else if (came instanceof CloseWebSocketFrame answer) {
            LOG.trace("The peer has answered the closing frame with {}", answer.statusCode());
            context.close();
        }
    }

    // ---- before the upgrade ----

    private void connect(ChannelHandlerContext context, FullHttpRequest request, HttpCall call) {
        String refusal = refusal(call);
        if (refusal != null) {
            Reply.of(refusal.equals("Unauthorized") ? 401 : 403, "{\"message\":\"" + refusal + "\"}")
                    .write(context, false);
            return;
        }
        if (!gateway.takesConnection()) {
            Reply.of(429, "{\"message\":\"Too Many Requests\"}").write(context, false);
            return;
        }
        GatewayConnection asking = new GatewayConnection(
                gateway.newId(),
                context.channel(),
                gateway.time().instant(),
                call.headers(),
                parameters(call.query()),
                principal(call),
                gateway.settings().limits().maxFrameBytes());
        FullHttpRequest kept = request.retain();
        // Nothing is read before the function has said whether the connection may be opened.
        context.channel().config().setAutoRead(false);
        gateway.connecting(asking)
                .whenComplete((status, failure) -> context.channel().eventLoop().execute(() -> {
                    try {
                        answered(context, kept, asking, status == null ? 500 : status);
                    } finally {
                        kept.release();
                    }
                }));
    }

    private void answered(
            ChannelHandlerContext context, FullHttpRequest request, GatewayConnection asking, int status) {
        context.channel().config().setAutoRead(true);
        if (status / 100 != 2) {
            Reply.of(status, "{\"message\":\"" + (status >= 500 ? "Internal server error" : "Forbidden") + "\"}")
                    .write(context, false);
            return;
        }
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(gateway.settings().limits().maxFrameBytes())
                .closeOnProtocolViolation(false)
                .build();
        new WebSocketServerHandshaker13(null, null, config)
                .handshake(context.channel(), request)
                .addListener(written -> {
                    if (written.isSuccess()) {
                        connection = asking;
                        watch = new GatewayWatch(
                                gateway.settings().limits(),
                                gateway.time(),
                                (code, reason) -> context.channel().eventLoop().execute(() -> close(code, reason)));
                        gateway.opened(asking);
                    }
                });
    }

    private @Nullable String refusal(HttpCall call) {
        if (!call.path().equals("/" + gateway.settings().stage())) {
            return "Forbidden";
        }
        if (!"websocket".equalsIgnoreCase(call.headers().get("upgrade"))) {
            return "Missing Authentication Token";
        }
        return gateway.settings().tokens().isEmpty() || principal(call) != null ? null : "Unauthorized";
    }

    private @Nullable String principal(HttpCall call) {
        String authorization = call.headers().getOrDefault("authorization", "");
        return authorization.startsWith(BEARER)
                ? gateway.settings().tokens().get(authorization.substring(BEARER.length()))
                : null;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    // ---- the WebSocket ----

    private void read(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case PingWebSocketFrame ping ->
                context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame pong ->
                LOG.trace("A pong of {} bytes came", pong.content().readableBytes());
            case CloseWebSocketFrame close -> {
                int code = close.statusCode() < 0 ? 1005 : close.statusCode();
                if (connection != null) {
                    connection.ended(code, close.reasonText());
                }
                closing = true;
                context.writeAndFlush(new CloseWebSocketFrame(1000, "")).addListener(written -> context.close());
            }
            case BinaryWebSocketFrame binary -> close(1003, "Binary frames are not supported");
            default -> readText(frame);
        }
    }

    private void readText(WebSocketFrame frame) {
        GatewayConnection open = connection;
        if (open == null) {
            return;
        }
        message.writeBytes(ByteBufUtil.getBytes(frame.content()));
        if (message.size() > gateway.settings().limits().maxMessageBytes()) {
            close(1009, "Message too long");
        } else if (frame.isFinalFragment()) {
            String body = message.toString(StandardCharsets.UTF_8);
            message.reset();
            if (watch != null) {
                watch.messageCame();
            }
            gateway.messageCame(open, body);
        }
    }

    private void close(int code, String reason) {
        closing = true;
        if (connection != null) {
            connection.close(code, reason);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (watch != null) {
            watch.end();
        }
        if (connection != null) {
            gateway.ended(connection);
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        if (connection != null && reason instanceof CorruptedWebSocketFrameException broken) {
            boolean tooBig = broken.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
            close(broken.closeStatus().code(), tooBig ? "Frame too long" : "Protocol error");
        } else {
            LOG.debug("A socket failed", cause);
            context.close();
        }
    }
}
