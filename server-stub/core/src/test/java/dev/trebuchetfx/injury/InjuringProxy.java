// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server, knows nothing of WebSocket, and injures TCP as it is told. Owned by the
 * test's thread; each direction of each line has a thread of its own.
 */
final class InjuringProxy implements AutoCloseable {
    private final int serverPort;
    private final int port;
    private final Runnable onReached;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile Admission admission = Admission.OPEN;
    private volatile Consumer<Line> onNext = line -> {};
    // Owned by the test's thread.
    private @Nullable ServerSocket listening;
    private @Nullable Thread accepting;

    /** What becomes of a client that connects. */
    enum Admission {
        OPEN,
        /** Nobody listens. */
        REFUSED,
        /** It connects, and the connection breaks at once. */
        RESET,
        /** It connects, and nothing ever comes. */
        SILENT
    }

    /**
     * Listens on a port of its own.
     *
     * @param onReached called for each line when it has reached the server, before anything passes
     */
    InjuringProxy(int serverPort, Runnable onReached) throws IOException {
        this.serverPort = serverPort;
        this.onReached = onReached;
        this.port = Ports.free();
        listen();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port);
    }

    /** From now on, until told otherwise. */
    void admit(Admission next) throws IOException {
        admission = next;
        ServerSocket open = listening;
        if (next == Admission.REFUSED && open != null) {
            listening = null;
            open.close();
            awaitEndOfListening();
        } else if (next != Admission.REFUSED && open == null) {
            listen();
        }
    }

    /** The lines that there are suffer this. */
    void injure(Consumer<Line> injury) {
        lines.forEach(injury);
    }

    /** The next line suffers this from its first byte. */
    void injureNext(Consumer<Line> injury) {
        onNext = injury;
    }

    /** Clients get through again. Lines that are dead stay so: nobody is told. */
    void heal() throws IOException {
        onNext = line -> {};
        admit(Admission.OPEN);
        lines.forEach(line -> line.slow(Duration.ZERO, false));
    }

    /** How many connections clients have not ended. */
    long heldByClients() {
        lines.removeIf(Line::isOver);
        return lines.stream().filter(Line::isHeldByClient).count();
    }

    @Override
    public void close() throws IOException {
        admit(Admission.REFUSED);
        lines.forEach(line -> line.cut(false));
    }

    /** A socket that somebody waits on is free for others only when nobody does any more. */
    private void awaitEndOfListening() {
        Thread thread = accepting;
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listening = opened;
        accepting = Thread.ofVirtual().name("injury-accept").start(() -> accept(opened));
    }

    private void accept(ServerSocket on) {
        while (!on.isClosed()) {
            try {
                join(on.accept());
            } catch (IOException e) {
                // Not listening any more, or the server could not be reached.
            }
        }
    }

    private void join(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        if (admission == Admission.RESET) {
            client.setSoLinger(true, 0);
            client.close();
            return;
        }
        Socket server = new Socket();
        server.setTcpNoDelay(true);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), 2_000);
        } catch (IOException e) {
            client.close();
            server.close();
            throw e;
        }
        onReached.run();
        Line line = new Line(client, server);
        if (admission == Admission.SILENT) {
            line.toServer().swallow();
            line.toClient().swallow();
        }
        onNext.accept(line);
        onNext = next -> {};
        lines.add(line);
        line.start();
    }
}
