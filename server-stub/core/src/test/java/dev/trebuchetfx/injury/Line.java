// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** A client's connection and the one to the server that belongs to it. Safe for use by any thread. */
final class Line {
    private final Socket client;
    private final Socket server;
    private final Pump toClient;
    private final Pump toServer;
    private volatile boolean clientGone;
    private volatile boolean serverGone;

    Line(Socket client, Socket server) {
        this.client = client;
        this.server = server;
        this.toClient = new Pump(server, client, this);
        this.toServer = new Pump(client, server, this);
    }

    void start() {
        Thread.ofVirtual().name("injury-to-client").start(toClient);
        Thread.ofVirtual().name("injury-to-server").start(toServer);
    }

    Pump toClient() {
        return toClient;
    }

    Pump toServer() {
        return toServer;
    }

    /** Whether the client has not ended its side, nor heard that the line is over. */
    boolean isHeldByClient() {
        return !clientGone;
    }

    boolean isOver() {
        return clientGone && serverGone;
    }

    void slow(Duration delay, boolean bytewise) {
        toClient.slow(delay, bytewise);
        toServer.slow(delay, bytewise);
    }

    /** Whether nothing reaches a side any more. */
    boolean isMutedTowards(Socket side) {
        return side == client ? toClient.isSwallowing() : toServer.isSwallowing();
    }

    /** Both sides hear that it is over. */
    void cut(boolean reset) {
        end(client, reset);
        end(server, reset);
        clientGone = true;
        serverGone = true;
        toClient.end();
        toServer.end();
    }

    /** One side has ended; the other hears of it unless that is swallowed. */
    void ended(Socket side, boolean swallowed) {
        if (side == client) {
            clientGone = true;
        } else {
            serverGone = true;
        }
        if (swallowed) {
            end(side, false);
        } else {
            cut(false);
        }
    }

    private static void end(Socket socket, boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It was over already.
        }
    }
}
