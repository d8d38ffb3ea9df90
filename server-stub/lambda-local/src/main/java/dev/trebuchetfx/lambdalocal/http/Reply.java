// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.http;

import dev.trebuchetfx.protocol.envelope.Bytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;

/**
 * An answer to an HTTP request.
 *
 * @param headers the headers beside those that tell of the body
 * @param body the body, which is JSON
 */
public record Reply(int status, Map<String, String> headers, Bytes body) {

    /** Makes an answer without further headers. */
    public static Reply of(int status, String json) {
        return new Reply(status, Map.of(), Bytes.utf8(json));
    }

    /** Makes an answer without a body. */
    public static Reply empty(int status) {
        return of(status, "");
    }

    /** Writes the answer, and closes the socket unless it is kept for more requests. May be called by any thread. */
    @SuppressWarnings("FutureReturnValueIgnored")
    public void write(ChannelHandlerContext to, boolean keepAlive) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body.unsafeArray()));
        headers.forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        HttpUtil.setContentLength(response, body.size());
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = to.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
