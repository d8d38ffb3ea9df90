// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static dev.trebuchetfx.hostile.HostilePeer.BINARY;
import static dev.trebuchetfx.hostile.HostilePeer.FIN;
import static dev.trebuchetfx.hostile.HostilePeer.PING;
import static dev.trebuchetfx.hostile.HostilePeer.PONG;
import static dev.trebuchetfx.hostile.HostilePeer.RSV1;
import static dev.trebuchetfx.hostile.HostilePeer.RSV2;
import static dev.trebuchetfx.hostile.HostilePeer.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.hostile.HostilePeer.Came;
import dev.trebuchetfx.hostile.OpenSockets.Heard;
import dev.trebuchetfx.hostile.OpenSockets.Limits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of a peer over a socket: those that break a rule or a limit end its connection with a code that says which. */
@Timeout(30)
class SocketFramesTest {
    private static final int LIMIT = 100_000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NO_TEXT = 1007;
    private static final int TOO_LARGE = 1009;

    private OpenSockets sockets;

    @BeforeEach
    void start() throws IOException {
        sockets = new OpenSockets(new Limits(100, 100, LIMIT, 250_000), null);
    }

    @AfterEach
    void stop() {
        sockets.close();
    }

    private static byte[] joined(byte[]... frames) {
        int length = Arrays.stream(frames).mapToInt(frame -> frame.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, all, at, frame.length);
            at += frame.length;
        }
        return all;
    }

    private static byte[] frame(int bits, byte[] payload) throws IOException {
        return HostilePeer.frame(bits, payload, payload.length, true);
    }

    private static byte[] frame(int bits, String payload) throws IOException {
        return frame(bits, payload.getBytes(UTF_8));
    }

    /** Sends these bytes and a message that is fine, of which nobody may hear. */
    private void closes(int code, byte[] bytes) throws IOException {
        try (HostilePeer peer = sockets.peer()) {
            closes(peer, code, bytes);
        }
    }

    private void closes(HostilePeer peer, int code, byte[] bytes) throws IOException {
        peer.write(joined(bytes, frame(FIN | BINARY, "after it")));
        assertThat(peer.closeCode()).isEqualTo(code);
        peer.close();
        await().until(() -> sockets.heard().ends.size() == 1);
        assertThat(((TransportClosed.Ended) sockets.heard().ends.getFirst()).code())
                .isEqualTo(code);
        assertThat(sockets.heard().messages).isEmpty();
        assertThat(sockets.load().incomingBytes()).isZero();
    }

    @Test
    void aFrameWithoutMaskEndsTheConnection() throws Exception {
        closes(PROTOCOL_ERROR, HostilePeer.frame(FIN | BINARY, new byte[3], 3, false));
    }

    @Test
    void reservedBitsEndTheConnection() throws Exception {
        closes(PROTOCOL_ERROR, frame(FIN | RSV2 | BINARY, new byte[3]));
        closes(PROTOCOL_ERROR, frame(FIN | RSV1 | BINARY, new byte[3]));
        try (HostilePeer peer = sockets.compressing()) {
            closes(peer, PROTOCOL_ERROR, frame(FIN | RSV1 | RSV2 | BINARY, new byte[3]));
        }
        try (HostilePeer peer = sockets.compressing()) {
            closes(peer, PROTOCOL_ERROR, frame(FIN | RSV1 | PING, new byte[3]));
        }
        try (HostilePeer peer = sockets.compressing()) {
            closes(peer, PROTOCOL_ERROR, joined(frame(BINARY, "a"), frame(FIN | RSV1, "b")));
        }
    }

    @Test
    void framesOutOfOrderEndTheConnection() throws Exception {
        closes(PROTOCOL_ERROR, frame(FIN, "a continuation of nothing"));
        closes(PROTOCOL_ERROR, joined(frame(BINARY, "begins"), frame(FIN | BINARY, "another")));
        closes(PROTOCOL_ERROR, frame(FIN | 3, "unknown"));
        closes(PROTOCOL_ERROR, frame(FIN | 11, "unknown"));
        closes(PROTOCOL_ERROR, frame(PING, "in fragments"));
        closes(PROTOCOL_ERROR, frame(FIN | PING, "x".repeat(126)));
        closes(PROTOCOL_ERROR, frame(FIN | HostilePeer.CLOSE, new byte[] {3}));
        closes(PROTOCOL_ERROR, frame(FIN | HostilePeer.CLOSE, new byte[] {3, (byte) 0xED}));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535})
    void aCloseWithACodeThatMayNotTravelEndsTheConnection(int code) throws Exception {
        closes(PROTOCOL_ERROR, frame(FIN | HostilePeer.CLOSE, new byte[] {(byte) (code >> 8), (byte) code}));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 3000, 4999})
    void aCloseWithAnyOtherCodeIsAnsweredWithIt(int code) throws Exception {
        closes(code, frame(FIN | HostilePeer.CLOSE, new byte[] {(byte) (code >> 8), (byte) code}));
    }

    @Test
    void aTextThatIsNoneEndsTheConnection() throws Exception {
        byte[] bad = {'a', (byte) 0xC3, 'b'};
        closes(NO_TEXT, frame(FIN | TEXT, bad));
        closes(NO_TEXT, joined(frame(TEXT, "a"), frame(FIN, bad)));
    }

    @Test
    void aTextMayBeCutWithinACharacter() throws Exception {
        try (HostilePeer peer = sockets.peer()) {
            byte[] text = "\uD83D\uDE80".getBytes(UTF_8);
            peer.write(joined(
                    frame(TEXT, Arrays.copyOf(text, 2)),
                    frame(FIN | PING, "between"),
                    frame(FIN | PONG, "between"),
                    frame(FIN, Arrays.copyOfRange(text, 2, 4))));
            await().until(() -> sockets.heard().messages.size() == 1);
            assertThat(sockets.heard().messages.getFirst().utf8()).isEqualTo("\uD83D\uDE80");
            assertThat(peer.next().text()).isEqualTo("between");
            assertThat(sockets.heard().pongs).hasValue(1);
        }
    }

    @Test
    void aMessageThatIsTooLargeEndsTheConnection() throws Exception {
        closes(TOO_LARGE, frame(FIN | BINARY, new byte[LIMIT + 1]));
        closes(TOO_LARGE, HostilePeer.frame(FIN | BINARY, new byte[0], 64L << 20, true));
        closes(TOO_LARGE, joined(frame(BINARY, new byte[LIMIT / 2]), frame(FIN, new byte[LIMIT / 2 + 1])));
        try (HostilePeer peer = sockets.compressing()) {
            closes(peer, TOO_LARGE, frame(FIN | RSV1 | BINARY, HostilePeer.bomb(LIMIT + 1)));
        }
        try (HostilePeer peer = sockets.compressing()) {
            closes(peer, TOO_LARGE, frame(RSV1 | BINARY, HostilePeer.bomb(LIMIT + 1)));
        }
    }

    @Test
    void aMessageOfTheGreatestSizeComes() throws Exception {
        try (HostilePeer peer = sockets.compressing()) {
            peer.frame(FIN | BINARY, new byte[LIMIT]);
            peer.frame(FIN | RSV1 | BINARY, HostilePeer.bomb(LIMIT));
            await().until(() -> sockets.heard().messages.size() == 2);
            assertThat(sockets.heard().messages).allMatch(message -> message.size() == LIMIT);
        }
    }

    @Test
    void aMessageWithoutAnEndEndsTheConnection() throws Exception {
        byte[] fragments = joined(frame(BINARY, new byte[0]), new byte[6 * 4_096]);
        byte[] empty = frame(0, new byte[0]);
        for (int i = 0; i < 4_096; i++) {
            System.arraycopy(empty, 0, fragments, (i + 1) * empty.length, empty.length);
        }
        closes(1008, fragments);
    }

    @Test
    void aFrameBeforeTheAnswerToTheUpgradeIsNotLostInSilence() throws Exception {
        try (HostilePeer peer = new HostilePeer(sockets.uri())) {
            byte[] request = HostilePeer.request("").getBytes(UTF_8);
            peer.write(joined(request, frame(FIN | BINARY, "too early")));
            assertThat(peer.head()).startsWith("HTTP/1.1 101 ");
            assertThat(peer.closing().code()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void theOneWithTheLargestUnfinishedMessageGoesWhereAllTogetherAreTooLarge() throws Exception {
        try (HostilePeer small = sockets.peer();
                HostilePeer greedy = sockets.peer();
                HostilePeer third = sockets.peer()) {
            small.frame(BINARY, new byte[80_000]);
            greedy.write(HostilePeer.frame(FIN | BINARY, new byte[99_000], 99_999, true));
            await().until(() -> sockets.load().incomingBytes() >= 179_000);
            third.frame(BINARY, new byte[45_000]);

            assertThat(greedy.closing()).satisfies(closing -> {
                assertThat(closing.code()).isEqualTo(1013);
                assertThat(closing.reason()).contains("the unfinished messages of all connections");
            });
            small.frame(FIN, new byte[1_000]);
            third.frame(FIN, new byte[1_000]);
            await().until(() -> sockets.listeners.get(0).messages.size() == 1
                    && sockets.listeners.get(2).messages.size() == 1);
            assertThat(sockets.listeners.get(0).messages.getFirst().size()).isEqualTo(81_000);
            assertThat(sockets.listeners.get(2).messages.getFirst().size()).isEqualTo(46_000);
            await().until(() -> sockets.load().incomingBytes() == 0);
        }
    }

    @Test
    void aPauseLosesNothing() throws Exception {
        sockets.next.add(new Heard() {
            @Override
            public void onMessage(Bytes message) {
                if (messages.isEmpty()) {
                    connection().pauseReading(java.time.Duration.ofMillis(500));
                    connection().pauseReading(java.time.Duration.ofHours(1));
                }
                super.onMessage(message);
            }
        });
        try (HostilePeer peer = sockets.peer()) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 500; i++) {
                        byte[] message = new byte[100];
                        message[0] = (byte) i;
                        peer.frame(FIN | BINARY, message);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            await().until(() -> !sockets.heard().messages.isEmpty());
            sockets.time.advance(java.time.Duration.ofMillis(9_999));
            await().during(java.time.Duration.ofMillis(200))
                    .until(() -> sockets.heard().messages.size() == 1);
            sockets.time.advance(java.time.Duration.ofMillis(1));
            await().until(() -> sockets.heard().messages.size() == 500);
            for (int i = 0; i < 500; i++) {
                assertThat(sockets.heard().messages.get(i).toByteArray()[0]).isEqualTo((byte) i);
            }
            writer.join();
        }
    }

    @Test
    void nothingGetsIntoAMessageThatIsUnderWay() throws Exception {
        int large = 16 << 20;
        try (HostilePeer peer = sockets.peer()) {
            byte[] content = new byte[large];
            Arrays.fill(content, (byte) 'm');
            sockets.heard().connection().send(Bytes.wrap(content));
            peer.frame(FIN | PING, "ping".getBytes(UTF_8));
            sockets.heard().connection().send(Bytes.utf8("second"));
            sockets.heard().connection().close(1001, "done");

            StringBuilder order = new StringBuilder();
            Came came = peer.next();
            while (came.opcode() != HostilePeer.CLOSE) {
                if (came.opcode() == PONG) {
                    assertThat(came.text()).isEqualTo("ping");
                } else {
                    order.append(came.payload().length).append(' ');
                    for (byte each : came.payload().length == large ? came.payload() : new byte[0]) {
                        if (each != 'm') {
                            throw new AssertionError("expected nothing but the message");
                        }
                    }
                }
                came = peer.next();
            }
            assertThat(order).hasToString(large + " 6 ");
        }
    }
}
