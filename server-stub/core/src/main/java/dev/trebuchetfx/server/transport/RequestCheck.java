// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The check of a request's head, before anybody is asked who the client is. A web page of another origin is kept out, and so is one that
 * reaches a server on loopback through a name of its own (DNS rebinding). Immutable.
 */
final class RequestCheck {
    private static final String ANY = "*";
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    /** Fields that decide who may come in: a second one could say something else to another reader of the same request. */
    private static final List<CharSequence> SINGLE = List.of(
            HttpHeaderNames.HOST,
            HttpHeaderNames.ORIGIN,
            HttpHeaderNames.AUTHORIZATION,
            HttpHeaderNames.SEC_WEBSOCKET_KEY,
            HttpHeaderNames.SEC_WEBSOCKET_VERSION,
            HttpHeaderNames.UPGRADE);

    private final SocketSettings settings;
    private final boolean onLoopback;
    private final String ownHost;

    RequestCheck(SocketSettings settings, InetSocketAddress address) {
        this.settings = settings;
        this.onLoopback = address.getAddress().isLoopbackAddress();
        this.ownHost = address.getHostString().toLowerCase(Locale.ROOT);
    }

    /** Returns the refusal of a request that can't be read, asks for too much, or comes from where nobody may. */
    Optional<Refused> refusal(HttpRequest request) {
        Throwable failure = request.decoderResult().cause();
        if (failure instanceof TooLongHttpHeaderException || failure instanceof TooLongHttpLineException) {
            return tooLarge();
        }
        if (failure != null) {
            return refused(HttpResponseStatus.BAD_REQUEST, "expected an HTTP request but found something else");
        }
        HttpHeaders headers = request.headers();
        if (headers.size() > settings.maxHeadFields()) {
            return refused(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "expected at most " + settings.maxHeadFields() + " header fields but found " + headers.size());
        }
        if (headBytes(request) > settings.maxHeadBytes()) {
            return tooLarge();
        }
        for (CharSequence name : SINGLE) {
            if (headers.getAll(name).size() > 1) {
                return refused(HttpResponseStatus.BAD_REQUEST, "expected one header '" + name + "' but found several");
            }
        }
        // Balancers ask for the health in the version before, in which nobody has to name a host.
        boolean old = HttpVersion.HTTP_1_0.equals(request.protocolVersion()) && HealthRequest.is(request);
        if (!old && !HttpVersion.HTTP_1_1.equals(request.protocolVersion())) {
            return refused(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED,
                    "expected HTTP/1.1 but found " + request.protocolVersion().text());
        }
        return origin(headers)
                .or(() -> old && !headers.contains(HttpHeaderNames.HOST) ? Optional.empty() : host(headers));
    }

    /** Returns the refusal of a request that is no upgrade to a WebSocket. */
    Optional<Refused> upgradeRefusal(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!HttpMethod.GET.equals(request.method())
                || !headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
                || !headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                || headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY) == null
                || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return Optional.of(new Refused(
                    HttpResponseStatus.UPGRADE_REQUIRED.code(),
                    Map.of("Upgrade", "websocket", "Sec-WebSocket-Version", "13"),
                    "this address serves WebSockets of version 13, and GET /health"));
        }
        return Optional.empty();
    }

    private Optional<Refused> tooLarge() {
        return refused(
                HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                "expected a request head of at most " + settings.maxHeadBytes() + " bytes but found more");
    }

    private static long headBytes(HttpRequest request) {
        long bytes = request.uri().length();
        for (Map.Entry<String, String> field : request.headers()) {
            bytes += field.getKey().length() + field.getValue().length() + 4;
        }
        return bytes;
    }

    private Optional<Refused> origin(HttpHeaders headers) {
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        return origin == null || allows(settings.allowedOrigins(), origin)
                ? Optional.empty()
                : refused(
                        HttpResponseStatus.FORBIDDEN,
                        "web pages of the origin in this request may not connect; allow it with --allow-origin");
    }

    private Optional<Refused> host(HttpHeaders headers) {
        String host = headers.get(HttpHeaderNames.HOST);
        if (host == null) {
            return refused(HttpResponseStatus.BAD_REQUEST, "expected a header 'Host' but found none");
        }
        String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
        boolean own = name.equals("localhost")
                || name.equals("[::1]")
                || LOOPBACK.matcher(name).matches()
                || name.equals(ownHost)
                || name.equals("[" + ownHost + "]");
        return !onLoopback || own || allows(settings.allowedHosts(), name)
                ? Optional.empty()
                : refused(
                        HttpResponseStatus.MISDIRECTED_REQUEST,
                        "this server listens on loopback and is not known by the name in 'Host'; allow it with --allow-host");
    }

    private static boolean allows(Set<String> allowed, String asked) {
        return allowed.contains(ANY) || allowed.stream().anyMatch(asked::equalsIgnoreCase);
    }

    private static Optional<Refused> refused(HttpResponseStatus status, String why) {
        return Optional.of(new Refused(status.code(), Map.of(), why));
    }
}
