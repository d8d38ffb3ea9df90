// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static dev.trebuchetfx.hostile.HostilePeer.BINARY;
import static dev.trebuchetfx.hostile.HostilePeer.FIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.hostile.HostilePeer.Closing;
import dev.trebuchetfx.hostile.OpenSockets.Heard;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a connection ends, its listener hears it once, and neither a socket nor a thread stays behind. */
@Timeout(30)
class SocketEndsTest {
    private OpenSockets sockets;

    @BeforeEach
    void start() throws IOException {
        sockets = new OpenSockets();
    }

    @AfterEach
    void stop() {
        sockets.close();
    }

    private void heardOnce(int code, String reason) {
        await().until(() -> sockets.load().sockets() == 0);
        await().untilAsserted(() ->
                assertThat(sockets.heard().ends).containsExactly(new TransportClosed.Ended(code, reason)));
    }

    /** Shows that the thread of the sockets lives, on each of which there are some. */
    private void servesOthers() throws IOException {
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            try (HostilePeer peer = sockets.peer()) {
                peer.frame(FIN | BINARY, "after".getBytes(UTF_8));
                await().until(() -> sockets.heard().messages.size() == 1);
            }
        }
        await().until(() -> sockets.load().sockets() == 0);
    }

    @Test
    void thePeersClosingFrameIsAnswered() throws Exception {
        try (HostilePeer peer = sockets.peer()) {
            peer.close(4000, "enough");
            assertThat(peer.closing()).isEqualTo(new Closing(4000, ""));
            assertThat(peer.isEnded(5_000)).isTrue();
            heardOnce(4000, "enough");
        }
        try (HostilePeer peer = sockets.peer()) {
            peer.frame(FIN | HostilePeer.CLOSE, new byte[0]);
            assertThat(peer.closing().code()).isEqualTo(1005);
            heardOnce(1005, "");
        }
    }

    @Test
    void thePeerHearsWhyTheServerCloses() throws Exception {
        try (HostilePeer peer = sockets.peer()) {
            sockets.heard().connection().close(1001, "come back in 3 s");
            assertThat(peer.closing()).isEqualTo(new Closing(1001, "come back in 3 s"));
            assertThat(sockets.heard().ends).isEmpty();
            peer.close(1001, "");
            assertThat(peer.isEnded(5_000)).isTrue();
            heardOnce(1001, "come back in 3 s");
        }
    }

    @Test
    void aReasonIsCutBetweenCharacters() throws Exception {
        String rocket = "\uD83D\uDE80";
        for (String[] said : new String[][] {
            {"x".repeat(200), "x".repeat(123)},
            {"x".repeat(121) + rocket, "x".repeat(121)},
            {"x".repeat(122) + rocket.repeat(50), "x".repeat(122)},
            {rocket.repeat(1_000), rocket.repeat(30)},
            {"é".repeat(100), "é".repeat(61)}
        }) {
            try (HostilePeer peer = sockets.peer()) {
                sockets.heard().connection().close(1001, said[0]);
                assertThat(peer.closing()).isEqualTo(new Closing(1001, said[1]));
            }
        }
    }

    @Test
    void aPeerThatDoesNotAnswerTheClosingFrameIsDroppedAfterTwoSeconds() throws Exception {
        try (HostilePeer peer = sockets.peer()) {
            sockets.heard().connection().close(1001, "");
            assertThat(peer.closeCode()).isEqualTo(1001);
            sockets.time.advance(Duration.ofMillis(1_999));
            assertThat(sockets.load().sockets()).isEqualTo(1);
            sockets.time.advance(Duration.ofMillis(1));
            assertThat(peer.isEnded(5_000)).isTrue();
            heardOnce(1001, "");
        }
    }

    @Test
    void anAbortSendsNoClosingFrame() throws Exception {
        try (HostilePeer peer = sockets.peer()) {
            TransportConnection connection = sockets.heard().connection();
            connection.abort();
            connection.abort();
            assertThat(peer.closeCode()).isEqualTo(-1);
            heardOnce(1006, "dropped by the server");
            connection.send(Bytes.utf8("nobody"));
            connection.ping();
            connection.close(1001, "");
            connection.pauseReading(Duration.ofSeconds(1));
            assertThat(connection.queuedBytes()).isZero();
        }
        assertThat(sockets.heard().ends).hasSize(1);
    }

    @Test
    void aPeerThatVanishesIsHeardOnce() throws Exception {
        sockets.peer().close();
        heardOnce(1006, "the line was cut");
    }

    @Test
    void aListenerThatFailsAtTheBeginningCostsItsConnectionAlone() throws Exception {
        sockets.next.add(new Heard() {
            @Override
            public void onOpen(TransportConnection opened, Map<String, String> headers) {
                super.onOpen(opened, headers);
                throw new IllegalStateException("a listener that fails");
            }
        });
        try (HostilePeer peer = sockets.peer()) {
            assertThat(peer.closeCode()).isEqualTo(1011);
        }
        await().until(() -> sockets.listeners.getFirst().ends.size() == 1);
        servesOthers();
        assertThat(sockets.fatal).isEmpty();
    }

    @Test
    void whoAsksAServerThatFailsIsToldSo() throws Exception {
        sockets.refuses = new IllegalStateException("an acceptor that fails");
        try (HostilePeer peer = new HostilePeer(sockets.uri())) {
            peer.write(HostilePeer.request(""));
            assertThat(peer.rest()).startsWith("HTTP/1.1 500 ").endsWith("the server failed: IllegalStateException\n");
        }
        sockets.refuses = null;
        await().until(() -> {
            sockets.time.advance(Duration.ofSeconds(1));
            return sockets.load().sockets() == 0;
        });
        servesOthers();
    }

    @Test
    void aListenerThatFailsOnAMessageCostsItsConnectionAlone() throws Exception {
        sockets.next.add(new Heard() {
            @Override
            public void onMessage(Bytes message) {
                throw new StackOverflowError("a message that is too deep");
            }
        });
        try (HostilePeer peer = sockets.peer()) {
            peer.frame(FIN | BINARY, new byte[3]);
            assertThat(peer.closeCode()).isEqualTo(1011);
        }
        await().until(() -> sockets.listeners.getFirst().ends.size() == 1);
        servesOthers();
        assertThat(sockets.fatal).isEmpty();
    }

    @Test
    void aListenerThatFailsAtTheEndLeavesNoSocket() throws Exception {
        sockets.next.add(new Heard() {
            @Override
            public void onClosed(TransportClosed closed) {
                super.onClosed(closed);
                throw new IllegalStateException("a listener that fails");
            }
        });
        sockets.peer().close();
        await().until(() -> sockets.listeners.getFirst().ends.size() == 1);
        servesOthers();
        assertThat(sockets.listeners.getFirst().ends).hasSize(1);
    }

    @Test
    void memoryThatHasRunOutIsTold() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("as a test says");
        sockets.next.add(new Heard() {
            @Override
            public void onMessage(Bytes message) {
                throw error;
            }
        });
        try (HostilePeer peer = sockets.peer()) {
            peer.frame(FIN | BINARY, new byte[3]);
            await().until(() -> sockets.fatal.contains(error));
            assertThat(peer.isEnded(5_000)).isTrue();
        }
        sockets.next.add(new Heard() {
            @Override
            public void onOpen(TransportConnection opened, Map<String, String> headers) {
                super.onOpen(opened, headers);
                throw error;
            }
        });
        try (HostilePeer peer = sockets.peer()) {
            await().until(() -> sockets.fatal.size() >= 2);
            assertThat(peer.isEnded(5_000)).isTrue();
        }
    }

    @Test
    void aServerTellsWhenItCanNotBeTrustedAnyMore() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("as a test says");
        SharedTime time = new SharedTime();
        try (StubServer server = StubServer.builder()
                        .bundledActors()
                        .time(time)
                        .executor(Runnable::run)
                        .start();
                HostilePeer peer = HostilePeer.upgraded(server.uri(), "")) {
            assertThat(server.failed()).isNotDone();
            await().until(() -> server.connectionCount() == 1);
            time.failsOnSocketThreadsWith(error);
            peer.frame(FIN | HostilePeer.PING, new byte[0]);
            peer.frame(FIN | BINARY, "{no".getBytes(UTF_8));
            assertThat(server.failed().get(10, TimeUnit.SECONDS)).isSameAs(error);
            time.failsOnSocketThreadsWith(null);
        }
    }
}
