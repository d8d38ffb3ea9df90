// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens sockets to servers, TLS included. The handshake is done here, before any WebSocket is spoken, so that what is wrong
 * with a certificate is said as such.
 */
final class ClientSockets extends SocketFactory {
    private final TransportTarget target;
    private final Consumer<Socket> started;

    /**
     * Makes sockets to one target.
     *
     * @param started is given each socket before it blocks, so that another thread can close it
     */
    ClientSockets(TransportTarget target, Consumer<Socket> started) {
        this.target = target;
        this.started = started;
    }

    /**
     * Opens a socket, blocking for the connect timeout at most.
     *
     * @throws IOException if the host can't be reached, or its certificate is not trusted or names another host
     */
    @Override
    public Socket createSocket() throws IOException {
        URI uri = target.uri();
        boolean secure = "wss".equals(uri.getScheme());
        int port = uri.getPort() != -1 ? uri.getPort() : secure ? 443 : 80;
        int timeout = Math.toIntExact(target.connectTimeout().toMillis());
        Socket socket = new Socket();
        try {
            started.accept(socket);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(uri.getHost(), port), timeout);
            return secure ? secured(socket, port, timeout) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket plain, int port, int timeout) throws IOException {
        SSLContext context = target.sslContext();
        SSLSocketFactory factory =
                context == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : context.getSocketFactory();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, target.uri().getHost(), port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(timeout);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw onlyTheTarget();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw onlyTheTarget();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw onlyTheTarget();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw onlyTheTarget();
    }

    private IOException onlyTheTarget() {
        return new IOException("expected a socket to " + target.uri() + " to be asked for, without another address");
    }
}
