// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.FileCheckpointStore;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.client.option.StreamOptions;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process of its own that shows what it observes, and that a test can kill at any moment. Owned by the test's thread. */
final class WatchingProcess {
    private final Process process;
    private final BufferedReader lines;

    /** What the process has shown: written before its listener returned. */
    record Shown(UUID streamID, long sequence, String kind) {}

    private WatchingProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static WatchingProcess start(URI server, Path checkpoints) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = Stream.of(
                        WatchingProcess.class,
                        TrebuchetClient.class,
                        tools.jackson.databind.ObjectMapper.class,
                        tools.jackson.core.JsonParser.class,
                        com.fasterxml.jackson.annotation.JsonInclude.class,
                        org.java_websocket.WebSocket.class,
                        org.slf4j.Logger.class)
                .map(WatchingProcess::location)
                .distinct()
                .collect(Collectors.joining(java.io.File.pathSeparator));
        return new WatchingProcess(new ProcessBuilder(List.of(
                        java,
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

    /** What it shows next; blocks until there is something. Its kind is END at the end of its output. */
    Shown next() throws IOException {
        String line = lines.readLine();
        // A line that was being written when it was killed has no end, or not all of its words.
        String[] words = line == null ? new String[0] : line.split(" ");
        return words.length == 4
                ? new Shown(UUID.fromString(words[0]), Long.parseLong(words[1]), words[2])
                : new Shown(new UUID(0, 0), 0, "END");
    }

    /** Kills it, as {@code kill -9} does. What it has written can still be read. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
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
        var options = StreamOptions.DEFAULT.withDelivery(new Delivery.Every(100_000));
        var unused = client.actor("counter")
                .observe("observeState", ClientAndServerTest.Count.class, options)
                .listen(update -> {
                    String line = update.streamID() + " " + update.sequence() + " " + update.kind() + " .\n";
                    try {
                        out.write(line.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        new CountDownLatch(1).await();
    }
}
