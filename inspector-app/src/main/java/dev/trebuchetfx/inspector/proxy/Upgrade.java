// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.inspector.listen.Deadline;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes a client's request to the server and the answer back. Each step has a limit of time, which holds for the whole of it, so that a peer that
 * sends a byte now and then gains nothing.
 *
 * <p>Used by one thread.
 */
final class Upgrade {
    private static final int HEAD_BUFFER = 16 * 1024;

    private final Socket client;
    private final ProxySettings settings;
    private final OriginRule origins;
    private final TimeSource time;
    private final Owner owner;

    /** The connection to which an upgrade belongs. */
    interface Owner {
        /** Takes the connection to the server; returns false if it is not wanted any more. */
        boolean connected(Upstream.Line line);

        /** Says how the upgrade went on. */
        void upgraded(HttpHead request, HttpHead answer);

        /** Says that there is no upgrade. The answer of the server is null if it gave none. */
        void refused(HttpHead request, @Nullable HttpHead answer, String why);

        /** Names the reason for which the connection ends. */
        void end(String why);

        /** Closes both sides, without waiting for a peer. */
        void close();
    }

    /** The streams to relay from after an upgrade. */
    record Agreed(InputStream fromClient, InputStream fromServer, Upstream.Line line, Compression compression) {}

    Upgrade(Socket client, ProxySettings settings, OriginRule origins, TimeSource time, Owner owner) {
        this.client = client;
        this.settings = settings;
        this.origins = origins;
        this.time = time;
        this.owner = owner;
    }

    /** Returns what the two have agreed upon; null if there is no WebSocket on this connection, and the client has been told. */
    @Nullable
    Agreed run() throws IOException {
        InputStream fromClient = new BufferedInputStream(client.getInputStream(), HEAD_BUFFER);
        HttpHead request = request(fromClient);
        if (request == null) {
            return null;
        }
        String origin = request.value("Origin");
        if (origin != null && !origins.allows(origin, client.getLocalPort())) {
            refuse(request, "403 Forbidden", OriginRule.refusal(origin));
            return null;
        }
        Duration limit = settings.limits().handshake();
        Upstream.Line line;
        try {
            line = settings.upstream().connect(limit, time);
        } catch (IOException e) {
            refuse(
                    request,
                    "502 Bad Gateway",
                    "the server " + settings.upstream().uri() + " can't be reached: " + e.getMessage());
            return null;
        }
        if (!owner.connected(line)) {
            return null;
        }
        HttpHead forwarded = forwarded(request, line);
        InputStream fromServer = new BufferedInputStream(line.socket().getInputStream(), HEAD_BUFFER);
        HttpHead answer = answer(forwarded, line, fromServer);
        if (answer == null) {
            return null;
        }
        if (answer.status() == 101) {
            owner.upgraded(forwarded, answer);
            client.getOutputStream().write(answer.toBytes());
            return new Agreed(fromClient, fromServer, line, Compression.agreedIn(answer));
        }
        owner.refused(forwarded, answer, "the server answered " + answer.startLine());
        try (Deadline _ = Deadline.of(time, limit, owner::close)) {
            client.getOutputStream().write(answer.toBytes());
            fromServer.transferTo(client.getOutputStream());
        }
        return null;
    }

    private @Nullable HttpHead request(InputStream fromClient) throws IOException {
        Duration limit = settings.limits().handshake();
        Runnable late = () -> {
            owner.end("the client sent no whole request within " + limit.toSeconds() + " s");
            owner.close();
        };
        try (Deadline _ = Deadline.of(time, limit, late)) {
            return HttpHead.read(fromClient);
        } catch (HttpHead.TooLarge e) {
            answer("431 Request Header Fields Too Large", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable HttpHead answer(HttpHead forwarded, Upstream.Line line, InputStream fromServer)
            throws IOException {
        Duration limit = settings.limits().handshake();
        Deadline deadline = Deadline.of(time, limit, () -> ProxyConnection.closeQuietly(line.wire()));
        try (deadline) {
            line.socket().getOutputStream().write(forwarded.toBytes());
            return HttpHead.read(fromServer);
        } catch (IOException e) {
            String why = deadline.isMissed()
                    ? "it sent no whole answer within " + limit.toSeconds() + " s"
                    : String.valueOf(e.getMessage());
            refuse(
                    forwarded,
                    deadline.isMissed() ? "504 Gateway Timeout" : "502 Bad Gateway",
                    "the server " + settings.upstream().uri() + " did not answer: " + why);
            return null;
        }
    }

    /**
     * Returns the request for the server. It says what the client said, so that the server's own checks of {@code Host} and {@code Origin} judge
     * that; only a server elsewhere, to which the proxy's loopback address says nothing, gets its own name instead of that address.
     */
    private HttpHead forwarded(HttpHead request, Upstream.Line line) {
        Upstream upstream = settings.upstream();
        String target = request.target();
        HttpHead head = request.withStartLine(
                request.startLine().replace(" " + target + " ", " " + upstream.target(target) + " "));
        String host = request.value("Host");
        boolean elsewhere = !line.wire().getInetAddress().isLoopbackAddress();
        return elsewhere && host != null && OriginRule.isOwnHost(host, client.getLocalPort())
                ? head.with("Host", upstream.hostField())
                : head;
    }

    private void refuse(HttpHead request, String status, String why) throws IOException {
        owner.refused(request, null, why);
        answer(status, why);
    }

    private void answer(String status, String why) throws IOException {
        owner.end(why);
        byte[] text = (why + "\n").getBytes(StandardCharsets.UTF_8);
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + text.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(text);
        out.flush();
    }
}
