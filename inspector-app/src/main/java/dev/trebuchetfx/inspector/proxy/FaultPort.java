// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.fault.FaultParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes faults over HTTP on the loopback address, in the words that a stub server's admin port takes: {@code POST /faults}. Programs on this host
 * may ask, web pages may not.
 */
public final class FaultPort implements AutoCloseable {
    private static final int LONGEST_BODY = 64 * 1024;

    private final HttpServer server;
    private final ToIntFunction<Fault> injector;

    private FaultPort(HttpServer server, ToIntFunction<Fault> injector) {
        this.server = server;
        this.injector = injector;
    }

    /**
     * Begins to listen on a free port.
     *
     * @param injector brings a fault about and gives how much it hits; throws {@link IllegalArgumentException} for one that can't be
     */
    public static FaultPort open(Executor threads, ToIntFunction<Fault> injector) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FaultPort port = new FaultPort(http, injector);
        http.setExecutor(threads);
        http.createContext("/", port::handle);
        http.start();
        return port;
    }

    /** Where it is, without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode answer = JsonMapper.shared().createObjectNode();
            int status = answer(exchange, answer);
            byte[] body = JsonMapper.shared().writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private int answer(HttpExchange exchange, ObjectNode answer) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        boolean local = host != null && (host.startsWith("127.0.0.1:") || host.startsWith("localhost:"));
        if (!local || exchange.getRequestHeaders().containsKey("Origin")) {
            answer.put("error", "only programs on this host may ask, not web pages");
            return 403;
        }
        if (!exchange.getRequestURI().getPath().equals("/faults")
                || !exchange.getRequestMethod().equals("POST")) {
            answer.put("error", "there is POST /faults");
            return 404;
        }
        try (InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readNBytes(LONGEST_BODY + 1);
            if (body.length > LONGEST_BODY) {
                answer.put("error", "the body must have at most " + LONGEST_BODY + " bytes");
                return 413;
            }
            Fault fault = FaultParser.parse(body);
            answer.put("kind", fault.kind()).put("affected", injector.applyAsInt(fault));
            return 200;
        } catch (IllegalArgumentException e) {
            answer.put("error", e.getMessage());
            return 400;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
