// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.trebuchetfx.inspector.Mutations;
import dev.trebuchetfx.inspector.analysis.CaptureAnalysis;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.report.CaptureReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is in a file, reading it ends soon, takes little memory, and fails with an {@link IOException} if at all. */
class CaptureFuzzTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long LITTLE = 512L << 20;
    private static final List<byte[]> OWN = seeds(CaptureFormat.OWN);
    private static final List<byte[]> LINES = seeds(CaptureFormat.NDJSON);
    private static final List<byte[]> ARCHIVES = seeds(CaptureFormat.HAR);

    private static List<byte[]> seeds(CaptureFormat format) {
        List<byte[]> seeds = new ArrayList<>();
        try {
            for (int size : new int[] {0, 1, 7}) {
                Path file = Files.createTempFile("seed", format.extension());
                try (CaptureWriter writer = format.create(file, new CaptureNote("a test", Instant.EPOCH, null))) {
                    for (int i = 0; i < size; i++) {
                        writer.append(CaptureProcess.event(i));
                        writer.append(CaptureProcess.event(i)
                                .withBody(
                                        dev.trebuchetfx.protocol.envelope.Bytes.utf8("{\"from\":1,\"cause\":\"x\"}"),
                                        0));
                        writer.flush();
                    }
                }
                seeds.add(Files.readAllBytes(file));
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds;
    }

    /** Mends the checksums of blocks, since otherwise nothing behind them is ever read. */
    private static byte[] mended(byte[] bytes) {
        byte[] mended = bytes.clone();
        ByteBuffer file = ByteBuffer.wrap(mended).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 8; at + 16 <= mended.length; ) {
            int length = file.getInt((int) at);
            if (length < 0 || at + length + 16 > mended.length) {
                break;
            }
            CRC32C crc = new CRC32C();
            crc.update(mended, (int) at + 4, 4 + length);
            file.putInt((int) at + 8 + length, (int) crc.getValue());
            file.putInt((int) at + 12 + length, length);
            at += length + 16L;
        }
        return mended;
    }

    private static void read(CaptureFormat format, byte[] input) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        try {
            Path file = Files.createTempFile("fuzz", format.extension());
            try {
                Files.write(file, input);
                readAndJudge(format, file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for %d bytes", input.length)
                .isLessThan(LITTLE);
    }

    private static void readAndJudge(CaptureFormat format, Path file) throws IOException {
        long[] events = {0};
        format.read(file, event -> {
            events[0]++;
            EventJson.write(0, event);
        });
        try (EventLog log = new EventLog(CaptureLimits.DEFAULT);
                GrowingCapture capture = GrowingCapture.open(file, log)) {
            while (capture.readMore()) {}
            LogCursor event = log.view().cursor();
            while (event.next()) {
                var unused = List.of(event.event(), String.valueOf(event.problem()), String.valueOf(event.envelope()));
                var notice = event.kind() == EventKind.LATER ? null : event.notice();
                assertThat(String.valueOf(notice)).isNotNull();
            }
            CaptureReport.of(log.view(), log.holes(), false);
            new CaptureAnalysis(log, 1_000).advance(Integer.MAX_VALUE);
        }
    }

    private static Consumer<byte[]> check(CaptureFormat format) {
        return format == CaptureFormat.OWN
                ? input -> {
                    read(format, input);
                    read(format, mended(input));
                }
                : input -> read(format, input);
    }

    private static List<byte[]> seedsOf(CaptureFormat format) {
        return switch (format) {
            case OWN -> OWN;
            case NDJSON -> LINES;
            case HAR -> ARCHIVES;
        };
    }

    private static void tryOne(CaptureFormat format, long seed) {
        Mutations.check(format.name(), Mutations.of(seedsOf(format), seed), check(format));
    }

    @Property(tries = 400)
    void ourOwnFormat(@ForAll long seed) {
        tryOne(CaptureFormat.OWN, seed);
    }

    @Property(tries = 400)
    void linesOfJson(@ForAll long seed) {
        tryOne(CaptureFormat.NDJSON, seed);
    }

    @Property(tries = 300)
    void archives(@ForAll long seed) {
        tryOne(CaptureFormat.HAR, seed);
    }

    @ParameterizedTest
    @EnumSource
    void whatOnceFailed(CaptureFormat format) {
        Mutations.kept(format.name()).forEach(check(format));
    }

    /** Ten minutes each with {@code -Dfuzz.minutes=10}. */
    @ParameterizedTest
    @EnumSource
    void forLong(CaptureFormat format) {
        long tried = Mutations.forMinutes(format.name(), seedsOf(format), check(format));
        assertThat(tried).isNotNegative();
    }

    @Test
    void theSeedsAreGood() throws IOException {
        for (CaptureFormat format : CaptureFormat.values()) {
            Path file = Files.createTempFile("seed", format.extension());
            Files.write(file, seedsOf(format).getLast());
            List<Long> times = new ArrayList<>();
            assertThat(format.read(file, event -> times.add(event.time())).isDamaged())
                    .isFalse();
            assertThat(times).hasSize(14);
            Files.delete(file);
        }
    }
}
