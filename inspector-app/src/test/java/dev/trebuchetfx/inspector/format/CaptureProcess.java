// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.TestEncoder;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Works on captures in a process of its own, that can be killed or given little memory. */
final class CaptureProcess {
    private static final CaptureNote NOTE = new CaptureNote("a test", Instant.EPOCH, null);

    private CaptureProcess() {}

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CaptureProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The process itself: {@code grow FILE} until it is killed, {@code read FILE}, or {@code convert MEBIBYTES FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "grow" -> grow(Path.of(arguments[1]));
            case "read" -> {
                long[] count = {0};
                Path file = Path.of(arguments[1]);
                System.out.println(
                        CaptureFormat.of(file).read(file, event -> count[0]++).notes());
                System.out.println(count[0]);
            }
            case "convert" -> convert(Long.parseLong(arguments[1]) << 20, Path.of(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Says how many events a kill can't undo any more; there are always some more on the way. */
    private static void grow(Path file) throws IOException {
        CaptureWriter writer = CaptureFormat.ofName(file).create(file, NOTE);
        int i = 0;
        while (true) {
            for (int k = 0; k < 100; k++) {
                writer.append(event(i++));
            }
            System.out.println(writer.flush());
            for (int k = 0; k < 37; k++) {
                writer.append(event(i++));
            }
        }
    }

    static CapturedEvent event(int i) {
        return EVENTS.frame(
                1_700_000_000_000_000_000L + i * 1_000L,
                new ConnectionName(0, 1 + i % 5, "ws://host/" + i % 5),
                0,
                TestEncoder.encode(new StreamDataEnvelope(
                        new UUID(1, i % 64),
                        i,
                        Bytes.utf8("{\"value\":\"" + "x".repeat(150) + i + "\"}"),
                        Instant.EPOCH,
                        null)));
    }

    private static final FrameEvents EVENTS = new FrameEvents(0);

    private static final class Sum implements EventSink {
        private final CRC32C crc = new CRC32C();
        private long count;
        private long last;

        @Override
        public void append(CapturedEvent event) {
            if (event.kind().isFrame()) {
                crc.update(event.body().unsafeArray());
                crc.update((int) event.time());
                count++;
                last = event.time();
            }
        }

        @Override
        public String toString() {
            return count + " events, " + last + ", " + crc.getValue();
        }
    }

    /** Writes so much, takes it through every format and back, and prints what came out of each; the same lines are the same events. */
    private static void convert(long bytes, Path folder) throws IOException {
        Path from = folder.resolve("0.tfx");
        Sum written = new Sum();
        try (CaptureWriter writer = CaptureFormat.OWN.create(from, NOTE)) {
            for (int i = 0; written.count * 400 < bytes; i++) {
                CapturedEvent event = event(i);
                writer.append(event);
                written.append(event);
            }
        }
        System.out.println(written);
        int step = 1;
        for (CaptureFormat format : List.of(CaptureFormat.HAR, CaptureFormat.NDJSON, CaptureFormat.OWN)) {
            Path to = folder.resolve(step++ + format.extension());
            try (CaptureWriter writer = format.create(to, NOTE)) {
                CaptureFormat.of(from).read(from, writer);
            }
            System.err.println(to + " " + (Files.size(to) >> 20) + " MiB");
            Files.delete(from);
            from = to;
            Sum read = new Sum();
            format.read(to, read);
            System.out.println(read);
        }
    }
}
