// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class CaptureFileTest {
    private static final CaptureNote NOTE =
            new CaptureNote("a test", Instant.parse("2026-03-14T09:26:53Z"), "nothing was taken out");

    @TempDir
    private Path folder;

    private static List<CapturedEvent> story() {
        TapHub hub = new TapHub();
        List<CapturedEvent> events = new ArrayList<>();
        hub.attach(new TapEvents(0, events::add));
        Stories.everything(new Story(hub));
        return events;
    }

    private static EventLog logOf(List<CapturedEvent> events) {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        events.forEach(log::append);
        return log;
    }

    private static List<CapturedEvent> all(EventLog log) {
        List<CapturedEvent> events = new ArrayList<>();
        LogCursor cursor = log.view().cursor();
        while (cursor.next()) {
            events.add(cursor.event());
        }
        return events;
    }

    private Path written(List<CapturedEvent> events) throws IOException {
        Path file = folder.resolve("all.tfx");
        try (CaptureFileWriter writer = CaptureFileWriter.create(file, NOTE)) {
            int i = 0;
            for (CapturedEvent event : events) {
                writer.append(event);
                if (++i % 50 == 0) {
                    writer.flush();
                }
            }
        }
        return file;
    }

    private static EventLog readAll(CaptureFileReader reader) throws IOException {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        assertThat(reader.readInto(log, Integer.MAX_VALUE)).isTrue();
        return log;
    }

    @Test
    void whatWasWrittenIsWhatIsRead() throws IOException {
        List<CapturedEvent> events = story();
        try (CaptureFileReader reader = CaptureFileReader.open(written(events))) {
            assertThat(reader.note()).isEqualTo(NOTE);
            List<CapturedEvent> read = all(readAll(reader));
            assertThat(read).isEqualTo(all(logOf(events))).hasSameSizeAs(events);
            assertThat(reader.notes()).isEmpty();
            assertThat(reader.isEnded()).isTrue();
        }
    }

    @Test
    void eventByEventIsTheSame() throws IOException {
        List<CapturedEvent> events = story();
        try (CaptureFileReader reader = CaptureFileReader.open(written(events))) {
            List<CapturedEvent> read = new ArrayList<>();
            reader.readInto(read::add);
            assertThat(read)
                    .extracting(CapturedEvent::body)
                    .isEqualTo(events.stream().map(CapturedEvent::body).toList());
            assertThat(read)
                    .extracting(CapturedEvent::call)
                    .isEqualTo(events.stream().map(CapturedEvent::call).toList());
        }
    }

    @Test
    void aFileThatStillGrowsIsReadOnWhereItWasLeft() throws IOException {
        List<CapturedEvent> events = story();
        Path file = folder.resolve("growing.tfx");
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        CaptureFileReader reader;
        try (CaptureFileWriter writer = CaptureFileWriter.create(file, NOTE)) {
            reader = CaptureFileReader.open(file);
            assertThat(reader.readInto(log, 100)).isFalse();
            for (int i = 0; i < events.size(); i++) {
                writer.append(events.get(i));
                if (i % 40 == 39) {
                    assertThat(writer.flush()).isEqualTo(i + 1);
                    assertThat(reader.readInto(log, 100)).isTrue();
                    assertThat(log.extent().end()).isEqualTo(i + 1);
                    assertThat(reader.notes()).singleElement().asString().contains("still being written");
                }
            }
        }
        try (reader) {
            reader.readInto(log, 100);
            assertThat(all(log)).isEqualTo(all(logOf(events)));
            assertThat(reader.notes()).isEmpty();
        }
    }

    @Test
    void commentsAndHolesAreKept() throws IOException {
        Path file = folder.resolve("noted.tfx");
        List<CapturedEvent> events = story();
        try (CaptureFileWriter writer = CaptureFileWriter.create(file, NOTE)) {
            writer.append(events.getFirst());
            writer.append(new Comment(0, "here it begins", true));
            writer.appendHole(new Hole(Hole.Reason.EVICTED, 0, 12, 5, 6));
            writer.append(events.get(1));
        }
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            EventLog log = readAll(reader);
            assertThat(reader.comments()).containsExactly(new Comment(0, "here it begins", true));
            assertThat(log.holes()).containsExactly(new Hole(Hole.Reason.EVICTED, 1, 12, 5, 6));
            assertThat(log.extent().end()).isEqualTo(2);
        }
    }

    /** Wherever a file breaks off, all whole blocks before are read, and what is missing is said. */
    @Property(tries = 60)
    void aTornTailCostsWhatWasTornAndIsTold(@ForAll @IntRange(min = 0, max = 5_000) int cut) throws IOException {
        Path temporary = Files.createTempDirectory("torn");
        Path file = temporary.resolve("torn.tfx");
        List<CapturedEvent> events = story();
        List<Long> ends = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        try (CaptureFileWriter writer = CaptureFileWriter.create(file, NOTE)) {
            for (int i = 0; i < events.size(); i++) {
                writer.append(events.get(i));
                if (i % 16 == 0) {
                    counts.add(writer.flush());
                    ends.add(Files.size(file));
                }
            }
        }
        long size = Files.size(file) - cut;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            EventLog log = readAll(reader);
            long least = 0;
            for (int i = 0; i < ends.size(); i++) {
                least = ends.get(i) <= size ? counts.get(i) : least;
            }
            assertThat(log.extent().end()).isGreaterThanOrEqualTo(least);
            assertThat(all(log))
                    .isEqualTo(all(logOf(events)).subList(0, (int) log.extent().end()));
            assertThat(reader.notes().isEmpty()).isEqualTo(cut == 0);
        } finally {
            Files.delete(file);
            Files.delete(temporary);
        }
    }

    /** Whatever bytes stand there, reading ends, throws nothing unexpected and gives no event that was not written. */
    @Property(tries = 200)
    void damageIsPassedOverAndTold(
            @ForAll @IntRange(min = 400, max = 60_000) int at, @ForAll @IntRange(min = 1, max = 255) int flip)
            throws IOException {
        Path file = Files.createTempFile("damaged", ".tfx");
        List<CapturedEvent> events = story();
        try (CaptureFileWriter writer = CaptureFileWriter.create(file, NOTE)) {
            for (int i = 0; i < events.size(); i++) {
                writer.append(events.get(i));
                if (i % 16 == 0) {
                    writer.flush();
                }
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long place = at % channel.size();
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, place);
            one.put(0, (byte) (one.get(0) ^ flip)).rewind();
            channel.write(one, place);
        }
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            EventLog log = readAll(reader);
            List<CapturedEvent> bodies = all(log);
            assertThat(events)
                    .extracting(CapturedEvent::body)
                    .containsAll(bodies.stream().map(CapturedEvent::body).toList());
            assertThat(reader.notes()).isNotEmpty();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("x.tfx"), "{\"not\":\"a capture\"}");
        assertThatThrownBy(() -> CaptureFileReader.open(file)).hasMessageContaining("does not begin as one");
        Path later = folder.resolve("later.tfx");
        byte[] header =
                "{\"format\":\"trebuchet-capture\",\"version\":9}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(later, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(FileBlock.signature()));
            channel.write(FileBlock.of(FileBlock.HEADER, header));
        }
        assertThatThrownBy(() -> CaptureFileReader.open(later))
                .hasMessageContaining("version 9")
                .hasMessageContaining("newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300000000", "-5", "9223372036854775807", "99999999999999999999999", "1.5", "[]"})
    void oddNumbersInABlockAreSurvived(String number, @TempDir Path temporary) throws IOException {
        Path file = temporary.resolve("odd.tfx");
        String hole = "{\"reason\":\"damaged\",\"index\":1,\"count\":N,\"from\":N,\"to\":N}".replace("N", number);
        String names = "{\"connections\":[{\"n\":N,\"source\":N,\"number\":N}],\"streams\":[{\"n\":N,\"logical\":N}]}"
                .replace("N", number);
        String comment = "{\"index\":N,\"text\":\"x\"}".replace("N", number);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(FileBlock.signature()));
            channel.write(FileBlock.of(FileBlock.HEADER, FileJson.header(NOTE)));
            channel.write(FileBlock.of(FileBlock.NAMES, names.getBytes(StandardCharsets.UTF_8)));
            channel.write(FileBlock.of(FileBlock.HOLE, hole.getBytes(StandardCharsets.UTF_8)));
            channel.write(FileBlock.of(FileBlock.HOLE, hole.getBytes(StandardCharsets.UTF_8)));
            channel.write(FileBlock.of(FileBlock.COMMENT, comment.getBytes(StandardCharsets.UTF_8)));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (CaptureFileReader reader = CaptureFileReader.open(file);
                    EventLog log = new EventLog(CaptureLimits.DEFAULT)) {
                while (reader.readInto(log, 1)) {}
                assertThat(log.holes()).allMatch(held -> held.count() >= 0);
            }
        });
    }
}
