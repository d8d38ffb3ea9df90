// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import java.time.Instant;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one frame can cost at most: memory in proportion to its size, time far from quadratic, no stack. */
@Timeout(20)
class HostileCostTest {
    private static final int MEBI = 1 << 20;
    private static final String STREAM = "\"streamID\":\"9F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6B\"";
    private static final String DATA_START = "{\"type\":\"streamData\",\"payload\":{" + STREAM
            + ",\"sequenceNumber\":1,\"timestamp\":\"2026-01-01T00:00:00Z\"";

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);

    @Test
    void stateGoesFromFrameToBytesWithoutAnythingBetween() throws Exception {
        Bytes frame = Bytes.utf8(DATA_START + ",\"data\":\"" + "QUJD".repeat(4 * MEBI) + "\"}}");

        long allocated = allocatedBy(() -> codec.decode(frame));

        assertThat(allocated).isBetween(12L * MEBI, 13L * MEBI);
    }

    @Test
    void skippedStringTakesNoMemory() throws Exception {
        Bytes frame = Bytes.utf8(DATA_START + ",\"data\":\"\",\"future\":\"" + "é\\n".repeat(4 * MEBI) + "\"}}");

        assertThat(allocatedBy(() -> codec.decode(frame))).isLessThan(MEBI);
    }

    @Test
    void messageIsWrittenWithOneBufferAndOneCopy() throws Exception {
        Bytes data = Bytes.wrap(new byte[12 * MEBI]);
        StreamDataEnvelope envelope = new StreamDataEnvelope(new UUID(1, 2), 1, data, Instant.EPOCH, null);

        assertThat(allocatedBy(() -> codec.encode(envelope))).isLessThan(34L * MEBI);
    }

    @Test
    void namesWithoutEndAreRefusedBeforeTheyFillMemory() throws Exception {
        Bytes frame = flood("{", i -> "\"" + Integer.toString(i, 36) + "\":0", "}", 3_000_000);

        long allocated = allocatedBy(() -> assertTooLarge(frame));

        assertThat(allocated).isLessThan(100L * MEBI);
    }

    @Test
    void elementsWithoutEndAreRefusedBeforeTheyFillMemory() throws Exception {
        Bytes frame = flood("{\"payload\":{\"arguments\":[", i -> "\"\"", "]}}", 5_000_000);

        long allocated = allocatedBy(() -> assertTooLarge(frame));

        assertThat(allocated).isLessThan(100L * MEBI);
    }

    @Test
    @Timeout(5)
    void sameKeyWithoutEndIsRefusedOnce() {
        Bytes frame = flood(
                "{\"type\":\"streamEnd\",\"payload\":{" + STREAM + ",\"reason\":\"completed\",",
                i -> "\"reason\":[]",
                "}}",
                300_000);

        assertThatThrownBy(() -> codec.decode(frame)).hasMessageContaining("payload.reason: expected once");
    }

    @Test
    @Timeout(5)
    void streamsWhoseIdsCollideTakeNoQuadraticTime() throws Exception {
        // UUID.hashCode folds both halves with xor: equal halves always give 0.
        Bytes frame = flood(
                "{\"type\":\"heartbeat\",\"payload\":{\"streams\":{",
                i -> "\"" + new UUID(i, i) + "\":1",
                "}}}",
                60_000);

        assertThat(((HeartbeatEnvelope) codec.decode(frame)).streams()).hasSize(60_000);
    }

    @Test
    void depthNeedsNoStackWhateverTheLimit() throws Exception {
        EnvelopeCodec deep = new EnvelopeCodec(new WireLimits(64 << 20, Integer.MAX_VALUE, 100));
        String end = "{\"type\":\"streamEnd\",\"payload\":{" + STREAM + ",\"reason\":\"completed\",";
        int depth = 50_000;

        for (String[] brackets : new String[][] {{"[", "]"}, {"{\"payload\":", "}"}, {"{\"actorID\":", "}"}}) {
            for (String key : new String[] {"future", "actorID", "ext", "arguments", "streamFilter", "streams"}) {
                String nested = brackets[0].repeat(depth) + "0" + brackets[1].repeat(depth);
                Bytes frame = Bytes.utf8(end + "\"" + key + "\":" + nested + "}}");

                assertThat(deep.decode(frame)).isInstanceOf(StreamEndEnvelope.class);
            }
        }
    }

    private void assertTooLarge(Bytes frame) {
        assertThatThrownBy(() -> codec.decode(frame))
                .isInstanceOfSatisfying(WireException.class, refusal -> assertThat(refusal.problem())
                        .isEqualTo(Problem.TOO_LARGE));
    }

    private static Bytes flood(String start, IntFunction<String> part, String end, int count) {
        StringBuilder frame = new StringBuilder(start);
        for (int i = 0; i < count; i++) {
            frame.append(i == 0 ? "" : ",").append(part.apply(i));
        }
        return Bytes.utf8(frame.append(end).toString());
    }

    /** Bytes that this thread allocated, after a first run that loads classes. */
    private static long allocatedBy(Action action) throws Exception {
        action.run();
        long before = allocated();
        action.run();
        return allocated() - before;
    }

    /** By reflection: the module under test has no reason to read {@code jdk.management}. */
    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    private interface Action {
        void run() throws Exception;
    }
}
