// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.story.Story;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class FileSourceTest {
    private static final CaptureNote NOTE = new CaptureNote("a test", Instant.EPOCH, null);

    @TempDir
    private Path folder;

    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final Queue<Runnable> looks = new ArrayDeque<>();

    private FileSource source(Path file) throws IOException {
        FileSource source = FileSource.open(file, new EventLog(CaptureLimits.DEFAULT), Runnable::run, looks::add);
        source.start();
        return source;
    }

    @ParameterizedTest
    @EnumSource(names = {"OWN", "NDJSON"})
    void followsAFileThatGrows(CaptureFormat format) throws IOException {
        Path file = folder.resolve("growing" + format.extension());
        try (CaptureWriter writer = format.create(file, NOTE)) {
            hub.attach(new TapEvents(0, writer));
            Story.Line line = story.connect().open(1, "todos", "observeState");
            long first = writer.flush();
            try (FileSource source = source(file)) {
                assertThat(source.loaded()).isCompleted();
                assertThat(source.log().extent().end()).isEqualTo(first);
                story.updates(line, 1, 40);
                long then = writer.flush();
                Objects.requireNonNull(looks.poll()).run();
                assertThat(source.log().extent().end()).isEqualTo(then).isGreaterThan(first);
                assertThat(looks).as("looks again").hasSize(1);
            }
            Objects.requireNonNull(looks.poll()).run();
            assertThat(looks).as("closed: no longer").isEmpty();
        }
    }

    @Test
    void tellsOfATornTail() throws IOException {
        Path file = folder.resolve("torn.tfx");
        long whole;
        try (CaptureWriter writer = CaptureFormat.OWN.create(file, NOTE)) {
            hub.attach(new TapEvents(0, writer));
            Story.Line line = story.connect().open(1, "todos", "observeState");
            whole = writer.flush();
            story.updates(line, 1, 40);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) - 100);
        }
        FileSource source = source(file);
        assertThat(source.notes()).singleElement().asString().contains("Torn tail");
        assertThat(source.log().extent().end()).isEqualTo(whole);
    }
}
