// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayInflaterTest {
    private static final String TEXT = "{\"type\":\"streamData\",\"payload\":{\"data\":\"eyJuIjo\"}}";

    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    private byte[] before = {};

    /** A whole stream, which refers back to what was said before. */
    private byte[] finished(String text) {
        deflater.reset();
        if (before.length > 0) {
            deflater.setDictionary(before);
        }
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        deflater.finish();
        byte[] buffer = new byte[1 << 20];
        before = (new String(before, StandardCharsets.UTF_8) + text).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(buffer, deflater.deflate(buffer));
    }

    /** As most send it: flushed, without the tail. */
    private byte[] flushed(String text) {
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[1 << 20];
        int size = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(buffer, size - 4);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static String said(RelayInflater inflater, byte[] message) {
        RelayInflater.Inflated inflated = inflater.inflate(Bytes.wrap(message), true);
        inflater.letGo();
        assertThat(inflated.isWhole()).isTrue();
        return inflated.data().utf8();
    }

    /** RFC 7692 section 7.2.3.4: a byte of zeros follows the last block; some senders leave it out. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aSenderMayEndItsStreamWithEachMessage(int zeros) {
        try (RelayInflater inflater = new RelayInflater(true, new LookBudget(1 << 20, 2 << 20))) {
            for (int i = 0; i < 2_000; i++) {
                String text = TEXT + i;
                assertThat(said(inflater, joined(finished(text), new byte[zeros])))
                        .isEqualTo(text);
                before = before.length > 60_000 ? Arrays.copyOfRange(before, 25_000, before.length) : before;
            }
        }
    }

    @Test
    void oneMessageMayBeSeveralStreams() {
        try (RelayInflater inflater = new RelayInflater(true, new LookBudget(1 << 20, 2 << 20))) {
            byte[] one = finished(TEXT);
            byte[] other = finished(TEXT + "2");
            assertThat(said(inflater, joined(joined(one, other), new byte[1]))).isEqualTo(TEXT + TEXT + "2");
            assertThat(said(inflater, joined(finished("and on"), new byte[1]))).isEqualTo("and on");
        }
    }

    @Test
    void aStreamThatGoesOnIsInflatedAsBefore() {
        try (RelayInflater inflater = new RelayInflater(true, new LookBudget(1 << 20, 2 << 20))) {
            for (int i = 0; i < 50; i++) {
                assertThat(said(inflater, flushed(TEXT + i))).isEqualTo(TEXT + i);
            }
        }
    }

    @Test
    void withoutContextEachMessageIsByItself() {
        try (RelayInflater inflater = new RelayInflater(false, new LookBudget(1 << 20, 2 << 20))) {
            for (int i = 0; i < 5; i++) {
                before = new byte[0];
                assertThat(said(inflater, joined(finished(TEXT), new byte[1]))).isEqualTo(TEXT);
            }
        }
    }

    @Test
    void aMessageWithoutRoomIsInflatedForTheContextAlone() {
        LookBudget budget = new LookBudget(10_000, 20_000);
        try (RelayInflater inflater = new RelayInflater(true, budget)) {
            RelayInflater.Inflated large = inflater.inflate(Bytes.wrap(flushed("x".repeat(15_000))), true);
            inflater.letGo();
            assertThat(large.isWhole()).isFalse();
            assertThat(large.data().isEmpty()).isTrue();
            assertThat(said(inflater, flushed("x".repeat(9_000)))).isEqualTo("x".repeat(9_000));
            assertThat(budget.taken()).isZero();
        }
    }

    @Test
    void aMessageThatInflatesWithoutEndIsGivenUp() {
        LookBudget budget = new LookBudget(10_000, 20_000);
        byte[] bomb = flushed("x".repeat(900_000));
        try (RelayInflater inflater = new RelayInflater(false, budget)) {
            assertThat(inflater.inflate(Bytes.wrap(bomb), true).isWhole()).isFalse();
            inflater.letGo();
            deflater.reset();
            assertThat(said(inflater, flushed(TEXT))).isEqualTo(TEXT);
            assertThat(budget.taken()).isZero();
        }
    }
}
