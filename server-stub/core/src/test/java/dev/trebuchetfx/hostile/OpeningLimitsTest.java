// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.certificate.TestCertificate;
import dev.trebuchetfx.hostile.OpenSockets.Limits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that are no WebSockets yet have little time and little room; the time is the test's. */
@Timeout(30)
class OpeningLimitsTest {
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static void closesAtTheDeadline(OpenSockets sockets, String first) throws Exception {
        long before = sockets.load().tooLate();
        try (HostilePeer peer = new HostilePeer(sockets.uri())) {
            peer.write(first);
            await().until(() -> sockets.load().opening() == 1);
            sockets.time.advance(OPEN_WITHIN.minus(MOMENT));
            assertThat(sockets.load().tooLate()).isEqualTo(before);
            assertThat(sockets.load().opening()).isEqualTo(1);

            sockets.time.advance(MOMENT);

            assertThat(peer.isEnded(5_000)).isTrue();
            await().until(() -> sockets.load().sockets() == 0);
            assertThat(sockets.load().tooLate()).isEqualTo(before + 1);
        }
    }

    @Test
    void aSilentSocketIsClosedAtTheDeadline() throws Exception {
        try (OpenSockets sockets = new OpenSockets()) {
            closesAtTheDeadline(sockets, "");
            closesAtTheDeadline(sockets, "GET / HTTP/1.1\r\nHost: loc");
        }
    }

    @Test
    void soIsOneThatDoesNotFinishTheTlsHandshake(@TempDir Path directory) throws Exception {
        try (OpenSockets sockets = new OpenSockets(Limits.USUAL, TestCertificate.forLocalhost(directory))) {
            closesAtTheDeadline(sockets, "");
            // A handshake record of 512 bytes, of which few come.
            closesAtTheDeadline(sockets, "\u0016\u0003\u0001\u0002\u0000\u0001");
        }
    }

    @Test
    void aWebSocketHasNoDeadline() throws Exception {
        try (OpenSockets sockets = new OpenSockets();
                HostilePeer peer = sockets.peer()) {
            sockets.time.advance(OPEN_WITHIN.multipliedBy(10));
            peer.frame(HostilePeer.FIN | HostilePeer.BINARY, new byte[3]);
            await().until(() -> sockets.heard().messages.size() == 1);
        }
    }

    @Test
    void aRefusedSocketIsClosedAfterASecondThoughItsPeerStays() throws Exception {
        try (OpenSockets sockets = new OpenSockets();
                HostilePeer peer = new HostilePeer(sockets.uri())) {
            peer.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(peer.rest()).startsWith("HTTP/1.1 426 ");
            assertThat(sockets.load().opening()).isZero();
            await().until(() -> {
                sockets.time.advance(Duration.ofSeconds(1));
                return sockets.load().sockets() == 0;
            });
            assertThat(sockets.load().tooLate()).isZero();
        }
    }

    @Test
    void oneMoreThanThereMayBeIsToldToComeAgain() throws Exception {
        try (OpenSockets sockets = new OpenSockets(new Limits(2, 100, 100, 100), null);
                HostilePeer first = sockets.peer();
                HostilePeer second = sockets.peer()) {
            try (HostilePeer third = new HostilePeer(sockets.uri())) {
                assertThat(third.rest())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("\r\nRetry-After: 1\r\n")
                        .endsWith(
                                "{\"status\":\"full\",\"error\":\"the server has as many connections as it may have\"}");
            }
            first.close(1000, "");
            await().untilAsserted(() -> sockets.peer().close());
            second.frame(HostilePeer.FIN | HostilePeer.BINARY, new byte[3]);
            await().until(() -> sockets.listeners.get(1).messages.size() == 1);
        }
    }

    @Test
    void theSocketThatIsOpeningLongestGivesWayToANewOne() throws Exception {
        for (Limits limits : new Limits[] {new Limits(100, 2, 100, 100), new Limits(2, 100, 100, 100)}) {
            try (OpenSockets sockets = new OpenSockets(limits, null);
                    HostilePeer silent = accepted(sockets, 1);
                    HostilePeer second = accepted(sockets, 2)) {
                try (HostilePeer third = new HostilePeer(sockets.uri())) {
                    assertThat(third.upgrade("")).startsWith("HTTP/1.1 101 ");
                    assertThat(silent.rest()).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");
                    assertThat(second.upgrade("")).startsWith("HTTP/1.1 101 ");
                }
            }
        }
    }

    private static HostilePeer accepted(OpenSockets sockets, int opening) throws Exception {
        HostilePeer peer = new HostilePeer(sockets.uri());
        await().until(() -> sockets.load().opening() == opening);
        return peer;
    }

    @Test
    void manyRefusedSocketsTakeNoPlace() throws Exception {
        try (OpenSockets sockets = new OpenSockets(new Limits(5, 5, 100, 100), null)) {
            HostilePeer[] refused = new HostilePeer[150];
            for (int i = 0; i < refused.length; i++) {
                refused[i] = new HostilePeer(sockets.uri());
                refused[i].write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(refused[i].head()).contains(" 426 ");
            }
            // A hundred of them linger, since the time of the server stands still.
            await().until(() -> sockets.load().sockets() == 100);
            sockets.peer().close();
            for (HostilePeer each : refused) {
                each.close();
            }
            await().until(() -> sockets.load().sockets() == 0);
        }
    }
}
