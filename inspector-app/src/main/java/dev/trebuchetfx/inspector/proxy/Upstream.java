// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
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

    private ServerAddress server() {
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

    /** Connects; blocks for at most {@code timeout}. */
    Socket connect(Duration timeout) throws IOException {
        ServerAddress server = server();
        String host = server.host().startsWith("[")
                ? server.host().substring(1, server.host().length() - 1)
                : server.host();
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, server.port()), (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            if (!isSecure()) {
                return socket;
            }
            SSLSocket secure = (SSLSocket) tls.createSocket(socket, host, server.port(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.setSoTimeout((int) timeout.toMillis());
            secure.startHandshake();
            secure.setSoTimeout(0);
            return secure;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
