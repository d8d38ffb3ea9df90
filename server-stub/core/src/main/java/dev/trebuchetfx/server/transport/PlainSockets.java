// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Supplier;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketServerFactory;
import org.java_websocket.drafts.Draft;

/** Makes the library's end of each socket. Its list of drafts is fixed for a socket of ours, so the draft comes from here. */
final class PlainSockets implements WebSocketServerFactory {
    private final Supplier<Draft> drafts;
    private final AcceptedSockets accepted;

    PlainSockets(Supplier<Draft> drafts, AcceptedSockets accepted) {
        this.drafts = drafts;
        this.accepted = accepted;
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, Draft draft) {
        return createWebSocket(adapter, List.of(draft));
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, List<Draft> ignored) {
        return new WebSocketImpl(adapter, List.of(drafts.get()));
    }

    @Override
    public ByteChannel wrapChannel(SocketChannel channel, SelectionKey key) throws IOException {
        accepted.add(channel);
        return new GatheringChannel(channel);
    }

    @Override
    public void close() {
        // Nothing is its own.
    }
}
