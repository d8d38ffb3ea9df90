// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writes of one connection, as the socket sees them. */
class SocketConnectionTest {
    private final ManualTime time = new ManualTime();
    private final Writes writes = new Writes();
    private final EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(false), writes);
    private final SocketConnection connection =
            new SocketConnection(channel, null, new ByteBudget(64L << 20), time, null);

    /** Counts what leaves; a socket that is held takes nothing. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Writes extends ChannelOutboundHandlerAdapter {
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private int flushes;
        private boolean held;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (held) {
                waiting.add(() -> context.writeAndFlush(message, promise));
            } else {
                context.write(message, promise);
            }
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }

        void release() {
            held = false;
            waiting.removeFirst().run();
        }
    }

    @AfterEach
    void end() {
        connection.ended();
        channel.finishAndReleaseAll();
        assertThat(writes.waiting).isEmpty();
    }

    /** Returns what has left, as a peer reads it. */
    private List<WebSocketFrame> frames() {
        EmbeddedChannel peer = new EmbeddedChannel(new WebSocket13FrameDecoder(false, true, 1 << 20));
        List<WebSocketFrame> frames = new ArrayList<>();
        for (Object part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            peer.writeInbound(part);
            for (WebSocketFrame frame = peer.readInbound(); frame != null; frame = peer.readInbound()) {
                frames.add(frame);
            }
        }
        assertThat(peer.finish()).as("whole frames").isFalse();
        return frames;
    }

    private List<String> left() {
        List<String> contents = new ArrayList<>();
        for (WebSocketFrame frame : frames()) {
            String kind =
                    switch (frame) {
                        case BinaryWebSocketFrame data -> "";
                        case PingWebSocketFrame ping -> "ping ";
                        case PongWebSocketFrame pong -> "pong ";
                        default -> frame.getClass().getSimpleName() + " ";
                    };
            contents.add(kind + frame.content().toString(UTF_8));
            ReferenceCountUtil.release(frame);
        }
        return contents;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 300_000})
    void aMessageOfAnyLengthLeavesWhole(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 7);
        connection.send(Bytes.wrap(content));
        channel.runPendingTasks();
        List<WebSocketFrame> frames = frames();
        assertThat(frames).hasSize(1);
        BinaryWebSocketFrame frame = (BinaryWebSocketFrame) frames.getFirst();
        assertThat(frame.isFinalFragment()).isTrue();
        assertThat(frame.rsv()).isZero();
        assertThat(ByteBufUtil.getBytes(frame.content())).isEqualTo(content);
        frame.release();
    }

    @Test
    void aMessageInFragmentsLeavesInOrder() {
        connection.sendFragmented(Bytes.utf8("abcdefgh"), 3);
        channel.runPendingTasks();
        List<WebSocketFrame> frames = frames();
        assertThat(frames).extracting(frame -> frame.content().toString(UTF_8)).containsExactly("abc", "def", "gh");
        assertThat(frames).extracting(WebSocketFrame::isFinalFragment).containsExactly(false, false, true);
        assertThat(frames.subList(1, 3)).hasOnlyElementsOfType(ContinuationWebSocketFrame.class);
        frames.forEach(ReferenceCountUtil::release);
    }

    @Test
    void whatIsSentTogetherLeavesAtOnceAndInOrder() {
        List<String> sent = new ArrayList<>();
        together(() -> {
            for (int i = 0; i < 200; i++) {
                connection.send(Bytes.utf8("message " + i));
                sent.add("message " + i);
            }
            channel.runPendingTasks();
            assertThat(writes.flushes).isZero();
            assertThat(connection.queuedBytes()).isPositive();
        });
        channel.runPendingTasks();

        assertThat(writes.flushes).isEqualTo(1);
        assertThat(left()).isEqualTo(sent);
        assertThat(connection.queuedBytes()).isZero();
    }

    private void together(Runnable sending) {
        connection.hold();
        try {
            sending.run();
        } finally {
            connection.release();
        }
    }

    @Test
    void whatIsSentSingleLeavesTogetherWithWhatIsReady() {
        for (int i = 0; i < 50; i++) {
            connection.send(Bytes.utf8("m" + i));
        }
        channel.runPendingTasks();
        assertThat(writes.flushes).isEqualTo(1);
        assertThat(left()).hasSize(50);
    }

    @Test
    void muchThatIsSentTogetherDoesNotWaitForTheLast() {
        together(() -> {
            connection.send(Bytes.wrap(new byte[70_000]));
            channel.runPendingTasks();
            assertThat(writes.flushes).isPositive();
        });
    }

    @Test
    void aSenderThatFailsHoldsNothingBack() {
        try {
            together(() -> {
                connection.send(Bytes.utf8("before"));
                throw new IllegalStateException("a sender that fails");
            });
        } catch (IllegalStateException expected) {
            channel.runPendingTasks();
        }
        assertThat(left()).containsExactly("before");
        connection.send(Bytes.utf8("after"));
        channel.runPendingTasks();
        assertThat(left()).containsExactly("after");
    }

    @Test
    void onePongAtMostWaitsThatToTheNewestPing() {
        writes.held = true;
        for (int i = 0; i < 1_000; i++) {
            connection.pong(Unpooled.copiedBuffer("ping " + i, UTF_8));
        }
        assertThat(writes.waiting).hasSize(1);
        writes.release();
        assertThat(left()).containsExactly("pong ping 0", "pong ping 999");
        connection.pong(Unpooled.copiedBuffer("later", UTF_8));
        assertThat(left()).containsExactly("pong later");
    }

    @Test
    void aPauseEndsWhenTheLongestThatWasAskedForIsOver() {
        connection.pauseReading(Duration.ofMillis(100));
        connection.pauseReading(Duration.ofMillis(300));
        connection.pauseReading(Duration.ofMillis(200));
        assertThat(channel.config().isAutoRead()).isFalse();
        time.advance(Duration.ofMillis(299));
        assertThat(channel.config().isAutoRead()).isFalse();
        time.advance(Duration.ofMillis(1));
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void aMessageThatCanNotBeWrittenIsNotLeftOutInSilence() {
        List<Throwable> heard = new ArrayList<>();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                heard.add(cause);
            }
        });
        connection.sendFragmented(Bytes.utf8("message"), -1);
        channel.runPendingTasks();
        assertThat(heard).singleElement().isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReaderIsSlowedByManyControlFrames() {
        ControlFrameRate rate = new ControlFrameRate(time);
        for (int i = 0; i < 20; i++) {
            assertThat(rate.frameCame()).isEmpty();
        }
        time.advance(Duration.ofMillis(400));
        assertThat(rate.frameCame()).contains(Duration.ofMillis(600));
        time.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 20; i++) {
            assertThat(rate.frameCame()).isEmpty();
            time.advance(Duration.ofMillis(100));
        }
        assertThat(rate.frameCame()).isEmpty();
    }
}
