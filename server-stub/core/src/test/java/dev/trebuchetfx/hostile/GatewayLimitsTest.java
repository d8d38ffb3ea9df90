// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static dev.trebuchetfx.hostile.HostilePeer.BINARY;
import static dev.trebuchetfx.hostile.HostilePeer.FIN;
import static dev.trebuchetfx.hostile.HostilePeer.PING;
import static dev.trebuchetfx.hostile.HostilePeer.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.transport.GatewayLimits;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is like a gateway closes whoever does not speak to it as one must. */
@Timeout(60)
class GatewayLimitsTest {
    private static final String CALL =
            "{\"type\":\"invocation\",\"payload\":{\"callID\":\"AC9025A3-FD21-46F4-956A-A50A349DA69F\","
                    + "\"actorID\":{\"id\":\"counter\"},\"targetIdentifier\":\"increment\",\"genericSubstitutions\":[],\"arguments\":[],\"filler\":\"%s\"}}";

    private final SharedTime time = new SharedTime();
    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .bundledActors()
                .gateway(GatewayLimits.API_GATEWAY)
                .time(time)
                .pingInterval(Duration.ofDays(1))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HostilePeer peer() throws IOException {
        HostilePeer peer = new HostilePeer(server.uri());
        assertThat(peer.upgrade("Trebuchet-Ext: 1\r\n")).contains(" 101 ").doesNotContainIgnoringCase("trebuchet-ext");
        // Until then the deadline for the upgrade counts.
        await().until(() -> server.connectionCount() == 1);
        return peer;
    }

    private static byte[] call(int bytes) {
        String empty = CALL.formatted("");
        return CALL.formatted("x".repeat(bytes - empty.length())).getBytes(UTF_8);
    }

    private static void answers(HostilePeer peer) throws IOException {
        HostilePeer.Came came = peer.next();
        assertThat(came.opcode()).isEqualTo(TEXT);
        assertThat(came.text()).contains("\"response\"");
    }

    @Test
    void textIsAnsweredByTextAndBinaryClosesTheConnection() throws Exception {
        try (HostilePeer peer = peer()) {
            peer.frame(FIN | TEXT, call(1_000));
            answers(peer);
            peer.frame(FIN | BINARY, call(1_000));
            assertThat(peer.closing())
                    .isEqualTo(new HostilePeer.Closing(1003, "expected a text message but found a binary one"));
        }
    }

    @Test
    void aFrameOfMoreThan32KilobytesClosesTheConnection() throws Exception {
        try (HostilePeer peer = peer()) {
            peer.frame(FIN | TEXT, call(32 << 10));
            answers(peer);
            peer.frame(FIN | TEXT, call((32 << 10) + 1));
            assertThat(peer.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aMessageOfMoreThan128KilobytesClosesTheConnection() throws Exception {
        try (HostilePeer peer = peer()) {
            inFrames(peer, call(128 << 10));
            answers(peer);
            inFrames(peer, call((128 << 10) + 1));
            assertThat(peer.closeCode()).isEqualTo(1009);
        }
    }

    private static void inFrames(HostilePeer peer, byte[] message) throws IOException {
        int most = 32 << 10;
        for (int offset = 0; offset < message.length; offset += most) {
            byte[] part = Arrays.copyOfRange(message, offset, Math.min(message.length, offset + most));
            boolean last = offset + most >= message.length;
            peer.frame((last ? FIN : 0) | (offset == 0 ? TEXT : 0), part);
        }
    }

    @Test
    void aConnectionWithoutMessagesIsClosedAfterTenMinutes() throws Exception {
        try (HostilePeer peer = peer()) {
            time.advance(Duration.ofMinutes(9));
            peer.frame(FIN | TEXT, call(1_000));
            answers(peer);
            time.advance(Duration.ofMinutes(9));
            peer.frame(FIN | PING, new byte[0]);
            assertThat(peer.next().opcode()).isEqualTo(HostilePeer.PONG);
            time.advance(Duration.ofSeconds(59));
            assertThat(server.connectionCount()).isEqualTo(1);
            time.advance(Duration.ofSeconds(1));
            assertThat(peer.closing().code()).isEqualTo(1001);
        }
    }

    @Test
    void noConnectionLastsForMoreThanTwoHours() throws Exception {
        try (HostilePeer peer = peer()) {
            for (int minutes = 0; minutes < 120; minutes += 5) {
                peer.frame(FIN | TEXT, call(1_000));
                answers(peer);
                time.advance(Duration.ofMinutes(5));
            }
            assertThat(peer.closing().code()).isEqualTo(1001);
            peer.close(1001, "");
            await().until(() -> server.connectionCount() == 0);
        }
    }

    @Test
    void limitsThatNobodyCouldKeepToAreRefused() {
        assertThatThrownBy(() -> new GatewayLimits(124, 1_000, Duration.ofMinutes(1), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GatewayLimits(2_000, 1_000, Duration.ofMinutes(1), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GatewayLimits(1_000, 1_000, Duration.ZERO, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
