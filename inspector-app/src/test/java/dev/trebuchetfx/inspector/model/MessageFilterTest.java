// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.query.Completion.Proposal;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.worker.TableQuery.Mode;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageFilterTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final InspectorModel model = new InspectorModel(
            ClientSource.attachTo(hub, new EventLog(CaptureLimits.DEFAULT), null), story, ZoneOffset.UTC);
    private final MessageTableModel table = model.table();
    private final MessageFilterModel filter = table.filter();

    @BeforeEach
    void tell() {
        Stories.everything(story);
        model.refresh();
    }

    private List<String> sequences() {
        return IntStream.range(0, table.size())
                .mapToObj(position -> Objects.requireNonNull(table.describe(table.rowAt(position)))
                        .sequence())
                .toList();
    }

    @Test
    void showsWhatTheQuerySays() {
        filter.textProperty().set("type:data seq:43..46 stream:todos");
        assertThat(sequences()).containsExactly("43", "44", "45", "46", "46", "45");
        assertThat(table.found().matched().size()).isEqualTo(6);
        assertThat(table.total()).isEqualTo(121);
    }

    @Test
    void aTextThatIsNoQueryLeavesTheLastOneInForceAndSaysWhatIsWrong() {
        filter.textProperty().set("seq:43..46");
        int before = table.size();
        filter.textProperty().set("seq:43..46 /[/");
        assertThat(table.size()).isEqualTo(before);
        assertThat(Objects.requireNonNull(filter.errorProperty().get()).caret())
                .isEqualTo("seq:43..46 /[/\n            ^");
        filter.textProperty().set("seq:43..46 /(no/");
        filter.searchLiterally();
        assertThat(filter.errorProperty().get()).isNull();
        assertThat(filter.textProperty().get()).isEqualTo("seq:43..46 \"(no\"");
        assertThat(table.size()).isZero();
    }

    @Test
    void chipsAreWordsOfTheQueryBothWays() {
        filter.textProperty().set("stream:todos");
        filter.chipProperty(QueryFlag.GAP).set(true);
        assertThat(filter.textProperty().get()).isEqualTo("stream:todos is:gap");
        filter.chipProperty(QueryFlag.ERROR).set(true);
        assertThat(filter.textProperty().get()).isEqualTo("stream:todos (is:gap || is:error)");
        filter.textProperty().set("is:error seq>4");
        assertThat(filter.chipProperty(QueryFlag.GAP).get()).isFalse();
        assertThat(filter.chipProperty(QueryFlag.ERROR).get()).isTrue();
        filter.chipProperty(QueryFlag.ERROR).set(false);
        assertThat(filter.textProperty().get()).isEqualTo("seq>4");
        // Not a chip's doing: it means something else there.
        filter.textProperty().set("-is:error || seq:5");
        assertThat(filter.chipProperty(QueryFlag.ERROR).get()).isFalse();
    }

    @Test
    void theChipOfTheChosenStreamFollowsTheChoice() {
        filter.thisStreamProperty().set(true);
        assertThat(filter.textProperty().get()).isEqualTo("stream=todos.observeState");
        model.chosenProperty().set(model.streams().get(1));
        assertThat(filter.textProperty().get()).isEqualTo("stream=prices.observeQuotes");
        filter.textProperty().set("");
        assertThat(filter.thisStreamProperty().get()).isFalse();
    }

    @Test
    void highlightsOrHidesWhatMatchesAndTurnsTheQueryAround() {
        filter.textProperty().set("is:replay");
        int matches = table.size();
        filter.modeProperty().set(Mode.HIGHLIGHT);
        assertThat(table.size()).isEqualTo(121);
        assertThat(IntStream.range(0, 121).filter(at -> table.isHighlighted(table.rowAt(at))))
                .hasSize(matches);
        filter.modeProperty().set(Mode.HIDE);
        assertThat(table.size()).isEqualTo(121 - matches);
        filter.invertedProperty().set(true);
        assertThat(table.size()).isEqualTo(matches);
        filter.clear();
        assertThat(table.size()).as("nothing asked, nothing hidden").isEqualTo(121);
    }

    @Test
    void heartbeatsAreLeftOutUnlessTheyAreAskedFor() {
        assertThat(table.total()).isEqualTo(121);
        filter.textProperty().set("is:heartbeat");
        assertThat(table.size()).isEqualTo(2);
        filter.textProperty().set("type:heart");
        assertThat(table.size()).isEqualTo(2);
        filter.textProperty().set("-is:heartbeat");
        assertThat(table.size()).isEqualTo(121);
        filter.textProperty().set("");
        filter.heartbeatsProperty().set(true);
        assertThat(table.size()).isEqualTo(123);
    }

    @Test
    void proposesKeysAndWhatWasSeen() {
        filter.textProperty().set("is:gap str");
        assertThat(filter.proposals(10)).extracting(Proposal::insert).containsExactly("stream:");
        filter.textProperty().set("stream:p");
        assertThat(filter.proposals(8)).extracting(Proposal::insert).contains("prices.observeQuotes");
        filter.textProperty().set("json:$.pend");
        assertThat(filter.proposals(11).getFirst().in("json:$.pend")).isEqualTo("json:$.pendingCount");
        filter.textProperty().set("type:streamR");
        assertThat(filter.proposals(12)).extracting(Proposal::insert).contains("streamResume", "streamResumed");
    }

    @Test
    void goesThroughWhatWasAskedBeforeAndBackToWhatWasBegun() {
        FilterHistory history = filter.history();
        history.keep("is:gap");
        history.keep("seq:5");
        history.keep("is:gap");
        assertThat(history.previous("beg")).isEqualTo("is:gap");
        assertThat(history.previous("is:gap")).isEqualTo("seq:5");
        assertThat(history.previous("seq:5")).isNull();
        assertThat(history.next()).isEqualTo("is:gap");
        assertThat(history.next()).isEqualTo("beg");
        assertThat(history.next()).isNull();
    }

    @Test
    void aClearedFilterLeavesTheSelectedRowWhereItStood() {
        table.setViewportRows(10);
        filter.textProperty().set("is:replay");
        table.select(table.rowAt(table.size() - 4));
        long row = table.selectedRowProperty().get();
        int fromTop = table.positionOf(row) - table.topPosition();
        filter.textProperty().set("");
        assertThat(table.selectedRowProperty().get()).isEqualTo(row);
        assertThat(table.positionOf(row) - table.topPosition()).isEqualTo(fromTop);
        assertThat(table.rowAt(table.topPosition() + fromTop - 1)).isEqualTo(row - 1);
    }

    @Test
    void whatTheClientSaysOfAMessageIsWhatTheQueryFinds() {
        filter.textProperty().set("is:dup");
        assertThat(IntStream.range(0, table.size())
                        .mapToObj(at -> Objects.requireNonNull(table.describe(table.rowAt(at)))
                                .verdict()
                                .word()))
                .containsExactly("duplicate", "duplicate");
    }
}
