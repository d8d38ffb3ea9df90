// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static dev.trebuchetfx.endtoend.RawFrames.BINARY;
import static dev.trebuchetfx.endtoend.RawFrames.FIN;
import static dev.trebuchetfx.endtoend.RawFrames.PING;
import static dev.trebuchetfx.endtoend.RawFrames.RSV1;
import static dev.trebuchetfx.endtoend.RawFrames.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.endtoend.RawFrames.Frame;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compressed messages over a real socket, seen frame by frame from the other end. */
@Timeout(60)
class CompressionTest {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    private static final String EXTENDED = "Trebuchet-Ext: 1\r\n";

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);

    /** Says what it is told. */
    public static final class Echo {
        public String say(String text) {
            return text;
        }

        public int length(String text) {
            return text.length();
        }
    }

    private static StubServerBuilder server() {
        return StubServer.builder().expose("echo", new Echo()).compression(MessageCompression.ON);
    }

    private byte[] call(String method, String text) {
        return codec.encode(new InvocationEnvelope(
                        UUID.randomUUID(),
                        ActorId.of("echo"),
                        method,
                        2,
                        List.of(),
                        List.of(Bytes.utf8('"' + text + '"')),
                        null,
                        null,
                        null))
                .toByteArray();
    }

    private String result(byte[] message) throws Exception {
        Envelope envelope = codec.decode(Bytes.wrap(message));
        Bytes result = ((ResponseEnvelope) envelope).result();
        return result == null ? String.valueOf(((ResponseEnvelope) envelope).errorMessage()) : result.utf8();
    }

    private static byte[] deflated(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        byte[] out = new byte[message.length + 100];
        deflater.setInput(message);
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | permessage-deflate",
                "permessage-deflate; client_max_window_bits | permessage-deflate",
                "permessage-deflate; server_no_context_takeover | permessage-deflate; server_no_context_takeover",
            })
    void theServerGrantsWhatItIsAskedFor(String offer, String answer) throws Exception {
        try (StubServer server = server().start();
                RawFrames client =
                        RawFrames.connect(server.uri(), "Sec-WebSocket-Extensions: " + offer + "\r\n" + EXTENDED)) {
            assertThat(client.head()).contains("Sec-WebSocket-Extensions: " + answer + "\r\n");
            String text = "state ".repeat(1_000);
            int[] sizes = new int[2];
            for (int i = 0; i < sizes.length; i++) {
                client.write(FIN | BINARY, call("say", text));
                Frame frame = client.read();
                assertThat(frame.bits()).isEqualTo(FIN | RSV1 | BINARY);
                sizes[i] = frame.payload().length;
                assertThat(result(client.inflated(frame.payload()))).isEqualTo('"' + text + '"');
            }
            assertThat(sizes[0]).isLessThan(300);
            if (!answer.contains("server_no")) {
                assertThat(sizes[1]).as("with what went before").isLessThan(sizes[0] - 40);
            }
        }
    }

    @Test
    void nothingIsCompressedForAClientThatDoesNotOfferIt() throws Exception {
        try (StubServer server = server().start();
                RawFrames client = RawFrames.connect(server.uri(), EXTENDED)) {
            assertThat(client.head()).doesNotContain("Sec-WebSocket-Extensions");
            client.write(FIN | BINARY, call("say", "x".repeat(5_000)));
            assertThat(client.read())
                    .matches(frame -> frame.bits() == (FIN | BINARY) && frame.payload().length > 5_000);
        }
    }

    @Test
    void aServerThatIsNotAskedToCompressesNothing() throws Exception {
        try (StubServer server = StubServer.builder().expose("echo", new Echo()).start();
                RawFrames client = RawFrames.connect(server.uri(), OFFER + EXTENDED)) {
            assertThat(client.head()).contains("101").doesNotContain("Sec-WebSocket-Extensions");
            client.write(FIN | BINARY, call("say", "x".repeat(5_000)));
            assertThat(client.read().bits()).isEqualTo(FIN | BINARY);
        }
    }

    @Test
    void smallMessagesGoAsTheyAre() throws Exception {
        try (StubServer server = server().start();
                RawFrames client = RawFrames.connect(server.uri(), OFFER + EXTENDED)) {
            client.write(FIN | BINARY, call("say", "x".repeat(100)));
            assertThat(client.read().bits()).isEqualTo(FIN | BINARY);
            client.write(FIN | BINARY, call("say", "x".repeat(1_000)));
            assertThat(client.read().bits()).isEqualTo(FIN | RSV1 | BINARY);
        }
    }

    @Test
    void aPeerOfVersion2GetsItInFramesThatItTakes() throws Exception {
        try (StubServer server = server().start();
                RawFrames client = RawFrames.connect(server.uri(), OFFER)) {
            StringBuilder random = new StringBuilder();
            new java.util.Random(1).ints(60_000, 'a', 'z').forEach(letter -> random.append((char) letter));
            client.write(FIN | BINARY, call("say", random.toString()));
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            int frames = 0;
            Frame frame;
            do {
                frame = client.read();
                assertThat(frame.payload().length).isLessThanOrEqualTo(16_384);
                assertThat(frame.bits() & ~FIN).isEqualTo(frames == 0 ? RSV1 | BINARY : 0);
                message.writeBytes(frame.payload());
                frames++;
            } while ((frame.bits() & FIN) == 0);
            assertThat(frames).isGreaterThan(2);
            assertThat(result(client.inflated(message.toByteArray()))).isEqualTo("\"" + random + '"');
        }
    }

    @Test
    void theServerReadsCompressedFragmentsWithAPingBetweenThem() throws Exception {
        try (StubServer server = server().start();
                RawFrames client = RawFrames.connect(server.uri(), OFFER + EXTENDED)) {
            byte[] bytes = deflated(call("length", "é".repeat(4_000)));
            for (int kind : new int[] {BINARY, TEXT}) {
                client.write(RSV1 | kind, Arrays.copyOf(bytes, 10));
                client.write(FIN | PING, new byte[0]);
                client.write(0, new byte[0]);
                client.write(0, Arrays.copyOfRange(bytes, 10, 20));
                client.write(FIN, Arrays.copyOfRange(bytes, 20, bytes.length));
                // The pong has its own way out: which of the two is first is not promised.
                Frame first = client.read();
                Frame second = client.read();
                boolean pongFirst = first.bits() == (FIN | 10);
                assertThat((pongFirst ? first : second).bits()).isEqualTo(FIN | 10);
                assertThat(result((pongFirst ? second : first).payload())).isEqualTo("4000");
            }
            client.write(FIN | RSV1 | TEXT, bytes);
            assertThat(result(client.read().payload())).isEqualTo("4000");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // RSV1 where nothing was agreed, and where it was: on a control frame, on a fragment, RSV2, and after a
        // fragment.
        "'', c2, 1002",
        "'Sec-WebSocket-Extensions: permessage-deflate', c9, 1002",
        "'Sec-WebSocket-Extensions: permessage-deflate', e2, 1002",
        "'Sec-WebSocket-Extensions: permessage-deflate', c0, 1002",
        "'Sec-WebSocket-Extensions: permessage-deflate', 80, 1002",
        "'Sec-WebSocket-Extensions: permessage-deflate', c2, 1007",
    })
    void aFrameThatWasNotAgreedEndsTheConnectionAndNoOther(String header, String bits, int code) throws Exception {
        try (StubServer server = server().start();
                RawFrames good = RawFrames.connect(server.uri(), OFFER + EXTENDED);
                RawFrames bad = RawFrames.connect(server.uri(), header + (header.isEmpty() ? "" : "\r\n") + EXTENDED)) {
            bad.write(Integer.parseInt(bits, 16), new byte[] {7, 7, 7, 7});
            assertThat(bad.readClose().closeCode()).isEqualTo(code);
            good.write(FIN | BINARY, call("length", "abc"));
            assertThat(result(good.read().payload())).isEqualTo("3");
        }
    }

    /** More than the client takes, and far more than the server does, in a message of 64 KB. */
    static byte[] bomb() {
        return deflated(new byte[(64 << 20) + 1]);
    }

    @Test
    void aBombIsRefusedByTheServer() throws Exception {
        try (StubServer server = server().start();
                RawFrames good = RawFrames.connect(server.uri(), OFFER + EXTENDED);
                RawFrames bad = RawFrames.connect(server.uri(), OFFER + EXTENDED)) {
            bad.write(FIN | RSV1 | BINARY, bomb());
            Frame close = bad.readClose();
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(close.closeReason())
                    .isEqualTo("a compressed message has more than the 1048576 bytes that it may have");
            await().untilAsserted(() -> assertThat(server.connectionCount()).isOne());
            good.write(FIN | BINARY, call("length", "abc"));
            assertThat(result(good.read().payload())).isEqualTo("3");
        }
    }

    @Test
    void aBombIsRefusedByTheClientWhichSaysSo() throws Exception {
        BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
        try (ServerSocket listening = RawFrames.listen();
                TrebuchetClient client = TrebuchetClient.connect("ws://127.0.0.1:" + listening.getLocalPort());
                RawFrames server = RawFrames.accept(listening, OFFER)) {
            assertThat(server.head()).contains("Sec-WebSocket-Extensions: permessage-deflate\r\n");
            client.onConnectionState(states::add);
            server.write(FIN | RSV1 | BINARY, bomb());
            Frame close = server.readClose();
            assertThat(close.closeCode()).isEqualTo(1009);
            ConnectionState state;
            do {
                state = states.poll(20, TimeUnit.SECONDS);
                assertThat(state).isNotNull();
            } while (!state.toString().contains("1009"));
            assertThat(state.toString())
                    .contains("a compressed message has more than the 67108864 bytes that it may have");
        }
    }

    @Test
    void theClientDoesNotGoOnWithAServerThatAgreesToWhatWasNotOffered() throws Exception {
        BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
        try (ServerSocket listening = RawFrames.listen();
                TrebuchetClient client = TrebuchetClient.builder(
                                URI.create("ws://127.0.0.1:" + listening.getLocalPort()))
                        .compression(MessageCompression.OFF)
                        .build();
                RawFrames server = RawFrames.accept(listening, OFFER)) {
            assertThat(server.head()).doesNotContain("Sec-WebSocket-Extensions");
            client.onConnectionState(states::add);
            ConnectionState state;
            do {
                state = states.poll(20, TimeUnit.SECONDS);
                assertThat(state).isNotNull();
            } while (!state.toString().contains("was offered no extension"));
            assertThat(server.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void callsAndResultsGoCompressedBothWays(boolean clientKeeps, boolean serverKeeps) throws Exception {
        MessageCompression keeping = MessageCompression.ON.withThreshold(0);
        try (StubServer server = server().compression(serverKeeps ? keeping : keeping.withoutContext())
                        .start();
                TrebuchetClient client = TrebuchetClient.builder(server.uri())
                        .compression(clientKeeps ? keeping : keeping.withoutContext())
                        .build()) {
            for (int i = 0; i < 50; i++) {
                String text = ("state " + i).repeat(i * i);
                assertThat(client.actor("echo")
                                .call("say", String.class, CallOptions.WHEN_CONNECTED, text)
                                .get(20, TimeUnit.SECONDS))
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void aMessageWithoutAnEndIsRefused() throws Exception {
        try (StubServer server = server().start();
                RawFrames client = RawFrames.connect(server.uri(), EXTENDED)) {
            byte[] part = new byte[1 << 14];
            client.write(BINARY, part);
            for (int i = 0; i < 64; i++) {
                client.write(0, part);
            }
            Frame close = client.readClose();
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(close.closeReason()).isEqualTo("a message has more than the 1048576 bytes that it may have");
        }
    }
}
