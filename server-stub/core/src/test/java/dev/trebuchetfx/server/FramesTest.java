// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.server.FrameClient.Frame;
import dev.trebuchetfx.server.actor.StreamedState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FramesTest {
    private static final int CLOSE = 8;
    private static final int CALLS = 40;

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final Talker talker = new Talker();
    private StubServer server;

    /** Says as much as it is asked for. */
    public static final class Talker {
        private final StreamedState<String> state = new StreamedState<>("");

        private final AtomicInteger said = new AtomicInteger();

        public String say(int length) {
            said.incrementAndGet();
            return "x".repeat(length);
        }

        public StreamedState<String> observeState() {
            return state;
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .expose("talker", talker)
                .maxQueuedBytes(1 << 20)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private byte[] say(int length) {
        return codec.encode(RawClient.invocation("talker", "say", null, null, Integer.toString(length)))
                .toByteArray();
    }

    private String result(byte[] message) throws Exception {
        Envelope envelope = codec.decode(Bytes.wrap(message));
        return RawClient.resultOf((ResponseEnvelope) envelope);
    }

    @Test
    void sendsAVersion2PeerNoFrameThatIsTooLargeForIt() throws Exception {
        try (FrameClient client = new FrameClient(server, "")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("trebuchet-ext");
            client.send(say(30_000));
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            int frames = 0;
            Frame frame;
            do {
                frame = client.read();
                assertThat(frame.payload().length).isLessThanOrEqualTo(16_384);
                assertThat(frame.opcode()).isEqualTo(frames == 0 ? 2 : 0);
                message.writeBytes(frame.payload());
                frames++;
            } while (!frame.fin());
            assertThat(frames).isEqualTo(3);
            assertThat(result(message.toByteArray())).hasSize(30_002);
        }
    }

    @Test
    void sendsASmallMessageInOneFrame() throws Exception {
        try (FrameClient client = new FrameClient(server, "")) {
            client.answer();
            client.send(say(10));
            Frame frame = client.read();
            assertThat(frame.fin()).isTrue();
            assertThat(frame.opcode()).isEqualTo(2);
        }
    }

    @Test
    void sendsAnExtendedPeerAMessageWhole() throws Exception {
        try (FrameClient client = new FrameClient(server, "Trebuchet-Ext: 1\r\n")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 101 ").contains("Trebuchet-Ext: 1");
            client.send(say(30_000));
            Frame frame = client.read();
            assertThat(frame.fin()).isTrue();
            assertThat(result(frame.payload())).hasSize(30_002);
        }
    }

    @Test
    void refusesWithARealStatusLine() throws Exception {
        try (StubServer guarded = StubServer.builder().token("ann", "secret").start();
                FrameClient client = new FrameClient(guarded, "")) {
            String answer = client.answer();
            assertThat(answer).startsWith("HTTP/1.1 401 Unauthorized\r\n").contains("WWW-Authenticate: Bearer\r\n");
            assertThat(new String(client.readToEnd(), StandardCharsets.UTF_8))
                    .isEqualTo("a header 'Authorization: Bearer TOKEN' with a token of this server is required\n");
        }
    }

    /** 10 MB of responses are more than the operating system takes for a peer that does not read. */
    private void askForMuch(FrameClient client) throws IOException {
        for (int i = 0; i < CALLS; i++) {
            client.send(say(200_000));
        }
    }

    @Test
    void closesAConnectionThatDoesNotRead() throws Exception {
        try (FrameClient slow = new FrameClient(server, "Trebuchet-Ext: 1\r\n")) {
            slow.answer();
            slow.send(codec.encode(RawClient.invocation("talker", "observeState", null, null))
                    .toByteArray());
            await().until(() -> !server.streams().isEmpty());
            askForMuch(slow);
            await().untilAsserted(() -> assertThat(server.connectionCount()).isZero());
            await().untilAsserted(
                            () -> assertThat(server.streams()).singleElement().matches(stream -> !stream.bound()));
        }
    }

    @Test
    void tellsASlowConnectionWhy() throws Exception {
        // Large enough to read within the two seconds that the server gives a closing handshake.
        try (FrameClient slow = new FrameClient(server, "Trebuchet-Ext: 1\r\n", 1 << 18)) {
            slow.answer();
            askForMuch(slow);
            await().pollInterval(Duration.ofMillis(5)).until(() -> talker.said.get() == CALLS);
            Frame frame = slow.read();
            while (frame.opcode() != CLOSE) {
                frame = slow.read();
            }
            assertThat(((frame.payload()[0] & 0xFF) << 8) | (frame.payload()[1] & 0xFF))
                    .isEqualTo(1013);
            assertThat(Bytes.wrap(frame.payload()).utf8()).contains("too slow: ");
        }
    }
}
