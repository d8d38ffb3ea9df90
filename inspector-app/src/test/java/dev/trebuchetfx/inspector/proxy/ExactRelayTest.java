// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the upgrade each side gets exactly the bytes that the other has sent. */
@Timeout(60)
class ExactRelayTest {
    private static final String AGREED = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nX-Answer: 1\n\n";
    private final ProxyFixture fixture = new ProxyFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void relaysAnyFramesInBothDirections(long seed) throws Exception {
        byte[] up = frames(seed);
        byte[] down = frames(-seed);
        try (RawPeers peers = new RawPeers(AGREED, fixture)) {
            CompletableFuture<byte[]> atServer = peers.receive(peers.server);
            CompletableFuture<byte[]> atClient = peers.receive(peers.client);
            peers.send(peers.client, up, seed);
            peers.send(peers.server, down, seed + 1);

            assertThat(atServer.get(30, TimeUnit.SECONDS)).isEqualTo(up);
            assertThat(atClient.get(30, TimeUnit.SECONDS)).isEqualTo(down);
            fixture.awaitFirst(ProxyEvent.Closed.class);
        }
    }

    /** Any opcode, reserved bits, masks and fragments, and what is no frame at all at the end. */
    private static byte[] frames(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000; i++) {
            bytes.writeBytes(TestFrame.random(random, 5_000).toBytes());
        }
        byte[] rest = new byte[random.nextInt(20)];
        random.nextBytes(rest);
        bytes.writeBytes(rest);
        return bytes.toByteArray();
    }

    @Test
    void relaysAMessageThatIsLongerThanWhatIsShown() throws Exception {
        byte[] large = new byte[17 * 1024 * 1024];
        new SplittableRandom(1).nextBytes(large);
        byte[] wire = new TestFrame(true, 0, Frame.BINARY, null, large).toBytes();
        try (RawPeers peers = new RawPeers(AGREED, fixture)) {
            CompletableFuture<byte[]> atClient = peers.receive(peers.client);
            peers.send(peers.server, wire, 1);

            assertThat(atClient.get(30, TimeUnit.SECONDS)).isEqualTo(wire);
        }
        ProxiedMessage shown = fixture.awaitFirst(ProxyEvent.Passed.class).message();
        assertThat(shown.isCut()).isTrue();
        assertThat(shown.wireBytes()).isEqualTo(large.length);
        assertThat(shown.isUnseen()).isTrue();
        assertThat(shown.data().isEmpty()).isTrue();
    }

    @Test
    void showsFragmentsAsOneMessageAndControlFramesInBetween() throws Exception {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(new TestFrame(false, 0, Frame.TEXT, null, "one ".getBytes(UTF_8)).toBytes());
        wire.writeBytes(new TestFrame(true, 0, 9, null, "ping".getBytes(UTF_8)).toBytes());
        wire.writeBytes(new TestFrame(true, 0, Frame.CONTINUATION, null, "two".getBytes(UTF_8)).toBytes());
        wire.writeBytes(new TestFrame(true, 0, Frame.CLOSE, null, new byte[] {3, -24, 'b', 'y', 'e'}).toBytes());
        try (RawPeers peers = new RawPeers(AGREED, fixture)) {
            Socket client = peers.client;
            peers.send(peers.server, wire.toByteArray(), 1);
            assertThat(peers.receive(client).get(30, TimeUnit.SECONDS)).isEqualTo(wire.toByteArray());
        }
        List<ProxiedMessage> shown = fixture.of(ProxyEvent.Passed.class).stream()
                .map(ProxyEvent.Passed::message)
                .toList();
        assertThat(shown).extracting(ProxiedMessage::opcode).containsExactly(9, Frame.TEXT, Frame.CLOSE);
        assertThat(shown.get(1).data()).isEqualTo(Bytes.utf8("one two"));
        assertThat(shown.get(1).frames()).isEqualTo(2);
        assertThat(shown.get(1).direction()).isEqualTo(Direction.TO_CLIENT);
    }

    @Test
    void leavesTheHeadsAsTheyAreButForThePath() throws Exception {
        try (RawPeers peers = new RawPeers(AGREED, fixture)) {
            assertThat(peers.requestAtServer.startLine()).isEqualTo("GET /room?a=1 HTTP/1.1");
            assertThat(peers.requestAtServer.value("host")).isEqualTo("proxy.example");
            assertThat(peers.requestAtServer.value("X-Kept")).isEqualTo("As It Is");
            assertThat(peers.requestAtServer.value("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(peers.answerAtClient.value("x-answer")).isEqualTo("1");
        }
    }

    @Test
    void relaysARefusal() throws Exception {
        try (RawPeers peers = new RawPeers(
                "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\nContent-Length: 3\n\nno\n", fixture)) {
            CompletableFuture<byte[]> rest = peers.receive(peers.client);
            peers.server.close();

            assertThat(peers.answerAtClient.status()).isEqualTo(401);
            assertThat(new String(rest.get(30, TimeUnit.SECONDS), UTF_8)).isEqualTo("no\r\n");
            assertThat(fixture.awaitFirst(ProxyEvent.Refused.class).why()).contains("401");
        }
    }
}
