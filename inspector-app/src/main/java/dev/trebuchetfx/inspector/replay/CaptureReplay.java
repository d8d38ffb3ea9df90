// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/**
 * A server that replays a captured stream to a client under test, on a port of this machine. It sends the same updates in the same
 * order, with the same losses, duplicates, closed connections and answers to resumes, as fast as the client takes them.
 *
 * <pre>{@code
 * try (CaptureReplay replay = CaptureReplay.of(TodosTest.class, "TodosTest.tfx");
 *         TrebuchetClient client = replay.client().build()) {
 *     assertEquals(expected, replay.shown(replay.observe(client, JsonNode.class)));
 * }
 * }</pre>
 *
 * <p>The capture must be one that {@code ./trebuchet report --test} wrote, which holds one logical stream from its beginning or from a full state on.
 * A replay serves one client that observes the stream once. Safe for use by any thread.
 */
public final class CaptureReplay implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_EVENTS = 1_000_000;

    private final ReplayScript script;
    private final ReplayPlayer player;
    private final ReplayServer server;

    private CaptureReplay(ReplayScript script) throws IOException {
        this.script = script;
        this.player = new ReplayPlayer(script);
        this.server = new ReplayServer(player, script.extended());
    }

    /**
     * Starts a replay of a capture that is a resource beside a test class.
     *
     * @param name the name of the resource, relative to the class
     * @throws IOException if the resource does not exist or can't be read, or no port can be opened
     * @throws IllegalArgumentException if the capture has no stream that can be played from its beginning
     */
    public static CaptureReplay of(Class<?> test, String name) throws IOException {
        Path copy = Files.createTempFile("trebuchet", ".tfx");
        try (InputStream resource = resource(test, name)) {
            Files.write(copy, resource.readAllBytes());
            return of(copy);
        } finally {
            Files.delete(copy);
        }
    }

    /**
     * Starts a replay of a capture file.
     *
     * @throws IOException if the file can't be read, or no port can be opened
     * @throws IllegalArgumentException if the capture has no stream that can be played from its beginning
     */
    public static CaptureReplay of(Path capture) throws IOException {
        try (EventLog log = new EventLog(new CaptureLimits(MAX_EVENTS, Long.MAX_VALUE))) {
            CaptureFormat.of(capture).read(capture, log);
            return new CaptureReplay(ScriptReader.read(log.view()));
        }
    }

    /**
     * Returns the text of a resource beside a test class, with lines that end in {@code \n}.
     *
     * @throws IOException if the resource does not exist or can't be read
     */
    public static String text(Class<?> test, String name) throws IOException {
        try (InputStream resource = resource(test, name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    private static InputStream resource(Class<?> test, String name) throws IOException {
        InputStream found = test.getResourceAsStream(name);
        if (found == null) {
            throw new IOException("expected the resource " + name + " beside " + test.getName()
                    + " on the class path but found none: put it where the build copies test resources from, such as src/test/resources/"
                    + test.getPackageName().replace('.', '/'));
        }
        return found;
    }

    /** Returns the address that the client connects to. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + server.port());
    }

    /** Returns a builder for a client of this replay, which reconnects within milliseconds after a closed connection. */
    public TrebuchetClient.Builder client() {
        return TrebuchetClient.builder(uri())
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofMillis(5), Duration.ofMillis(20))
                        .resetAfter(Duration.ofSeconds(10))
                        .build());
    }

    /**
     * Opens the captured stream with the arguments, filter and deltas of the recorded client; every update is delivered. The stream
     * heals gaps, unless the capture shows that the recorded client left one.
     */
    public <T> ActorStream<T> observe(TrebuchetClient client, Class<T> stateType) {
        return client.actor(script.asked().actor()).observe(script.asked().method(), stateType, options(), arguments());
    }

    /** Returns whether the captured server spoke the protocol extension, so that it applied filters of every kind itself. */
    public boolean isExtended() {
        return script.extended();
    }

    private StreamOptions options() {
        return StreamOptions.builder()
                .filter(script.asked().filter())
                .everyUpdate(MAX_EVENTS)
                .gaps(script.heals() ? GapPolicy.HEAL : GapPolicy.NEWEST)
                .deltas(script.asked().deltas() ? Deltas.AUTOMATIC : Deltas.NONE)
                .build();
    }

    private @Nullable Object[] arguments() {
        return script.asked().arguments().stream()
                .map(argument -> (Object) new RawValue(argument.utf8()))
                .toArray();
    }

    /**
     * Listens to a stream until the whole capture was played, and returns what its listener was told, in one line each: {@code full},
     * {@code delta} or {@code replay} with number and state, {@code gap} with its numbers, {@code duplicate}, {@code resumed},
     * {@code ended} and so on.
     *
     * @throws AssertionError if the client does not send the requests of the recorded client within 10 s
     */
    public String shown(ActorStream<?> stream) throws InterruptedException {
        return lines(stream).stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** Does the same as {@link #shown} and returns the lines as values. */
    public <T> List<ShownLine> lines(ActorStream<T> stream) throws InterruptedException {
        ShownEvents<T> events = new ShownEvents<>(player::endIsOurs);
        stream.listen(events);
        try {
            return events.over().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "the replay waits for " + player.waitsFor() + ", which did not come within " + PATIENCE.toSeconds()
                            + " s; the client has shown "
                            + events.soFar().stream()
                                    .map(ShownLine::toString)
                                    .collect(Collectors.joining("\n", "\n", "")),
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Closes the port and the connections to it. */
    @Override
    public void close() {
        server.close();
    }
}
