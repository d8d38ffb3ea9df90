// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.Severity;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.format.CaptureImport;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.source.FileSource;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.survey.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Saves a part of a capture in which nothing was lost, opens it again, and nothing is lost in it. */
@SuppressWarnings("NullAway.Init") // JUnit makes the folder and calls what makes the model.
class SavedPartTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final EventLog log = Surroundings.temporaryLog(CaptureLimits.DEFAULT);
    private InspectorModel model;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        model = new InspectorModel(ClientSource.attachTo(hub, log, null), story, ZoneOffset.UTC);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 40);
        model.refresh();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private MessageTableModel table() {
        return model.table();
    }

    private Path save(SavedPart.Kind kind, String name) {
        Path file = folder.resolve(name);
        model.files().save(file, Objects.requireNonNull(model.files().part(kind)));
        assertThat(model.files().messageProperty().get()).startsWith("Saved ");
        return file;
    }

    /** Every fifth update: a client that saw these alone would have lost four in a row. */
    private void markSome() {
        for (int row = 0; row < table().size(); row++) {
            if (row % 5 == 0) {
                table().select(row);
                model.commands().toggleMark();
            }
        }
    }

    private static List<Long> numbers(EventLog opened) {
        LogCursor event = opened.view().cursor();
        List<Long> found = new ArrayList<>();
        while (event.next()) {
            found.add(event.sequence());
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource(CaptureFormat.class)
    void leftOutEventsAreNotCapturedRatherThanLost(CaptureFormat format) throws IOException {
        markSome();
        Path file = save(SavedPart.Kind.MARKED, "part" + format.extension());
        try (EventLog opened = new EventLog(CaptureLimits.DEFAULT)) {
            CaptureImport found = format.read(file, opened);
            assertThat(found.note().isFiltered()).isTrue();
            CaptureReport report =
                    CaptureReport.of(opened.view(), opened.holes(), found.note().isFiltered());
            assertThat(report.all().streams()).isNotEmpty().allSatisfy(stream -> assertThat(stream.gaps())
                    .noneMatch(GapCard::isLoss));
        }
        try (EventLog shown = new EventLog(CaptureLimits.DEFAULT)) {
            InspectorModel again =
                    new InspectorModel(FileSource.open(file, shown, Runnable::run, task -> {}), story, ZoneOffset.UTC);
            again.refresh();
            assertThat(again.snapshotProperty().get().report().problems())
                    .hasSize(7)
                    .allSatisfy(problem -> {
                        assertThat(problem.severity()).isEqualTo(Severity.NOTE);
                        assertThat(problem.what()).endsWith("not captured");
                    });
            assertThat(again.snapshotProperty().get().rows().count(Verdict.MISSING))
                    .isZero();
            assertThat(again.snapshotProperty().get().report().streams())
                    .isNotEmpty()
                    .allSatisfy(stream -> assertThat(stream.gaps()).noneMatch(GapCard::isLoss));
        }
    }

    @Test
    void savesWhatIsSelectedAmongWhatShows() throws IOException {
        table().filter().textProperty().set("seq:10..20");
        model.refresh();
        table().select(table().rowAt(2));
        table().selectTo(table().rowAt(5));
        Path file = save(SavedPart.Kind.SELECTED, "selected.tfx");
        try (EventLog opened = new EventLog(CaptureLimits.DEFAULT)) {
            CaptureFormat.OWN.read(file, opened);
            assertThat(numbers(opened)).containsExactly(12L, 13L, 14L, 15L);
        }
    }

    @Test
    void savesWhatTheFilterShowsAndWhatItSaysIsInTheFile() throws IOException {
        table().filter().textProperty().set("seq:10..20");
        model.refresh();
        Path file = save(SavedPart.Kind.SHOWN, "shown.ndjson");
        assertThat(Files.readAllLines(file)).hasSize(12).first().asString().contains("seq:10..20");
        Path table = save(SavedPart.Kind.SHOWN, "shown.csv");
        assertThat(Files.readAllLines(table)).hasSize(12).first().asString().contains("verdict");
    }

    @Test
    void savesARangeOfTimeWithMarksWhereTheyBelong() throws IOException {
        LogCursor event = log.view().cursor();
        assertThat(event.moveTo(20)).isTrue();
        long from = event.time();
        assertThat(event.moveTo(30)).isTrue();
        TimeRange range = new TimeRange(from, event.time());
        table().selectEvent(25);
        long number =
                table().snapshot().rows().sequence(table().selectedRowProperty().get());
        model.commands().toggleMark();
        table().filter().rangeProperty().set(range);
        model.refresh();
        Path file = save(SavedPart.Kind.RANGE, "range.tfx");
        try (EventLog opened = new EventLog(CaptureLimits.DEFAULT)) {
            CaptureImport found = CaptureFormat.OWN.read(file, opened);
            assertThat(found.comments()).hasSize(1);
            LogCursor marked = opened.view().cursor();
            assertThat(marked.moveTo(found.comments().getFirst().index())).isTrue();
            assertThat(marked.sequence()).isEqualTo(number);
            LogCursor each = opened.view().cursor();
            while (each.next()) {
                assertThat(range.contains(each.time())).isTrue();
            }
        }
    }

    @Test
    void saysThatThereIsNothingOfThatKind() {
        assertThat(model.files().part(SavedPart.Kind.MARKED)).isNull();
        assertThat(model.files().part(SavedPart.Kind.SELECTED)).isNull();
        assertThat(model.files().part(SavedPart.Kind.RANGE)).isNull();
    }

    @Test
    void aPartThatIsSavedAgainStaysAPart() throws IOException {
        markSome();
        Path file = save(SavedPart.Kind.MARKED, "part.tfx");
        try (EventLog opened = new EventLog(CaptureLimits.DEFAULT)) {
            InspectorModel again =
                    new InspectorModel(FileSource.open(file, opened, Runnable::run, task -> {}), story, ZoneOffset.UTC);
            again.refresh();
            Path copy = folder.resolve("copy.tfx");
            again.files().save(copy);
            try (EventLog second = new EventLog(CaptureLimits.DEFAULT)) {
                assertThat(CaptureFormat.OWN.read(copy, second).note().isFiltered())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept.tfx", "kept.ndjson", "kept.har", "kept.csv"})
    void savingTellsHowFarItIsAndCanBeCancelled(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "what was there before");
        List<Double> parts = new ArrayList<>();
        CaptureFiles files = model.files();
        SavedPart watched = new SavedPart(null, event -> {
            files.refresh();
            parts.add(files.progressProperty().get());
            if (event.index() == 20) {
                files.save(folder.resolve("second.tfx"));
                assertThat(files.messageProperty().get()).contains("wait for what is being written");
                files.cancel();
            }
            return true;
        });
        files.save(file, watched);
        assertThat(files.messageProperty().get()).isEqualTo("Not saved: cancelled");
        assertThat(parts).hasSize(21).isSorted();
        assertThat(parts.getFirst()).isBetween(0.0, 0.1);
        assertThat(parts.getLast()).isBetween(0.1, 0.9);
        assertThat(files.progressProperty().get()).isEqualTo(CaptureFiles.IDLE);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
        assertThat(file).hasContent("what was there before");
        files.save(file);
        assertThat(files.messageProperty().get()).startsWith("Saved ");
        assertThat(file).content(StandardCharsets.ISO_8859_1).doesNotContain("what was there before");
    }

    @Test
    void whatFailsWhileSavingIsToldAndTheNextCanBeSaved() {
        SavedPart broken = new SavedPart(null, event -> {
            throw new IllegalStateException("it broke");
        });
        model.files().save(folder.resolve("kept.tfx"), broken);
        assertThat(model.files().messageProperty().get()).isEqualTo("Not saved: it broke");
        model.files().save(folder.resolve("kept.tfx"));
        assertThat(model.files().messageProperty().get()).startsWith("Saved ");
    }

    @Test
    void aCaptureThatIsClosedSaysSoAndDoesNotGrowOlder() throws IOException {
        Path file = save(SavedPart.Kind.EVERYTHING, "closed.tfx");
        try (EventLog opened = new EventLog(CaptureLimits.DEFAULT)) {
            InspectorModel again =
                    new InspectorModel(FileSource.open(file, opened, Runnable::run, task -> {}), story, ZoneOffset.UTC);
            again.refresh();
            again.refresh();
            assertThat(again.overProperty().get()).isTrue();
            assertThat(again.streams().getFirst().rowProperty().get().age()).matches("until [0-9:]{8}");
            assertThat(again.connection().headerProperty().get().rate()).isEqualTo("closed capture");
            assertThat(again.status().statusProperty().get().rate()).isEqualTo("capture closed");
            story.after(60_000);
            again.refresh();
            assertThat(again.streams().getFirst().rowProperty().get().age()).startsWith("until ");
        }
        assertThat(model.overProperty().get()).isFalse();
        assertThat(model.streams().getFirst().rowProperty().get().age()).endsWith(" ago");
    }
}
