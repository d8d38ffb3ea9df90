// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server may do with frames over a socket, and what comes of it. */
@Timeout(60)
class HostileSocketTest {
    private static final int PINGS = 300_000;

    /** A listener that keeps what it hears. */
    private static final class Heard implements TransportListener {
        final CompletableFuture<TransportConnection> opened = new CompletableFuture<>();
        final CompletableFuture<TransportClosed> closed = new CompletableFuture<>();
        final BlockingQueue<Bytes> messages = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(TransportConnection connection, Map<String, String> headers) {
            opened.complete(connection);
        }

        @Override
        public void onMessage(Bytes message) {
            messages.add(message);
        }

        @Override
        public void onPong() {}

        @Override
        public void onClosed(TransportClosed why) {
            closed.complete(why);
        }
    }

    private static Heard open(HostilePeer peer) {
        Heard heard = new Heard();
        new WebSocketTransport(
                        64 << 20,
                        MessageCompression.OFF,
                        server -> ProxyRoutes.Route.DIRECT,
                        VirtualThreads.named("hostile"),
                        "hostile-writer")
                .open(new TransportTarget(ServerAddress.of(peer.uri()), Map.of(), Duration.ofSeconds(10), null), heard);
        return heard;
    }

    @Test
    void pongsThatNobodyReadsDoNotPileUp() throws Exception {
        CountDownLatch measured = new CountDownLatch(1);
        List<Integer> answered = new ArrayList<>();
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        try (HostilePeer peer = new HostilePeer((number, line) -> {
            for (int i = 1; i <= PINGS; i++) {
                line.head(0x89, 125);
                line.write(ByteBuffer.allocate(125).putInt(i).array());
            }
            line.message(new byte[] {1});
            await(measured);
            while (answered.isEmpty() || answered.getLast() != PINGS) {
                answered.add(line.read().getInt());
            }
            read.complete(true);
        })) {
            Heard heard = open(peer);
            TransportConnection connection = heard.opened.get(10, TimeUnit.SECONDS);
            assertThat(heard.messages.poll(30, TimeUnit.SECONDS)).isNotNull();

            assertThat(connection.queuedBytes()).as("one pong waits").isLessThan(200);
            measured.countDown();

            assertThat(read.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(answered).isSorted().doesNotHaveDuplicates();
            connection.abort();
        }
    }

    @Test
    void eachPingIsAnsweredWhereTheServerReads() throws Exception {
        List<Integer> answered = new ArrayList<>();
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        try (HostilePeer peer = new HostilePeer((number, line) -> {
            for (int i = 1; i <= 100; i++) {
                line.head(0x89, 4);
                line.write(ByteBuffer.allocate(4).putInt(i).array());
                line.flush();
                answered.add(line.read().getInt());
            }
            read.complete(true);
        })) {
            Heard heard = open(peer);

            assertThat(read.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(answered).hasSize(100).isSorted().endsWith(100);
            heard.opened.get(10, TimeUnit.SECONDS).abort();
        }
    }

    @Test
    void countsWhatAServerLeavesUnread() throws Exception {
        CountDownLatch counted = new CountDownLatch(1);
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        try (HostilePeer peer = new HostilePeer((number, line) -> {
            await(counted);
            for (int i = 0; i < 200; i++) {
                assertThat(line.read().remaining()).isEqualTo(100_000);
            }
            read.complete(true);
            line.read();
        })) {
            TransportConnection connection = open(peer).opened.get(10, TimeUnit.SECONDS);
            Bytes message = Bytes.wrap(new byte[100_000]);
            for (int i = 0; i < 200; i++) {
                connection.send(message);
            }

            // What the system holds for the socket is not the client's.
            assertThat(connection.queuedBytes()).isBetween(8_000_000L, 20_100_000L);
            counted.countDown();
            assertThat(read.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(connection.queuedBytes()).isZero();
            connection.abort();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            8000|code 1002: expected the beginning of a message but found a later fragment
            828100000000|code 1002: the frames of a server must not be masked
            827f0000000004000001|code 1009: a frame announces 67108865 bytes, and a message may have 67108864
            8f00|code 1002: expected an opcode of RFC 6455 but found 15
            """)
    void saysWhyItEndsTheConnection(String bytes, String why) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (HostilePeer peer = new HostilePeer((number, line) -> {
            line.write(HexFormat.of().parseHex(bytes));
            line.flush();
            line.read();
        })) {
            assertThat(open(peer).closed.get(10, TimeUnit.SECONDS).why()).endsWith(why);
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .as("the log of the library, beside that of the client")
                .isEmpty();
    }

    @Test
    void nothingIsTakenAfterABadFrame() throws Exception {
        try (HostilePeer peer = new HostilePeer((number, line) -> {
            line.write(HexFormat.of().parseHex("80008201028f00"));
            line.flush();
            line.read();
        })) {
            Heard heard = open(peer);
            assertThat(heard.closed.get(10, TimeUnit.SECONDS).why()).contains("code 1002");
            assertThat(heard.messages).isEmpty();
        }
    }

    @Test
    void fragmentsWithoutContentAndWithoutEndAreEnded() throws Exception {
        try (HostilePeer peer = new HostilePeer((number, line) -> {
            line.head(0x02, 0);
            while (true) {
                line.head(0x00, 0);
            }
        })) {
            assertThat(open(peer).closed.get(10, TimeUnit.SECONDS).why())
                    .contains("a message has more than 1000 fragments without content");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("the test did not go on");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
