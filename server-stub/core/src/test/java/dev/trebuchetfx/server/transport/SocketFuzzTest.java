// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.fuzz.Fuzz;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes a socket brings, they are answered or end it: nothing is thrown, no buffer stays behind, and the listener hears each
 * connection begin and end once.
 */
class SocketFuzzTest {
    private static final int MAX_MESSAGE_BYTES = 4_000;
    private static final int MAX_HEAD_BYTES = 2_000;
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(10);

    private static final SocketSettings SETTINGS = new SocketSettings(
            MAX_HEAD_BYTES,
            100,
            OPEN_WITHIN,
            10,
            10,
            MAX_MESSAGE_BYTES,
            MAX_MESSAGE_BYTES,
            64L << 20,
            Set.of("https://app.example.com"),
            Set.of(),
            MessageCompression.ON,
            null,
            null,
            () -> SocketSettings.HEALTHY);

    private final Fuzz requests = new Fuzz("requests", input -> {
        try (Socket socket = new Socket()) {
            socket.read(input);
        }
    });

    private final Fuzz frames = new Fuzz("socket-frames", input -> {
        for (String extension : List.of("", "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            try (Socket socket = new Socket()) {
                socket.upgrade(extension);
                socket.read(input);
            }
        }
    });

    /** One socket with the handlers of the server, and checks of all that must hold. */
    private static final class Socket implements TransportListener, AutoCloseable {
        private final ManualTime time = new ManualTime();
        private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
        private final List<Throwable> fatal = new ArrayList<>();
        private final List<TransportClosed> ends = new ArrayList<>();
        private final SocketContext shared = new SocketContext(
                SETTINGS,
                headers -> new Acceptor.Accepted(Map.of(), this),
                new RequestCheck(SETTINGS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 80)),
                new Admission(SETTINGS),
                new ByteBudget(SETTINGS.maxIncomingBytes()),
                new ByteBudget(SETTINGS.maxOutgoingBytes()),
                new SocketContext.Counts(),
                time,
                new SocketLog(time),
                fatal::add);
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private long read;
        private long written;
        private int opened;

        Socket() {
            channel.config().setAllocator(memory);
            channel.pipeline().addLast(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel each) {
                    SocketServer.addHandlers(each.pipeline(), shared);
                }
            });
            channel.pipeline().fireChannelActive();
        }

        void upgrade(String extension) {
            bring(
                    ("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + extension + "\r\n")
                            .getBytes(ISO_8859_1));
            assertThat(opened).isEqualTo(1);
        }

        /** Reads a byte that tells the size of the pieces, and then what the socket brings. */
        void read(byte[] input) {
            int piece = input.length == 0 ? 1 : 1 + 4 * (input[0] & 0xFF);
            for (int from = 1; from < input.length; from += piece) {
                bring(Arrays.copyOfRange(input, from, Math.min(input.length, from + piece)));
            }
        }

        private void bring(byte[] bytes) {
            if (!channel.isActive()) {
                return;
            }
            read += bytes.length;
            channel.writeInbound(memory.heapBuffer(bytes.length).writeBytes(bytes));
            channel.runPendingTasks();
            channel.checkException();
            // What is kept is what one head or one message may have, with the room of a buffer that grows.
            assertThat(memory.metric().usedHeapMemory()).isLessThan(8L * MAX_MESSAGE_BYTES + 4L * bytes.length);
            takeWritten();
        }

        private void takeWritten() {
            for (Object each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
                written += each instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
                ReferenceCountUtil.release(each);
            }
            // An answer to a request, pongs no larger than their pings, a closing frame.
            assertThat(written).isLessThan(1_000 + read);
        }

        @Override
        public void onOpen(TransportConnection connection, Map<String, String> headers) {
            opened++;
            connection.send(Bytes.utf8("welcome"));
        }

        @Override
        public void onMessage(Bytes message) {
            assertThat(opened).isEqualTo(1);
            assertThat(ends).isEmpty();
            assertThat(message.size()).isLessThanOrEqualTo(MAX_MESSAGE_BYTES);
        }

        @Override
        public void onPong() {
            assertThat(ends).isEmpty();
        }

        @Override
        public void onClosed(TransportClosed closed) {
            ends.add(closed);
        }

        @Override
        public void close() {
            // A socket that is no WebSocket by then is closed, and so is one that is closing.
            time.advance(OPEN_WITHIN);
            channel.runPendingTasks();
            takeWritten();
            channel.finishAndReleaseAll();
            time.advance(OPEN_WITHIN);
            assertThat(ends).hasSize(opened);
            assertThat(opened).isLessThanOrEqualTo(1);
            assertThat(fatal).isEmpty();
            assertThat(memory.metric().usedHeapMemory()).isZero();
            assertThat(memory.metric().usedDirectMemory()).isZero();
            assertThat(shared.incoming().used()).isZero();
            assertThat(shared.admission().sockets()).isZero();
            assertThat(time.scheduled()).isZero();
        }
    }

    @Test
    void eachKnownRequest() {
        requests.replay();
    }

    @Test
    void eachKnownFrame() {
        frames.replay();
    }

    @Property(tries = 500)
    void anyRequest(@ForAll long seed) {
        requests.attempt(seed);
    }

    @Property(tries = 500)
    void anyFrame(@ForAll long seed) {
        frames.attempt(seed);
    }

    @Test
    @Tag("soak")
    void requestsForMinutes() {
        requests.forMinutes();
    }

    @Test
    @Tag("soak")
    void framesForMinutes() {
        frames.forMinutes();
    }
}
