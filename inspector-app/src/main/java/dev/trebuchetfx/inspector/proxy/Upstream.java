// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.inspector.listen.Deadline;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The server that a proxy leads to.
 *
 * @param tls used for {@code wss:}; the server's certificate must be good for the host name
 */
public record Upstream(URI uri, SSLSocketFactory tls) {

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if the address is not one of a WebSocket server
     */
    public Upstream {
        if (ServerAddress.of(uri).userInfo() != null) {
            throw new IllegalArgumentException(
                    "expected an address without user and password, since clients send their own "
                            + "through the proxy, but " + ServerAddress.of(uri) + " was given with some");
        }
    }

    ServerAddress server() {
        return ServerAddress.of(uri);
    }

    boolean isSecure() {
        return server().isSecure();
    }

    /** Returns what the {@code Host} field says. */
    String hostField() {
        return server().hostHeader();
    }

    /** What is asked of the server where the client asks the proxy for {@code target}: the path of the address, unless the client names one. */
    String target(String target) {
        URI asked = server().uri();
        String path = asked.getRawPath().isEmpty() ? "/" : asked.getRawPath();
        String own = asked.getRawQuery() == null ? path : path + "?" + asked.getRawQuery();
        if (target.equals("/") || target.isEmpty()) {
            return own;
        }
        return target.startsWith("/?") ? path + target.substring(1) : target;
    }

    /**
     * A connection to the server.
     *
     * @param socket carries the bytes
     * @param wire the same, or the socket below TLS. Closing it never waits for the peer, while closing a TLS socket may
     */
    record Line(Socket socket, Socket wire) {}

    /** Connects, to the end of the TLS handshake; throws when {@code timeout} is over, however slowly the server answers. */
    Line connect(Duration timeout, TimeSource time) throws IOException {
        Socket wire = new Socket();
        Deadline deadline = Deadline.of(time, timeout, () -> closeQuietly(wire));
        try (deadline) {
            return connect(wire);
        } catch (IOException | RuntimeException e) {
            closeQuietly(wire);
            if (deadline.isMissed()) {
                throw new SocketTimeoutException("no connection within " + timeout.toSeconds() + " s");
            }
            throw e;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nobody left to tell: the connection is being thrown away.
            assert socket.isClosed() : e;
        }
    }

    private Line connect(Socket socket) throws IOException {
        ServerAddress server = server();
        String host = server.host().startsWith("[")
                ? server.host().substring(1, server.host().length() - 1)
                : server.host();
        socket.connect(new InetSocketAddress(host, server.port()));
        socket.setTcpNoDelay(true);
        if (!isSecure()) {
            return new Line(socket, socket);
        }
        SSLSocket secure = (SSLSocket) tls.createSocket(socket, host, server.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return new Line(secure, socket);
    }
}
