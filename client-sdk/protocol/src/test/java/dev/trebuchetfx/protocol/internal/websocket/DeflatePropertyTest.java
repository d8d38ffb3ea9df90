// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.java_websocket.exceptions.InvalidDataException;

/** The JDK's own deflate, plain and whole, is what both directions are held against. */
class DeflatePropertyTest {
    private static final int LIMIT = 300_000;
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    /** Some alike, some not, around every bound that a buffer has. */
    private static List<byte[]> messages(Random random) {
        List<byte[]> messages = new ArrayList<>();
        byte[] words = new byte[64];
        random.nextBytes(words);
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            int size =
                    switch (random.nextInt(4)) {
                        case 0 -> 1 + random.nextInt(40);
                        case 1 -> 8_192 * (1 + random.nextInt(3)) - 10 + random.nextInt(20);
                        case 2 -> random.nextInt(LIMIT);
                        default -> 65_536 - 3 + random.nextInt(6);
                    };
            byte[] message = new byte[size];
            if (random.nextBoolean()) {
                random.nextBytes(message);
            } else {
                for (int at = 0; at < size; at++) {
                    message[at] = words[(at / 7 + random.nextInt(3)) % words.length];
                }
            }
            messages.add(message);
        }
        return messages;
    }

    @Property(tries = 200)
    void whatIsDeflatedIsWhatTheJdkInflates(@ForAll long seed, @ForAll boolean keepsContext)
            throws DataFormatException {
        Inflater oracle = new Inflater(true);
        try (MessageDeflater deflater = new MessageDeflater(0, keepsContext)) {
            for (byte[] message : messages(new Random(seed))) {
                byte[] deflated = deflater.deflate(message);
                if (deflated == null) {
                    assertThat(keepsContext && message.length > 0).isFalse();
                    continue;
                }
                byte[] inflated = new byte[message.length + 1];
                byte[] whole = Arrays.copyOf(deflated, deflated.length + TAIL.length);
                System.arraycopy(TAIL, 0, whole, deflated.length, TAIL.length);
                oracle.setInput(whole);
                int length = oracle.inflate(inflated);
                assertThat(oracle.getRemaining()).isZero();
                assertThat(Arrays.copyOf(inflated, length)).isEqualTo(message);
                if (!keepsContext) {
                    oracle.reset();
                }
            }
        } finally {
            oracle.end();
        }
    }

    /** Any level and strategy, flushed in the middle, ended or not, in any fragments. */
    @Property(tries = 200)
    void whatTheJdkDeflatesIsInflated(@ForAll long seed, @ForAll boolean keepsContext) throws InvalidDataException {
        Random random = new Random(seed);
        Deflater oracle = new Deflater(random.nextInt(10), true);
        try (MessageInflater inflater = new MessageInflater(keepsContext)) {
            for (byte[] message : messages(random)) {
                oracle.setStrategy(random.nextInt(3));
                byte[] deflated = deflatedBy(oracle, message, random);
                if (!keepsContext || oracle.finished()) {
                    oracle.reset();
                }
                BoundedMessage inflated = new BoundedMessage(LIMIT);
                int from = 0;
                while (from < deflated.length) {
                    int length = Math.min(deflated.length - from, random.nextInt(deflated.length + 1));
                    boolean last = from + length == deflated.length && random.nextBoolean();
                    assertThat(inflater.inflate(ByteBuffer.wrap(deflated, from, length), last, inflated))
                            .isTrue();
                    from += length;
                    if (from == deflated.length && !last) {
                        inflater.inflate(ByteBuffer.allocate(0), true, inflated);
                    }
                }
                assertThat(inflated.whole()).isEqualTo(ByteBuffer.wrap(message));
            }
        } finally {
            oracle.end();
        }
    }

    /** Each message ends its deflate stream, and the next one refers back to it all the same. */
    @Property(tries = 200)
    void aStreamThatEndsLeavesItsWindow(@ForAll long seed) throws InvalidDataException {
        Random random = new Random(seed);
        byte[] sent = new byte[0];
        byte[] words = new byte[3_000];
        random.nextBytes(words);
        int small = 0;
        try (MessageInflater inflater = new MessageInflater(true)) {
            for (int i = 0; i < 6; i++) {
                ByteArrayOutputStream wire = new ByteArrayOutputStream();
                ByteArrayOutputStream message = new ByteArrayOutputStream();
                for (int part = random.nextInt(3); part >= 0; part--) {
                    byte[] content = Arrays.copyOfRange(words, random.nextInt(1_000), 2_000 + random.nextInt(1_000));
                    byte[] deflated = ended(content, sent);
                    small += deflated.length < 100 ? 1 : 0;
                    wire.writeBytes(deflated);
                    message.writeBytes(content);
                    sent = Arrays.copyOf(sent, sent.length + content.length);
                    System.arraycopy(content, 0, sent, sent.length - content.length, content.length);
                }
                BoundedMessage inflated = new BoundedMessage(LIMIT);
                inflater.inflate(ByteBuffer.wrap(wire.toByteArray()), true, inflated);
                assertThat(inflated.whole()).isEqualTo(ByteBuffer.wrap(message.toByteArray()));
            }
        }
        assertThat(small).as("the messages do refer back").isPositive();
    }

    /** Returns content as a deflate stream of its own, which refers to what was sent before. */
    private static byte[] ended(byte[] content, byte[] sent) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        int from = Math.max(0, sent.length - (1 << 15));
        deflater.setDictionary(sent, from, sent.length - from);
        deflater.setInput(content);
        deflater.finish();
        byte[] out = new byte[content.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] deflatedBy(Deflater oracle, byte[] message, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        int middle = random.nextInt(message.length + 1);
        oracle.setInput(message, 0, middle);
        drain(oracle, random.nextBoolean() ? Deflater.FULL_FLUSH : Deflater.NO_FLUSH, buffer, out);
        oracle.setInput(message, middle, message.length - middle);
        if (random.nextInt(4) == 0) {
            oracle.finish();
            while (!oracle.finished()) {
                out.write(buffer, 0, oracle.deflate(buffer));
            }
            // As the RFC has it: an empty block begins, and its rest is what is left out.
            if (random.nextBoolean()) {
                out.write(0);
            }
            return out.toByteArray();
        }
        drain(oracle, Deflater.SYNC_FLUSH, buffer, out);
        byte[] whole = out.toByteArray();
        return Arrays.copyOf(whole, whole.length - TAIL.length);
    }

    private static void drain(Deflater oracle, int flush, byte[] buffer, ByteArrayOutputStream out) {
        int length;
        do {
            length = oracle.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, length);
            // A new strategy takes a call of its own, which may give nothing.
        } while (length > 0 || !oracle.needsInput());
    }

    /** Whatever comes is refused as such or is some message: never another failure, never without an end, never too large. */
    @Property(tries = 1_000)
    void whatIsNoDeflateEndsInAnError(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int size) {
        Random random = new Random(seed);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        // So that blocks of every kind begin.
        bytes[0] = (byte) random.nextInt(8);
        try (MessageInflater inflater = new MessageInflater(true)) {
            BoundedMessage message = new BoundedMessage(LIMIT);
            inflater.inflate(ByteBuffer.wrap(bytes), true, message);
            assertThat(message.whole().remaining()).isLessThanOrEqualTo(LIMIT);
        } catch (InvalidDataException e) {
            assertThat(e.getMessage()).contains("compressed");
        }
    }
}
