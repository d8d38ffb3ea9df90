// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Many WebSockets that write the same bytes again and again, and read what comes, until they are closed. */
final class Flood implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final ByteBuffer sink = ByteBuffer.allocate(1 << 16);
    private final Thread thread;
    private volatile boolean over;

    /** Connects them, and begins. */
    Flood(URI uri, int connections, String headers, byte[] bytes) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                + AttackedServer.MALLORY + "\r\n" + headers + "\r\n";
        for (int i = 0; i < connections; i++) {
            SocketChannel socket = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            if (socket.read(sink.clear()) < 0) {
                throw new IOException("expected a WebSocket but the server has closed connection " + i);
            }
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_WRITE | SelectionKey.OP_READ, ByteBuffer.wrap(bytes));
        }
        thread = Thread.ofPlatform().daemon().start(this::run);
    }

    private void run() {
        while (!over) {
            try {
                selector.select(this::serve, 100);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private void serve(SelectionKey key) {
        SocketChannel socket = (SocketChannel) key.channel();
        ByteBuffer bytes = (ByteBuffer) key.attachment();
        try {
            if (key.isReadable() && socket.read(sink.clear()) < 0) {
                socket.close();
            } else if (key.isWritable()) {
                socket.write(bytes);
                if (!bytes.hasRemaining()) {
                    bytes.rewind();
                }
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        selector.wakeup();
        // The selector is closed only once nobody uses it.
        while (thread.isAlive()) {
            Thread.onSpinWait();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
