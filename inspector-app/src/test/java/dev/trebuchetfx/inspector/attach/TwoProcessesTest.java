// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.server.StubServer;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application in one process, an inspector in another. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class TwoProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private StubServer server;
    private Process application;
    private Path address;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        server = StubServer.builder().bundledActors().start();
        address = folder.resolve("attach");
        application = WatchedApplication.start(
                WatchedApplication.class,
                List.of("-Dtrebuchetfx.attach=" + address),
                server.uri().toString());
        await().atMost(PATIENCE)
                .until(() -> Files.exists(address) && Files.readString(address).endsWith("\n"));
        assertThat(application.inputReader().readLine()).isEqualTo("1");
    }

    @AfterEach
    void stop() throws Exception {
        application.destroyForcibly().waitFor();
        server.close();
        threads.close();
    }

    private void count() throws Exception {
        OutputStream in = application.getOutputStream();
        in.write('\n');
        in.flush();
    }

    private static List<Long> updates(EventLog log) {
        List<Long> updates = new ArrayList<>();
        LogCursor event = log.view().cursor();
        while (event.next()) {
            if (event.kind() == EventKind.STREAM_DATA) {
                updates.add(event.sequence());
            }
        }
        return updates;
    }

    @Test
    void whatTheApplicationReceivesIsSeenFromOutside() throws Exception {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        AttachAddress found = AttachAddress.parse(Files.readString(address).strip());
        try (AttachSource source = Surroundings.attach(found, log)) {
            source.start();
            await().atMost(PATIENCE).until(() -> updates(log).equals(List.of(1L)));
            count();
            count();
            await().atMost(PATIENCE).until(() -> updates(log).equals(List.of(1L, 2L, 3L)));
            LogCursor event = log.view().cursor();
            List<String> actors = new ArrayList<>();
            while (event.next()) {
                if (event.kind() == EventKind.STREAM_DATA) {
                    actors.add(String.valueOf(
                            Objects.requireNonNull(event.stream()).actor()));
                }
            }
            assertThat(actors).containsOnly("counter");
            application.destroyForcibly().waitFor();
            // The watcher outlives the watched, with what it has seen.
            await().atMost(PATIENCE).until(() -> updates(log).size() == 3);
        }
    }

    @Test
    void theInspectorOfAnotherProcessDrawsWhatItSees() throws Exception {
        Path picture = folder.resolve("watched.png");
        Process inspector = WatchedApplication.start(
                InspectMain.class, List.of(), "--attach-file", address.toString(), "--snapshot", picture.toString());
        count();
        assertThat(inspector.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(inspector.exitValue()).isZero();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(600);
    }
}
