// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.http;

import dev.trebuchetfx.protocol.envelope.Bytes;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handler of one socket's requests, which answers each when its answer is there. Confined to the socket's thread. */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
public final class AnsweringHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweringHandler.class);

    private final Function<HttpCall, CompletionStage<Reply>> answers;

    /**
     * A request as a whole.
     *
     * @param uri the path, with its query, as it came
     * @param headers the headers, with names in lower case and several values joined by commas
     */
    public record HttpCall(String method, String uri, Map<String, String> headers, Bytes body) {
        /** Returns the path without the query. */
        public String path() {
            int query = uri.indexOf('?');
            return query < 0 ? uri : uri.substring(0, query);
        }

        /** Returns the query without its question mark; empty for none. */
        public String query() {
            int query = uri.indexOf('?');
            return query < 0 ? "" : uri.substring(query + 1);
        }
    }

    /** Makes a handler; the answers may be completed by any thread, and one that fails counts as a failure of the server. */
    public AnsweringHandler(Function<HttpCall, CompletionStage<Reply>> answers) {
        this.answers = answers;
    }

    /** Returns the request, apart from the memory that the library lends it. */
    public static HttpCall call(FullHttpRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers()
                .forEach(field -> headers.merge(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue(),
                        (first, second) -> first + "," + second));
        return new HttpCall(
                request.method().name(), request.uri(), headers, Bytes.wrap(ByteBufUtil.getBytes(request.content())));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        answers.apply(call(request)).whenComplete((reply, failure) -> {
            if (failure != null) {
                LOG.warn("A request could not be answered", failure);
            }
            Reply answer = reply == null ? Reply.of(500, "{\"message\":\"the server failed\"}") : reply;
            answer.write(context, keepAlive);
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A socket failed", cause);
        context.close();
    }
}
