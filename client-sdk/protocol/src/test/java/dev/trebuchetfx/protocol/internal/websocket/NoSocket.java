// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.Handshakedata;

/** A listener that a connection without a socket needs. */
final class NoSocket extends WebSocketAdapter {
    @Override
    public void onWebsocketMessage(WebSocket connection, String message) {}

    @Override
    public void onWebsocketMessage(WebSocket connection, ByteBuffer message) {}

    @Override
    public void onWebsocketOpen(WebSocket connection, Handshakedata answer) {}

    @Override
    public void onWebsocketClose(WebSocket connection, int code, String reason, boolean remote) {}

    @Override
    public void onWebsocketClosing(WebSocket connection, int code, String reason, boolean remote) {}

    @Override
    public void onWebsocketCloseInitiated(WebSocket connection, int code, String reason) {}

    @Override
    public void onWebsocketError(WebSocket connection, Exception error) {}

    @Override
    public void onWebsocketPing(WebSocket connection, Framedata ping) {}

    @Override
    public void onWriteDemand(WebSocket connection) {}

    @Override
    public InetSocketAddress getLocalSocketAddress(WebSocket connection) {
        throw new UnsupportedOperationException("there is no socket");
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress(WebSocket connection) {
        throw new UnsupportedOperationException("there is no socket");
    }
}
