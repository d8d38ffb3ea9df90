// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;

/** Sockets as those of {@link PlainSockets}, with TLS. */
final class TlsSockets extends DefaultSSLWebSocketServerFactory {
    private final Supplier<Draft> drafts;
    private final AcceptedSockets accepted;

    TlsSockets(SSLContext tls, Supplier<Draft> drafts, AcceptedSockets accepted) {
        super(tls);
        this.drafts = drafts;
        this.accepted = accepted;
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, List<Draft> ignored) {
        return new WebSocketImpl(adapter, List.of(drafts.get()));
    }

    @Override
    public ByteChannel wrapChannel(SocketChannel channel, SelectionKey key) throws IOException {
        accepted.add(channel);
        return super.wrapChannel(channel, key);
    }
}
