// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A factory of sockets to one server, TLS included. It does the TLS handshake itself, before any WebSocket is spoken, so that a fault
 * of a certificate is reported as such.
 */
final class ClientSockets extends SocketFactory {
    private final TransportTarget target;
    private final ProxyRoutes routes;
    private final Function<Proxy, Socket> sockets;
    private final Consumer<Socket> started;
    private final Resolver resolver;

    /** A look-up of the addresses of a host. It blocks. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * Creates a factory of sockets to one target.
     *
     * @param routes the choice of the proxy that leads to the target
     * @param sockets makes a socket that is not connected yet, by way of the given proxy: none, or a SOCKS proxy
     * @param started is given each socket before it blocks, so that another thread can close it
     */
    ClientSockets(
            TransportTarget target, ProxyRoutes routes, Function<Proxy, Socket> sockets, Consumer<Socket> started) {
        this(target, routes, sockets, started, InetAddress::getAllByName);
    }

    ClientSockets(
            TransportTarget target,
            ProxyRoutes routes,
            Function<Proxy, Socket> sockets,
            Consumer<Socket> started,
            Resolver resolver) {
        this.target = target;
        this.routes = routes;
        this.sockets = sockets;
        this.started = started;
        this.resolver = resolver;
    }

    /**
     * Opens a socket to the first address of the host, or of its proxy, that takes it, blocking for the connect timeout at most beside the
     * look-up of its name.
     *
     * @throws IOException if the host can't be reached, or its certificate is not trusted or names another host
     */
    @Override
    public Socket createSocket() throws IOException {
        ServerAddress server = target.address();
        ProxyRoutes.Route route = routes.to(server);
        int timeout = (int)
                Math.min(Integer.MAX_VALUE, Math.max(1, target.connectTimeout().toMillis()));
        Socket socket =
                switch (route.proxy().type()) {
                    case DIRECT -> connected(addresses(server.host(), server.port()), Proxy.NO_PROXY, "", timeout);
                    case SOCKS ->
                        // The proxy itself looks the name up.
                        connected(
                                List.of(InetSocketAddress.createUnresolved(server.host(), server.port())),
                                route.proxy(),
                                " by the SOCKS proxy " + ProxyRoutes.describe(route.proxy()),
                                timeout);
                    case HTTP -> connected(proxyAddresses(route), Proxy.NO_PROXY, ", the proxy to " + server, timeout);
                };
        try {
            if (route.proxy().type() == Proxy.Type.HTTP) {
                socket.setSoTimeout(timeout);
                ProxyTunnel.open(socket, route, server);
                socket.setSoTimeout(0);
            }
            return server.isSecure() ? secured(socket, server.port(), timeout) : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private List<InetSocketAddress> proxyAddresses(ProxyRoutes.Route route) throws IOException {
        if (route.proxy().address() instanceof InetSocketAddress address) {
            return address.isUnresolved() ? addresses(address.getHostString(), address.getPort()) : List.of(address);
        }
        throw new IOException("expected a proxy with a host and a port but was " + route.proxy());
    }

    private List<InetSocketAddress> addresses(String host, int port) throws IOException {
        try {
            return Arrays.stream(resolver.resolve(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new IOException("the host " + host + " is not known; check its name, or the network", e);
        }
    }

    /**
     * Connects to the first address that takes the connection. Each one has a share of the time, since one that does not answer must
     * not keep the client from the next.
     */
    private Socket connected(List<InetSocketAddress> addresses, Proxy by, String suffix, int timeout)
            throws IOException {
        IOException failure = new IOException("the host " + target.address().host() + " has no address");
        for (int i = 0; i < addresses.size(); i++) {
            InetSocketAddress address = addresses.get(i);
            Socket socket = sockets.apply(by);
            try {
                started.accept(socket);
                socket.setTcpNoDelay(true);
                socket.connect(address, Math.max(1, timeout / addresses.size()));
                return socket;
            } catch (IOException e) {
                socket.close();
                String shown = address.isUnresolved()
                        ? address.getHostString()
                        : address.getAddress().getHostAddress();
                IOException next = new IOException(
                        "can't connect to " + shown + ":" + address.getPort() + suffix + ": " + e.getMessage(), e);
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
        SSLSocket socket =
                (SSLSocket) factory.createSocket(plain, target.address().host(), port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(timeout);
        try {
            socket.startHandshake();
        } catch (SSLHandshakeException e) {
            // Its message says what is wrong with the certificate, or what the server did not accept.
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
        return new IOException(
                "expected a socket to " + target.address() + " to be asked for, without another address");
    }
}
