// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.internal.websocket.DeflateExtension;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.Acceptor.Accepted;
import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import dev.trebuchetfx.server.transport.Admission.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one socket until it is a WebSocket: it answers the one request that a socket may send, and gives way to a
 * {@link MessageReader}. Confined to the socket's thread, but for its timer.
 */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String JSON = "application/json";
    private static final String FULL = "the server has as many connections as it may have";
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeHandler.class);

    private final SocketContext shared;
    private TimeSource.@Nullable Timer deadline;
    private boolean answered;
    private boolean earlyBytes;

    UpgradeHandler(SocketContext shared) {
        this.shared = shared;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel channel = context.channel();
        deadline = shared.time().schedule(shared.settings().openWithin(), () -> {
            shared.counts().tooLate().increment();
            channel.close();
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        Channel channel = context.channel();
        Answer admitted = shared.admission()
                .accepted(channel, () -> channel.eventLoop().execute(() -> refuseForWantOfRoom(context)));
        channel.closeFuture().addListener(closed -> shared.admission().closed(channel));
        switch (admitted) {
            case WELCOME -> super.channelActive(context);
            case FULL -> refuseForWantOfRoom(context);
            case CLOSED -> context.close();
        }
    }

    /** Refuses a socket for which there is no place, unless it has its answer. Over TLS it may not be able to hear any yet. */
    private void refuseForWantOfRoom(ChannelHandlerContext context) {
        if (answered) {
            return;
        }
        shared.counts().refusedFull().increment();
        shared.log().say("Refusing a socket with status 503: " + FULL);
        if (context.pipeline().get(SslHandler.class) == null) {
            refused(context);
            String status = shared.settings().status().get();
            // It may be a balancer that asks for the health: nobody has read yet what it asks for.
            HttpAnswer.write(
                    context,
                    HttpResponseStatus.SERVICE_UNAVAILABLE.code(),
                    Map.of("Cache-Control", "no-store", "Retry-After", "1"),
                    JSON,
                    "{\"status\":\"" + (status.equals(SocketSettings.HEALTHY) ? SocketSettings.FULL : status)
                            + "\",\"error\":\"" + FULL + "\"}",
                    shared.time());
        } else {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            // Whatever follows the first request is not read: a socket is a WebSocket then, or about to be closed.
            if (message instanceof HttpRequest request && !answered) {
                answer(context, request);
            } else if (message instanceof ByteBuf bytes && bytes.isReadable()) {
                earlyBytes = true;
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext context, HttpRequest request) {
        Optional<Refused> refusal = shared.check().refusal(request);
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
        } else if (HealthRequest.is(request)) {
            HealthRequest.refusal(request)
                    .ifPresentOrElse(refused -> refuse(context, refused), () -> tellHealth(context));
        } else {
            shared.check().upgradeRefusal(request).ifPresentOrElse(refused -> refuse(context, refused), () -> {
                switch (shared.acceptor().accept(headers(request))) {
                    case Accepted accepted -> upgrade(context, request, accepted);
                    case Refused refused -> refuse(context, refused);
                }
            });
        }
    }

    private void tellHealth(ChannelHandlerContext context) {
        answered = true;
        String status = shared.settings().status().get();
        HttpAnswer.write(
                context,
                status.equals(SocketSettings.HEALTHY) ? 200 : 503,
                Map.of("Cache-Control", "no-store"),
                JSON,
                "{\"status\":\"" + status + "\"}",
                shared.time());
    }

    private void refuse(ChannelHandlerContext context, Refused refused) {
        shared.log().say("Refusing a request with status " + refused.status() + ": " + refused.why());
        answer(context, refused);
    }

    private void answer(ChannelHandlerContext context, Refused refused) {
        refused(context);
        HttpAnswer.write(context, refused.status(), refused.headers(), PLAIN_TEXT, refused.why() + "\n", shared.time());
    }

    /** Notes that this socket gets a refusal and no WebSocket. */
    private void refused(ChannelHandlerContext context) {
        answered = true;
        shared.counts().refusedRequests().increment();
        shared.admission().refused(context.channel());
    }

    private void upgrade(ChannelHandlerContext context, HttpRequest request, Accepted accepted) {
        answered = true;
        Channel channel = context.channel();
        // The place is taken before the peer hears of it, so that nobody who comes after that can take it away.
        if (!shared.admission().upgraded(channel)) {
            LOG.debug("A socket had to give way while it was upgraded");
            stopDeadline();
            channel.close();
            return;
        }
        HttpHeaders headers = new DefaultHttpHeaders();
        if (shared.settings().gateway() == null) {
            accepted.headers().forEach(headers::set);
        }
        DeflateExtension deflate = agreed(request);
        if (deflate != null) {
            headers.set(EXTENSIONS, deflate.getProvidedExtensionAsServer());
        }
        BoundedFrameDecoder decoder =
                new BoundedFrameDecoder(shared.settings().maxFrameBytes(), deflate != null, shared.incoming(), channel);
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshaker13(null, null, decoder.config()) {
            @Override
            protected BoundedFrameDecoder newWebsocketDecoder() {
                return decoder;
            }
        };
        DefaultFullHttpRequest whole = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        handshaker.handshake(channel, whole, headers, channel.newPromise()).addListener(written -> {
            stopDeadline();
            if (written.isSuccess()) {
                MessageReader reader = new MessageReader(shared, accepted.listener(), decoder, deflate);
                channel.pipeline().replace(this, "messages", reader);
                reader.opened(channel, headers(request));
                if (earlyBytes) {
                    reader.cameTooEarly();
                }
            } else {
                LOG.debug("A socket could not be upgraded", written.cause());
                channel.close();
            }
        });
    }

    private @Nullable DeflateExtension agreed(HttpRequest request) {
        if (!shared.settings().compression().isOn()) {
            return null;
        }
        DeflateExtension deflate = new DeflateExtension(shared.settings().compression());
        String offered = String.join(", ", request.headers().getAll(EXTENSIONS));
        return deflate.acceptProvidedExtensionAsServer(offered) ? deflate : null;
    }

    private static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(field -> headers.merge(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue(),
                        (first, second) -> first + ", " + second));
        return headers;
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stopDeadline();
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        shared.tellIfFatal(cause);
        if (answered || cause instanceof IOException || cause instanceof DecoderException) {
            LOG.debug("A socket failed before it was a WebSocket", cause);
            context.close();
            return;
        }
        shared.log().say("The server failed on an upgrade request", cause);
        answer(
                context,
                new Refused(
                        HttpResponseStatus.INTERNAL_SERVER_ERROR.code(),
                        Map.of(),
                        "the server failed: " + cause.getClass().getSimpleName()));
    }
}
