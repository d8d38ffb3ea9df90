// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.Acceptor.Accepted;
import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.HandshakeImpl1Server;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a socket and joins each WebSocket to the listener that the acceptor gives. */
public final class SocketServer {
    private static final int STOP_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);

    private final Acceptor acceptor;
    private final TimeSource time;
    private final IntConsumer onListening;
    private final ServerSocketChannel channel;
    private final Adapter adapter;
    private final AcceptedSockets accepted = new AcceptedSockets();
    private final CompletableFuture<Integer> listening = new CompletableFuture<>();

    /**
     * Takes the port; connections wait until {@link #start}.
     *
     * @param maxFrameBytes a larger message from a client closes its connection
     * @param compression what clients are granted that ask for it
     * @param tls null for {@code ws:}
     * @param onListening called with the port before the first connection is accepted
     * @throws IOException if the address can't be listened on
     */
    public SocketServer(
            InetSocketAddress address,
            Acceptor acceptor,
            int maxFrameBytes,
            MessageCompression compression,
            @Nullable SSLContext tls,
            TimeSource time,
            IntConsumer onListening)
            throws IOException {
        this.acceptor = acceptor;
        this.time = time;
        this.onListening = onListening;
        this.channel = bind(address);
        this.adapter = new Adapter(channel);
        adapter.setTcpNoDelay(true);
        adapter.setConnectionLostTimeout(0);
        adapter.setDaemon(true);
        adapter.setReuseAddr(true);
        Supplier<Draft> drafts = () -> new ServerDraft(compression, maxFrameBytes);
        adapter.setWebSocketFactory(
                tls == null ? new PlainSockets(drafts, accepted) : new TlsSockets(tls, drafts, accepted));
    }

    /** Done here and not by the library, which would log a taken port as a fatal error of its own. */
    private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("the host " + address.getHostString() + " is not known");
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Starts to listen; gives the port, or why it can't. */
    public CompletableFuture<Integer> start() {
        adapter.start();
        return listening;
    }

    /**
     * Stops to listen and drops what is still connected after a moment for closing handshakes. Whoever comes meanwhile is refused. Blocks
     * for two seconds at most.
     */
    public void stop() {
        try {
            // The library would go on to accept, and forget, whoever comes until its own thread has ended.
            channel.close();
            accepted.closeBeforeUpgrade();
            adapter.stop(STOP_MILLIS, "the server is shutting down");
        } catch (IOException e) {
            LOG.debug("The socket that listens could not be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            accepted.closeAll();
        }
    }

    /** The object that the library calls, on its own threads; for one connection one call at a time. */
    private final class Adapter extends WebSocketServer {
        Adapter(ServerSocketChannel channel) {
            super(channel);
        }

        @Override
        protected boolean addConnection(WebSocket socket) {
            accepted.upgraded((WebSocketImpl) socket);
            return super.addConnection(socket);
        }

        @Override
        protected boolean removeConnection(WebSocket socket) {
            accepted.closed((WebSocketImpl) socket);
            return super.removeConnection(socket);
        }

        @Override
        public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
                WebSocket socket, Draft draft, ClientHandshake request) {
            return switch (acceptor.accept(headers(request))) {
                case Accepted accepted -> accept(socket, accepted);
                case Refused refused -> refuse(refused);
            };
        }

        private ServerHandshakeBuilder accept(WebSocket socket, Accepted accepted) {
            socket.setAttachment(accepted.listener());
            ServerHandshakeBuilder answer = new HandshakeImpl1Server();
            accepted.headers().forEach(answer::put);
            return answer;
        }

        private ServerHandshakeBuilder refuse(Refused refused) {
            ServerDraft.Refusal refusal = new ServerDraft.Refusal(refused.status(), refused.why());
            refused.headers().forEach(refusal::put);
            return refusal;
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake request) {
            TransportListener listener = socket.getAttachment();
            if (listener == null) {
                // The refusal is in the queue; nothing more may follow it.
                ((WebSocketImpl) socket).flushAndClose(CloseFrame.REFUSE, "refused", false);
                return;
            }
            listener.onOpen(
                    new SocketConnection((WebSocketImpl) socket, time, () -> onWriteDemand(socket)), headers(request));
        }

        @Override
        public void onMessage(WebSocket socket, String message) {
            deliver(socket, Bytes.utf8(message));
        }

        @Override
        public void onMessage(WebSocket socket, ByteBuffer message) {
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            deliver(socket, Bytes.wrap(bytes));
        }

        @Override
        public void onWebsocketPong(WebSocket socket, Framedata frame) {
            TransportListener listener = socket.getAttachment();
            if (listener != null) {
                listener.onPong();
            }
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {
            if (code == CloseFrame.TOOBIG && !remote) {
                LOG.warn("Closed a connection with code {}: {}", code, reason);
            }
            TransportListener listener = socket.getAttachment();
            if (listener != null) {
                listener.onClosed(new TransportClosed.Ended(code, reason));
            }
        }

        @Override
        public void onError(@Nullable WebSocket socket, Exception failure) {
            if (socket == null && listening.completeExceptionally(failure)) {
                return;
            }
            LOG.debug("A connection failed", failure);
        }

        @Override
        public void onStart() {
            onListening.accept(getPort());
            listening.complete(getPort());
        }

        private void deliver(WebSocket socket, Bytes message) {
            TransportListener listener = socket.getAttachment();
            if (listener != null) {
                listener.onMessage(message);
            }
        }

        private Map<String, String> headers(ClientHandshake request) {
            Map<String, String> headers = new HashMap<>();
            for (Iterator<String> names = request.iterateHttpFields(); names.hasNext(); ) {
                String name = names.next();
                headers.put(name.toLowerCase(Locale.ROOT), request.getFieldValue(name));
            }
            return headers;
        }
    }
}
