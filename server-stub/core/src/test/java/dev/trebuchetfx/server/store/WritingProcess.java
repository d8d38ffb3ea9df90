// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** A process of its own that increments a counter, tells of each increment that was acknowledged, and can be killed at any moment. */
final class WritingProcess {
    static final String ACTOR = "counter";
    static final int THREADS = 2;
    static final LogRetention RETENTION = new LogRetention(1_000_000, Duration.ofHours(1), Long.MAX_VALUE);

    private final Process process;
    private final BufferedReader lines;

    private WritingProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static WritingProcess start(Path file) throws IOException {
        return new WritingProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingProcess.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Reads the ids of some acknowledged writes, kills the process, and returns them with those that it told before it ended. */
    List<UUID> killAfter(int writes) throws IOException, InterruptedException {
        List<UUID> acknowledged = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            acknowledged.add(UUID.fromString(line));
            if (acknowledged.size() == writes) {
                // Not by the process itself: that would close its output too.
                process.toHandle().destroyForcibly();
            }
        }
        process.waitFor();
        if (acknowledged.size() < writes) {
            throw new AssertionError("the process has ended by itself with " + process + " after " + acknowledged);
        }
        return acknowledged;
    }

    /** Runs the process itself: two threads, of which each has a store. */
    public static void main(String[] arguments) {
        IntStream.range(0, THREADS)
                .mapToObj(i -> new Thread(() -> increment(Path.of(arguments[0]))))
                .forEach(Thread::start);
    }

    private static void increment(Path file) {
        SqliteStateStore store = new SqliteStateStore(file, RETENTION, new ManualTime());
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        while (true) {
            UUID writeId = UUID.randomUUID();
            store.updateWithRetry(
                    ACTOR,
                    writeId,
                    Integer.MAX_VALUE,
                    before -> Bytes.utf8(String.valueOf(before == null ? 1 : 1 + Integer.parseInt(before.utf8()))));
            try {
                // One write to the pipe, so that lines of two threads don't mix.
                out.write((writeId + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
