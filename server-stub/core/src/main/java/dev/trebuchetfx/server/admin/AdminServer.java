// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.foreign.ForeignText;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.admin.AdminApi.Answer;
import dev.trebuchetfx.server.transport.SocketLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The admin server: {@code GET /health}, {@code /metrics}, {@code /streams} and {@code /actors}, {@code POST /faults}. It listens on loopback only, and serves no
 * web page: a request with an {@code Origin}, or for another host name than loopback's, is refused.
 */
public final class AdminServer implements AutoCloseable {
    private static final int USUAL_ENTRIES = 1_000;
    private static final int MOST_ENTRIES = 10_000;
    private static final int MAX_BODY_BYTES = 64 << 10;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpServer server;
    private final AdminApi api;
    private final SocketLog log;

    private AdminServer(HttpServer server, AdminApi api, SocketLog log) {
        this.server = server;
        this.api = api;
        this.log = log;
    }

    /**
     * Starts the admin server.
     *
     * @param port 0 for a free one
     * @param time bounds the lines about requests that fail
     * @throws IOException if it can't listen
     */
    public static AdminServer start(int port, AdminApi api, Executor executor, TimeSource time) throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
        } catch (IOException e) {
            throw new IOException(
                    "could not listen on 127.0.0.1:" + port + " for the admin port: " + e.getMessage(), e);
        }
        AdminServer admin = new AdminServer(http, api, new SocketLog(time));
        http.setExecutor(executor);
        http.createContext("/", admin::handle);
        http.start();
        return admin;
    }

    /** Returns its address, without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answered(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer.body());
            }
        }
    }

    /** Answers a request, with 500 where the server fails on it. */
    private Answer answered(HttpExchange exchange) throws IOException {
        try {
            return answer(exchange);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            log.say("An admin request failed", e);
            return api.error(500, "the server failed: " + ForeignCode.describeWithKind(e));
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Origin")
                || !isLoopback(exchange.getRequestHeaders().getFirst("Host"))) {
            return api.error(403, "only programs on this host may ask, not web pages");
        }
        return switch (exchange.getRequestURI().getPath()) {
            case "/health" -> allows("GET", exchange) ? api.health() : wrongMethod("GET", exchange);
            case "/metrics" -> allows("GET", exchange) ? api.metrics() : wrongMethod("GET", exchange);
            case "/streams" -> allows("GET", exchange) ? listed(exchange, api::streams) : wrongMethod("GET", exchange);
            case "/actors" -> allows("GET", exchange) ? listed(exchange, api::actors) : wrongMethod("GET", exchange);
            case "/faults" -> allows("POST", exchange) ? fault(exchange) : wrongMethod("POST", exchange);
            default -> api.error(404, "there is GET /health, GET /metrics, GET /streams, GET /actors and POST /faults");
        };
    }

    /** Answers with a list of as many entries as the query {@code limit=N} asks for; bounded, so that an answer fits into memory. */
    private Answer listed(HttpExchange exchange, IntFunction<Answer> list) {
        String query = exchange.getRequestURI().getQuery();
        if (query == null) {
            return list.apply(USUAL_ENTRIES);
        }
        try {
            int most = query.startsWith("limit=") ? Integer.parseInt(query.substring("limit=".length())) : -1;
            if (most >= 1 && most <= MOST_ENTRIES) {
                return list.apply(most);
            }
        } catch (NumberFormatException e) {
            // The answer below says what was expected.
        }
        return api.error(400, "expected no query or limit=1 to limit=" + MOST_ENTRIES + " but found " + query);
    }

    private Answer fault(HttpExchange exchange) {
        byte[] body;
        try (InputStream input = exchange.getRequestBody()) {
            body = input.readNBytes(MAX_BODY_BYTES + 1);
        } catch (IOException | IndexOutOfBoundsException e) {
            // The library checks neither that the length of a chunk fits into an int nor where such a chunk begins.
            String why = ForeignText.printable(ForeignCode.describe(e));
            log.say("An admin request has a body that can't be read: " + why);
            exchange.getResponseHeaders().set("Connection", "close");
            return api.error(400, "the body can't be read: " + why);
        }
        return body.length > MAX_BODY_BYTES
                ? api.error(413, "the body must have at most " + MAX_BODY_BYTES + " bytes")
                : api.fault(body);
    }

    private static boolean allows(String method, HttpExchange exchange) {
        return method.equals(exchange.getRequestMethod());
    }

    private Answer wrongMethod(String allowed, HttpExchange exchange) {
        exchange.getResponseHeaders().set("Allow", allowed);
        return api.error(405, "expected " + allowed + " but found " + exchange.getRequestMethod());
    }

    private static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return LOOPBACK_NAMES.contains(name);
    }
}
