// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
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
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if ((!scheme.equals("ws") && !scheme.equals("wss")) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "expected a server such as ws://127.0.0.1:8080 or wss://… but found " + uri);
        }
    }

    boolean isSecure() {
        return uri.getScheme().equalsIgnoreCase("wss");
    }

    private int port() {
        return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    /** What the {@code Host} field says. */
    String hostField() {
        return uri.getPort() > 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
    }

    /** What is asked of the server where the client asks the proxy for {@code target}: the path of the address, unless the client names one. */
    String target(String target) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String own = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        if (target.equals("/") || target.isEmpty()) {
            return own;
        }
        return target.startsWith("/?") ? path + target.substring(1) : target;
    }

    /** Connects; blocks for at most {@code timeout}. */
    Socket connect(Duration timeout) throws IOException {
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port()), (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            if (!isSecure()) {
                return socket;
            }
            SSLSocket secure = (SSLSocket) tls.createSocket(socket, host, port(), true);
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
