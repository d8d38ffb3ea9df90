// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.server.transport.SocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever comes while a server stops is told so, and waits for nothing. */
@Timeout(60)
class StoppingTest {
    private final SystemTime time = new SystemTime("stopping-timer", InstantSource.system());
    private final CompletableFuture<TransportConnection> opened = new CompletableFuture<>();
    private SocketServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = new SocketServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                headers -> new Acceptor.Accepted(Map.of(), new Peer()),
                SocketTests.settings(),
                time,
                fatal -> {});
        port = server.start(listening -> {});
    }

    @AfterEach
    void stop() {
        server.stop();
        time.close();
    }

    private final class Peer implements TransportListener {
        @Override
        public void onOpen(TransportConnection connection, Map<String, String> headers) {
            opened.complete(connection);
        }

        @Override
        public void onMessage(Bytes message) {}

        @Override
        public void onPong() {}

        @Override
        public void onClosed(TransportClosed closed) {}
    }

    /** How a connection ends on which nothing is said: false where it does not. */
    private static boolean ends(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // It was reset.
            return true;
        }
    }

    @Test
    void endsAConnectionThatHasNotAskedForTheUpgradeYet() throws Exception {
        try (Socket early = new Socket(InetAddress.getLoopbackAddress(), port);
                RawFrames other = RawFrames.connect(URI.create("ws://127.0.0.1:" + port), "")) {
            // The one that came later has been answered, so the earlier one has been accepted.
            assertThat(other.head()).contains("101");
            server.stop();

            assertThat(ends(early)).isTrue();
        }
    }

    @Test
    void refusesOrEndsWhateverComesWhileItWaitsForAPeerThatDoesNotRead() throws Exception {
        try (RawFrames stuck = RawFrames.connect(URI.create("ws://127.0.0.1:" + port), "")) {
            assertThat(stuck.head()).contains("101");
            TransportConnection connection = opened.get();
            connection.send(Bytes.wrap(new byte[16 << 20]));
            await().until(() -> connection.queuedBytes() > 0);
            Thread stopping = Thread.ofVirtual().start(server::stop);
            int tried = 0;
            do {
                try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertThat(ends(late)).as("attempt " + tried).isTrue();
                } catch (java.net.ConnectException e) {
                    // Refused at once.
                }
                tried++;
            } while (stopping.isAlive());

            assertThat(tried).as("while it stopped").isGreaterThan(1);
        }
    }
}
