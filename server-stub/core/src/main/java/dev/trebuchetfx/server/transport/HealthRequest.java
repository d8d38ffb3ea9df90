// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The request of a balancer that asks whether the server is well. */
final class HealthRequest {
    private static final String PATH = "/health";
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private HealthRequest() {}

    /**
     * Returns whether a request asks for the health: whatever is for its path, with or without a query, which monitors add to get past caches; and
     * {@code OPTIONS /}, by which HAProxy asks unless it is told another way.
     */
    static boolean is(HttpRequest request) {
        boolean namesNoPath =
                HttpMethod.OPTIONS.equals(request.method()) && request.uri().equals("/");
        return !request.headers().contains(HttpHeaderNames.UPGRADE) && (namesNoPath || isForPath(request));
    }

    private static boolean isForPath(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return (query < 0 ? uri : uri.substring(0, query)).equals(PATH);
    }

    /** Returns the refusal of a request that wants something else of that path than to read it. */
    static Optional<Refused> refusal(HttpRequest request) {
        return !isForPath(request) || METHODS.contains(request.method())
                ? Optional.empty()
                : Optional.of(new Refused(
                        HttpResponseStatus.METHOD_NOT_ALLOWED.code(),
                        Map.of("Allow", "GET, HEAD"),
                        "/health takes GET and HEAD"));
    }
}
