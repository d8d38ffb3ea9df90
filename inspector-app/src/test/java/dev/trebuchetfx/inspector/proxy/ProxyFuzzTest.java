// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.Mutations;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Envelope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever peers send, a head is read or refused, and every byte behind it comes out as it went in. */
class ProxyFuzzTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final List<byte[]> HEADS = List.of(head("""
            GET /room?a=1 HTTP/1.1
            Host: localhost:1
            Origin: http://x
            Upgrade: websocket

            """), head("""
            HTTP/1.1 101 Switching Protocols
            Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover
            X: ä

            """), head("\n\n"));
    private static final List<byte[]> FRAMES = frames();

    private static byte[] head(String text) {
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }

    private static List<byte[]> frames() {
        byte[] text = "{\"type\":\"streamData\",\"payload\":{\"streamID\":\"8f2a41c0-9b3d-4e57-8a00-000000000001\"}}"
                .getBytes(UTF_8);
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(text);
        byte[] deflated = new byte[1_000];
        int size = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
        deflater.end();
        ByteArrayOutputStream several = new ByteArrayOutputStream();
        several.writeBytes(new TestFrame(false, 0, Frame.TEXT, new byte[] {1, 2, 3, 4}, text).toBytes());
        several.writeBytes(new TestFrame(true, 0, 9, null, new byte[] {1}).toBytes());
        several.writeBytes(new TestFrame(true, 0, Frame.CONTINUATION, null, new byte[700]).toBytes());
        several.writeBytes(new TestFrame(true, 4, Frame.TEXT, null, Arrays.copyOf(deflated, size - 4)).toBytes());
        several.writeBytes(new TestFrame(true, 0, Frame.CLOSE, null, new byte[] {3, -24}).toBytes());
        return List.of(
                new TestFrame(true, 0, Frame.TEXT, null, text).toBytes(),
                new TestFrame(true, 4, Frame.TEXT, new byte[] {9, 9, 9, 9}, Arrays.copyOf(deflated, size - 4))
                        .toBytes(),
                several.toByteArray());
    }

    private static void head(byte[] input) {
        try {
            HttpHead head = HttpHead.read(new ByteArrayInputStream(input));
            assertThat(head.toBytes()).hasSizeLessThan(17 * 1024);
            assertThat(head.fields()).hasSizeLessThanOrEqualTo(100);
            assertThat(head.status()).isBetween(0, 999);
            assertThat(head.target()).isNotNull();
            assertThat(Compression.agreedIn(head)).isNotNull();
            assertThat(head.with("Host", "h").value("host")).isEqualTo("h");
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Relays everything, in pieces, with little room, and with a gate that holds now and then. */
    private static void relay(byte[] input) {
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(input));
        LookBudget budget = new LookBudget(random.nextInt(1, 2_000), random.nextInt(1, 4_000));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicLong most = new AtomicLong();
        boolean interleaved = hasControlFrameWithinMessage(input);
        FrameRelay.MessageGate gate = new FrameRelay.MessageGate() {
            @Override
            public boolean isActive() {
                // A control frame overtakes the fragments of a message that is held.
                return !interleaved && random.nextBoolean();
            }

            @Override
            public void pass(ProxyEvent.Passed message, byte[] wire, FrameRelay.Way onward) throws IOException {
                onward.send(message, wire);
            }
        };
        AtomicInteger read = new AtomicInteger();
        AtomicInteger passed = new AtomicInteger();
        FrameRelay.Witness witness = new FrameRelay.Witness() {
            @Override
            public ProxyEvent.Passed read(ProxiedMessage message) {
                read.incrementAndGet();
                most.accumulateAndGet(budget.taken(), Math::max);
                Envelope envelope = null;
                WireException error = null;
                try {
                    envelope = CODEC.decode(message.data());
                } catch (WireException e) {
                    error = e;
                }
                return new ProxyEvent.Passed(Instant.EPOCH, 1, message, envelope, error);
            }

            @Override
            public void passes(ProxyEvent.Passed message) {
                passed.incrementAndGet();
            }
        };
        Compression compression = new Compression(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
        Direction direction = random.nextBoolean() ? Direction.TO_CLIENT : Direction.TO_SERVER;
        try (FrameRelay relay = new FrameRelay(direction, compression, budget, witness, gate, out::write)) {
            for (int at = 0; at < input.length; ) {
                int part = Math.min(input.length - at, random.nextInt(1, random.nextBoolean() ? 5 : 3_000));
                relay.relay(Arrays.copyOfRange(input, at, at + part), part);
                at += part;
            }
            relay.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(out.toByteArray()).isEqualTo(input);
        assertThat(passed).as("each message is told of once").hasValue(read.get());
        assertThat(most.get()).isLessThanOrEqualTo(4_000);
        assertThat(budget.taken()).isZero();
    }

    private static boolean hasControlFrameWithinMessage(byte[] input) {
        LookBudget budget = new LookBudget(1, 1);
        KeptBytes data = new KeptBytes(budget);
        KeptBytes control = new KeptBytes(budget);
        FrameScanner scanner = new FrameScanner(data, control);
        MessageAssembler assembler = new MessageAssembler(Direction.TO_CLIENT, data, control, null);
        for (int at = 0; at < input.length; ) {
            at += scanner.scan(input, at, input.length - at);
            Frame frame = scanner.completed();
            if (frame != null) {
                if (frame.isControl() && !assembler.isBetweenMessages()) {
                    return true;
                }
                ProxiedMessage message = assembler.accept(frame);
                if (message != null) {
                    assembler.letGo(message);
                }
            }
        }
        return false;
    }

    @Property(tries = 2_000)
    void heads(@ForAll long seed) {
        Mutations.check("heads", Mutations.of(HEADS, seed), ProxyFuzzTest::head);
    }

    @Property(tries = 2_000)
    void frames(@ForAll long seed) {
        Mutations.check("frames", Mutations.of(FRAMES, seed), ProxyFuzzTest::relay);
    }

    @Test
    void whatOnceFailed() {
        Mutations.kept("heads").forEach(ProxyFuzzTest::head);
        Mutations.kept("frames").forEach(ProxyFuzzTest::relay);
    }

    /** Ten minutes each with {@code -Dfuzz.minutes=10}. */
    @Test
    void headsForLong() {
        assertThat(Mutations.forMinutes("heads", HEADS, ProxyFuzzTest::head)).isNotNegative();
    }

    @Test
    void framesForLong() {
        assertThat(Mutations.forMinutes("frames", FRAMES, ProxyFuzzTest::relay)).isNotNegative();
    }
}
