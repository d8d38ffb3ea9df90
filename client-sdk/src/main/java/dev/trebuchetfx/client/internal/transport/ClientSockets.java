// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens sockets to servers, TLS included. The handshake is done here, before any WebSocket is spoken, so that what is wrong
 * with a certificate is said as such.
 */
final class ClientSockets extends SocketFactory {
    private final TransportTarget target;
    private final Supplier<Socket> sockets;
    private final Consumer<Socket> started;
    private final Resolver resolver;

    /** Gives the addresses of a host. Blocks. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * Makes sockets to one target.
     *
     * @param sockets makes those that are not connected yet
     * @param started is given each socket before it blocks, so that another thread can close it
     */
    ClientSockets(TransportTarget target, Supplier<Socket> sockets, Consumer<Socket> started) {
        this(target, sockets, started, InetAddress::getAllByName);
    }

    ClientSockets(TransportTarget target, Supplier<Socket> sockets, Consumer<Socket> started, Resolver resolver) {
        this.target = target;
        this.sockets = sockets;
        this.started = started;
        this.resolver = resolver;
    }

    /**
     * Opens a socket to the first address of the host that takes it, blocking for the connect timeout at most beside the look-up
     * of its name.
     *
     * @throws IOException if the host can't be reached, or its certificate is not trusted or names another host
     */
    @Override
    public Socket createSocket() throws IOException {
        URI uri = target.uri();
        boolean secure = "wss".equals(uri.getScheme());
        int port = uri.getPort() != -1 ? uri.getPort() : secure ? 443 : 80;
        int timeout = Math.toIntExact(target.connectTimeout().toMillis());
        Socket socket = connected(addresses(uri.getHost()), port, timeout);
        try {
            return secure ? secured(socket, port, timeout) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private InetAddress[] addresses(String host) throws IOException {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new IOException("the host " + host + " is not known; check its name, or the network", e);
        }
    }

    /** Each address has its share of the time: one that does not answer must not keep us from the next. */
    private Socket connected(InetAddress[] addresses, int port, int timeout) throws IOException {
        IOException failure = new IOException("the host " + target.uri().getHost() + " has no address");
        for (int i = 0; i < addresses.length; i++) {
            InetSocketAddress address = new InetSocketAddress(addresses[i], port);
            Socket socket = sockets.get();
            try {
                started.accept(socket);
                socket.setTcpNoDelay(true);
                socket.connect(address, Math.max(1, timeout / addresses.length));
                return socket;
            } catch (IOException e) {
                socket.close();
                IOException next = new IOException(
                        "can't connect to " + addresses[i].getHostAddress() + ":" + port + ": " + e.getMessage(), e);
                if (i > 0) {
                    next.addSuppressed(failure);
                }
                failure = next;
            }
        }
        throw failure;
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
        try {
            socket.startHandshake();
        } catch (SSLHandshakeException e) {
            // Says what is wrong with the certificate, or what the server did not like.
            throw e;
        } catch (SSLException e) {
            throw new SSLException(
                    "the TLS handshake failed, as where a server speaks ws: and not wss: there: " + e.getMessage(), e);
        }
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
