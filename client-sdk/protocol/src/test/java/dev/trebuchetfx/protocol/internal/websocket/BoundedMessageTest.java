// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message takes no more memory than it may have, however large it says or turns out to be. */
@Timeout(60)
class BoundedMessageTest {
    private static final int LIMIT = 4 << 20;
    private static final int CHUNK = 1 << 16;
    /** What a test run allocates beside. */
    private static final int ELSE = 1 << 17;

    /** A gigabyte of zeros, and then deflated again: a message of messages does not help either. */
    private static byte[] bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        byte[] out = new byte[1 << 16];
        for (int i = 0; i < 1 << 10; i++) {
            deflater.setInput(zeros);
            int length;
            while ((length = deflater.deflate(out, 0, out.length, i == 1023 ? Deflater.SYNC_FLUSH : 0)) > 0) {
                bomb.write(out, 0, length);
            }
        }
        deflater.end();
        return bomb.toByteArray();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void aGigabyteInAMegabyteIsRefusedWithinTheLimit() {
        byte[] bomb = bomb();
        assertThat(bomb.length).isLessThan(1 << 21);
        try (MessageInflater inflater = new MessageInflater(true)) {
            long before = allocated();
            BoundedMessage message = new BoundedMessage(LIMIT);
            assertThatExceptionOfType(LimitExceededException.class)
                    .isThrownBy(() -> inflater.inflate(ByteBuffer.wrap(bomb), true, message))
                    .withMessage("a compressed message has more than the 4194304 bytes that it may have")
                    .matches(e -> e.getCloseCode() == 1009);
            assertThat(allocated() - before).isBetween((long) LIMIT, (long) LIMIT + CHUNK + ELSE);
        }
    }

    @Test
    void aMessageOfJustTheLimitIsTaken() throws Exception {
        byte[] exact = new byte[LIMIT];
        try (MessageDeflater deflater = new MessageDeflater(0, true);
                MessageInflater inflater = new MessageInflater(true)) {
            BoundedMessage message = new BoundedMessage(LIMIT);
            inflater.inflate(ByteBuffer.wrap(deflater.deflate(exact)), true, message);
            assertThat(message.whole()).isEqualTo(ByteBuffer.wrap(exact));
            BoundedMessage next = new BoundedMessage(LIMIT);
            ByteBuffer larger = ByteBuffer.wrap(deflater.deflate(new byte[LIMIT + 1]));
            assertThatExceptionOfType(LimitExceededException.class)
                    .isThrownBy(() -> inflater.inflate(larger, true, next));
        }
    }

    @Test
    void fragmentsWithoutAnEndAreRefusedWithinTheLimit() {
        ByteBuffer fragment = ByteBuffer.allocate(100);
        BoundedMessage message = new BoundedMessage(LIMIT);
        long before = allocated();
        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < LIMIT; i++) {
                        message.add(fragment.rewind());
                    }
                })
                .withMessage("a message has more than the 4194304 bytes that it may have");
        assertThat(allocated() - before).isLessThan((long) LIMIT + CHUNK + ELSE);
    }

    @Test
    void streamsThatEndAtOnceAreCounted() {
        // An empty last block, again and again.
        byte[] ends = new byte[1 << 20];
        for (int i = 0; i < ends.length; i += 2) {
            ends[i] = 3;
        }
        try (MessageInflater inflater = new MessageInflater(true)) {
            assertThatExceptionOfType(InvalidDataException.class)
                    .isThrownBy(() -> inflater.inflate(ByteBuffer.wrap(ends), true, new BoundedMessage(LIMIT)))
                    .withMessage("a compressed message has more than 1000 blocks that end a stream");
        }
    }

    @Test
    void aClosedConnectionNeitherInflatesNorDeflates() throws Exception {
        MessageDeflater deflater = new MessageDeflater(0, true);
        MessageInflater inflater = new MessageInflater(true);
        byte[] deflated = deflater.deflate(new byte[1_000]);
        deflater.close();
        inflater.close();
        assertThat(deflater.deflate(new byte[1_000])).isNull();
        assertThat(inflater.inflate(ByteBuffer.wrap(deflated), true, new BoundedMessage(LIMIT)))
                .isFalse();
    }

    @Test
    void leavesSmallMessagesAsTheyAre() {
        try (MessageDeflater deflater = new MessageDeflater(1_000, true)) {
            assertThat(deflater.deflate(new byte[999])).isNull();
            assertThat(deflater.deflate(new byte[1_000])).hasSizeLessThan(100);
        }
    }
}
