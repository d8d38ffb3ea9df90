// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.java_websocket.WebSocketImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that a server has accepted and not closed yet: the library forgets those that have not asked for the upgrade when it stops,
 * and they stay open without anybody at their end. Safe for use by any thread.
 */
final class AcceptedSockets {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptedSockets.class);

    private final Set<Channel> beforeUpgrade = ConcurrentHashMap.newKeySet();
    private final Set<Channel> afterUpgrade = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * A socket was accepted.
     *
     * @throws IOException if that came too late; it is closed
     */
    void add(SocketChannel channel) throws IOException {
        beforeUpgrade.add(channel);
        if (stopping) {
            closeAll(beforeUpgrade);
            throw new IOException("the server is stopping");
        }
    }

    void upgraded(WebSocketImpl socket) {
        Channel channel = socket.getSelectionKey().channel();
        afterUpgrade.add(channel);
        beforeUpgrade.remove(channel);
    }

    void closed(WebSocketImpl socket) {
        Channel channel = socket.getSelectionKey().channel();
        beforeUpgrade.remove(channel);
        afterUpgrade.remove(channel);
    }

    /** Closes those that have no closing handshake to wait for, and from now on whatever comes. */
    void closeBeforeUpgrade() {
        stopping = true;
        closeAll(beforeUpgrade);
    }

    void closeAll() {
        closeAll(beforeUpgrade);
        closeAll(afterUpgrade);
    }

    private static void closeAll(Set<Channel> channels) {
        channels.removeIf(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("A socket could not be closed", e);
            }
            return true;
        });
    }
}
