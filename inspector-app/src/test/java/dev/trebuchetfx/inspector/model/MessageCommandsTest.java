// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.source.FileSource;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageCommandsTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final InspectorModel model = new InspectorModel(
            ClientSource.attachTo(hub, new EventLog(CaptureLimits.DEFAULT), null), story, ZoneOffset.UTC);
    private final MessageTableModel table = model.table();
    private final MessageCommands commands = model.commands();

    @BeforeEach
    void tell() {
        Stories.everything(story);
        model.refresh();
    }

    private MessageRow selected() {
        return Objects.requireNonNull(table.describe(table.selectedRowProperty().get()));
    }

    @Test
    void marksAndCommentsAreShownFoundAndSteppedThrough() {
        assertThat(model.goTo("#67")).isNull();
        assertThat(commands.toggleMark()).isTrue();
        assertThat(model.goTo("#30")).isNull();
        commands.toggleMark();
        commands.comment("look at this");
        assertThat(selected().spoken()).contains("row 30, marked").endsWith("comment look at this");
        table.filter().textProperty().set("is:marked");
        assertThat(table.size()).isEqualTo(2);
        table.filter().textProperty().set("comment:LOOK");
        assertThat(table.size()).isEqualTo(1);
        assertThat(commands.selectMark(1)).isTrue();
        assertThat(selected().row()).as("the filter hid it").isEqualTo(66);
        assertThat(commands.selectMark(1)).isFalse();
        assertThat(commands.selectMark(-1)).isTrue();
        assertThat(selected().row()).isEqualTo(29);
        commands.toggleMark();
        commands.comment("");
        assertThat(table.notes().notesProperty().get().list()).hasSize(1);
    }

    @Test
    void goesToARowANumberOfTheChosenStreamOrATime() {
        assertThat(model.goTo("46")).isNull();
        assertThat(selected().sequence()).isEqualTo("46");
        assertThat(selected().verdict().word()).isEqualTo("replay");
        assertThat(model.goTo("09:26:57.655")).isNull();
        assertThat(selected().time()).isEqualTo("09:26:57.655");
        assertThat(model.goTo("99999")).isEqualTo("there is no message with the number 99999 of the chosen stream");
        assertThat(model.goTo("#500")).isEqualTo("expected a row from #1 to #123");
        assertThat(model.goTo("soon")).contains("expected a row such as #67").contains("found 'soon'");
        assertThat(selected().time()).as("stays where it was").isEqualTo("09:26:57.655");
    }

    @Test
    void goesBackAndForwardThroughWhatWasSelected() {
        model.goTo("#10");
        table.moveSelection(1);
        table.moveSelection(1);
        model.goTo("#67");
        model.goTo("#100");
        assertThat(commands.travel(-1)).isTrue();
        assertThat(selected().row()).isEqualTo(66);
        commands.travel(-1);
        assertThat(selected().row()).as("steps are one visit").isEqualTo(11);
        assertThat(commands.travel(-1)).isFalse();
        commands.travel(1);
        commands.travel(1);
        assertThat(selected().row()).isEqualTo(99);
        assertThat(commands.travel(1)).isFalse();
    }

    @Test
    void staysInTheStreamOfTheSelectedMessage() {
        model.goTo("46");
        assertThat(table.selectInStream(1)).isTrue();
        String stream = selected().stream();
        assertThat(table.selectInStream(1)).isTrue();
        assertThat(selected().stream()).isEqualTo(stream).isEqualTo("todos");
        table.selectInStream(-1);
        table.selectInStream(-1);
        assertThat(selected().sequence()).isEqualTo("46");
    }

    @Test
    void countsTimesFromAReference() {
        model.goTo("#60");
        String before = selected().sincePrevious();
        model.goTo("#64");
        table.toggleTimeReference();
        assertThat(selected().sincePrevious()).isEqualTo("+0.0 ms");
        model.goTo("#60");
        assertThat(selected().sincePrevious()).startsWith("−").isNotEqualTo(before);
        model.goTo("#64");
        table.toggleTimeReference();
        model.goTo("#60");
        assertThat(selected().sincePrevious()).isEqualTo(before);
    }

    @Test
    void copiesAMessageAsALineOfJson() {
        model.goTo("46");
        assertThat(Objects.requireNonNull(commands.json()))
                .startsWith("{")
                .endsWith("}")
                .contains("streamData");
    }

    @Test
    void savesWithMarksAndCommentsAndOpensAgain(@TempDir Path folder) throws IOException {
        model.goTo("#67");
        commands.toggleMark();
        commands.comment("the replay");
        Path file = folder.resolve("kept");
        model.files().save(file);
        assertThat(model.files().messageProperty().get())
                .startsWith("Saved 3")
                .contains("kept.tfx", "secrets taken out");
        EventLog log = new EventLog(new CaptureLimits(Long.MAX_VALUE, Long.MAX_VALUE));
        try (FileSource source = FileSource.open(folder.resolve("kept.tfx"), log, Runnable::run, task -> {})) {
            InspectorModel opened = new InspectorModel(source, story, ZoneOffset.UTC);
            opened.refresh();
            opened.table().filter().textProperty().set("is:marked comment:replay");
            assertThat(opened.table().size()).isEqualTo(1);
            assertThat(Objects.requireNonNull(
                                    opened.table().describe(opened.table().rowAt(0)))
                            .sequence())
                    .isEqualTo("46");
        }
    }

    @Test
    void saysWhatIsWrongWithAFileName(@TempDir Path folder) {
        model.files().save(folder.resolve("kept.txt"));
        assertThat(model.files().messageProperty().get())
                .startsWith("Not saved: expected a file whose name ends in .tfx");
        model.files().save(folder.resolve("no").resolve("such.tfx"));
        assertThat(model.files().messageProperty().get()).startsWith("Not saved: ");
    }

    @Test
    void theStatusLineSaysWhatItCostsAndTheWorst() {
        StatusModel.Status status = model.status().statusProperty().get();
        assertThat(status.behind()).isEqualTo("0 behind");
        assertThat(status.lost()).isEmpty();
        assertThat(status.bytes()).endsWith(" disk");
        assertThat(status.worstWords()).contains("error");
        assertThat(status.worstIndex()).isPositive();
    }

    @Test
    void saysWhereEventsWereDropped() {
        InspectorModel small = new InspectorModel(
                ClientSource.attachTo(hub, new EventLog(new CaptureLimits(100, 1 << 20)), null), story, ZoneOffset.UTC);
        story.updates(story.connect().open(7, "late", "observeState"), 1, 200);
        small.refresh();
        assertThat(small.table().missingBefore(0)).matches("[0-9,]+ older events dropped");
        assertThat(small.table().missingBefore(1)).isNull();
        assertThat(small.status().statusProperty().get().dropped()).endsWith("older dropped");
    }
}
