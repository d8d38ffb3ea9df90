// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.time.TimeSource;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The way of an HTTP answer after which the socket is closed. */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
final class HttpAnswer {
    /** The time for the peer to read the answer and close: a socket that is closed with bytes unread loses what was written last. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private HttpAnswer() {}

    /** Writes an answer and then closes the socket, at the latest after a second. Whatever comes meanwhile is not for anybody. */
    static void write(
            ChannelHandlerContext to,
            int status,
            Map<String, String> headers,
            String contentType,
            String body,
            TimeSource time) {
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        headers.forEach(answer.headers()::set);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        Channel channel = to.channel();
        to.writeAndFlush(answer).addListener(written -> {
            if (channel.pipeline().context(HttpServerCodec.class) != null) {
                // It would go on to parse whatever comes.
                channel.pipeline().remove(HttpServerCodec.class);
            }
            if (written.isSuccess()
                    && channel instanceof SocketChannel socket
                    && channel.pipeline().get(SslHandler.class) == null) {
                socket.shutdownOutput();
                time.schedule(LINGER, channel::close);
            } else {
                channel.close();
            }
        });
    }
}
