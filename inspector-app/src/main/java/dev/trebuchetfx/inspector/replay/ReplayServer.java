// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/** A loopback port on which a script is played to whoever connects. Its threads are the library's. */
final class ReplayServer extends WebSocketServer {
    private final ReplayPlayer player;
    private final boolean extended;
    private final CompletableFuture<Integer> listening = new CompletableFuture<>();

    ReplayServer(ReplayPlayer player, boolean extended) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        this.player = player;
        this.extended = extended;
        setReuseAddr(true);
        setDaemon(true);
        setTcpNoDelay(true);
        setConnectionLostTimeout(0);
    }

    /** Begins to listen; the port, or why it can't. */
    CompletableFuture<Integer> begin() {
        start();
        return listening;
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
        ServerHandshakeBuilder answer = super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
        if (extended) {
            answer.put("Trebuchet-Ext", "1");
        }
        return answer;
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake request) {
        Line line = new Line(socket);
        socket.setAttachment(line);
        player.opened(line);
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        received(socket, Bytes.utf8(message));
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        received(socket, Bytes.wrap(bytes));
    }

    private void received(WebSocket socket, Bytes message) {
        Line line = socket.getAttachment();
        if (line != null) {
            player.received(line, message);
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        // The player goes on with the next connection.
    }

    @Override
    public void onError(@Nullable WebSocket socket, Exception failure) {
        listening.completeExceptionally(failure);
    }

    @Override
    public void onStart() {
        listening.complete(getPort());
    }

    private static final class Line implements ReplayPlayer.Line {
        private final WebSocket socket;

        Line(WebSocket socket) {
            this.socket = socket;
        }

        @Override
        public void send(Bytes message) {
            if (socket.isOpen()) {
                socket.send(message.unsafeArray());
            }
        }

        @Override
        public void close(int code) {
            socket.close(code);
        }
    }
}
