// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.FileCheckpointStore;
import dev.trebuchetfx.client.option.StreamOptions;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A process of its own that shows what it observes, and that a test can kill at any moment. Owned by the test's thread. */
final class WatchingProcess {
    private final Process process;
    private final BufferedReader lines;

    /**
     * An update that the process has shown: it was written before its listener returned.
     *
     * @param leftOut the number of updates right before it that the server left out, since the process read too slowly
     */
    record Shown(UUID streamID, long sequence, String kind, long leftOut) {}

    /** The counter's state. */
    record Count(long count) {}

    private WatchingProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static WatchingProcess start(URI server, Path checkpoints) throws IOException {
        String command = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return new WatchingProcess(new ProcessBuilder(List.of(
                        command,
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        WatchingProcess.class.getName(),
                        server.toString(),
                        checkpoints.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** What it shows next; blocks until there is something, and fails where the process has ended. */
    Shown next() throws IOException {
        Shown shown = read();
        if (shown == null) {
            throw new AssertionError("the process has ended with " + process);
        }
        return shown;
    }

    /** What it had shown when it was killed and was not read yet. */
    List<Shown> rest() throws IOException {
        List<Shown> rest = new ArrayList<>();
        for (Shown shown = read(); shown != null; shown = read()) {
            rest.add(shown);
        }
        return rest;
    }

    private @Nullable Shown read() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ", -1);
        return new Shown(UUID.fromString(words[0]), Long.parseLong(words[1]), words[2], Long.parseLong(words[3]));
    }

    /** Kills it, as {@code kill -9} does. What it has written can still be read. */
    void kill() throws InterruptedException {
        // Not by the process itself: that would close its output too.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** The process itself. */
    public static void main(String[] arguments) throws InterruptedException {
        FileCheckpointStore store = FileCheckpointStore.builder(Path.of(arguments[1]))
                .writeInterval(Duration.ofMillis(10))
                .open();
        TrebuchetClient client = TrebuchetClient.builder(URI.create(arguments[0]))
                .checkpoints(store)
                .build();
        var out = new FileOutputStream(FileDescriptor.out);
        var options = StreamOptions.builder().everyUpdate(100_000).build();
        var unused = client.actor("counter")
                .observe("observeState", Count.class, options)
                .listen(StreamListener.ofUpdates(update -> {
                    String line = update.streamID() + " " + update.sequence() + " " + update.kind() + " "
                            + update.conflated() + "\n";
                    try {
                        out.write(line.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        new CountDownLatch(1).await();
    }
}
