// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.ResumeVerdict;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.story.Story.Line;
import dev.trebuchetfx.inspector.text.JsonLine;
import dev.trebuchetfx.inspector.worker.TableQuery;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InspectorModelTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final InspectorModel model = model(CaptureLimits.DEFAULT);
    private final MessageTableModel table = model.table();

    private InspectorModel model(CaptureLimits limits) {
        return new InspectorModel(ClientSource.attachTo(hub, new EventLog(limits), null), story, ZoneOffset.UTC);
    }

    private Line updates(int count) {
        Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, count);
        model.refresh();
        return line;
    }

    private MessageRow selected() {
        return Objects.requireNonNull(table.describe(table.selectedRowProperty().get()));
    }

    private List<String> types() {
        return IntStream.range(0, table.size())
                .mapToObj(position -> Objects.requireNonNull(table.describe(table.rowAt(position)))
                        .type())
                .toList();
    }

    @Test
    void followsTheNewestUntilARowAboveIsSelected() {
        table.setViewportRows(10);
        Line line = updates(50);
        assertThat(table.topPosition()).isEqualTo(table.size() - 10);
        table.select(table.rowAt(20));
        assertThat(table.followProperty().get()).isFalse();
        int top = table.topPosition();
        story.updates(line, 51, 60);
        model.refresh();
        assertThat(table.topPosition()).isEqualTo(top);
        table.selectLast();
        assertThat(table.followProperty().get()).isTrue();
        assertThat(table.topPosition()).isEqualTo(table.size() - 10);
    }

    @Test
    void scrollingUpStopsFollowing() {
        table.setViewportRows(10);
        updates(50);
        table.scrollTo(table.topPosition() - 1);
        assertThat(table.followProperty().get()).isFalse();
        model.jumpToLatest();
        assertThat(table.topPosition()).isEqualTo(table.size() - 10);
    }

    @Test
    void theSelectionStaysWhileAFilterHidesItsNeighbours() {
        table.setViewportRows(10);
        updates(50);
        long row = table.rowAt(30);
        table.select(row);
        table.filter().textProperty().set("/\"revision\":27,/");
        table.filter().clear();
        assertThat(table.selectedRowProperty().get()).isEqualTo(row);
        assertThat(table.topPosition()).isLessThanOrEqualTo(30);
        assertThat(table.topPosition() + 10).isGreaterThan(30);
    }

    @Test
    void filtersByTextInAnyCaseOverTypeAndPreview() {
        Stories.everything(story);
        model.refresh();
        table.filter().textProperty().set("STREAMRESUMED");
        assertThat(types()).isNotEmpty().containsOnly("streamResumed");
        table.filter().textProperty().set("\"no todo with the id\"");
        assertThat(types()).containsExactly("response", "call failed");
    }

    @Test
    void chipsAddUpAndHeartbeatsAreHiddenAtFirst() {
        Stories.everything(story);
        model.refresh();
        assertThat(types()).doesNotContain("heartbeat");
        table.filter().heartbeatsProperty().set(true);
        assertThat(types()).contains("heartbeat");
        table.filter().chipProperty(QueryFlag.GAP).set(true);
        assertThat(types()).contains("gap", "gap healed").doesNotContain("streamResume", "heartbeat");
        table.filter().chipProperty(QueryFlag.REPLAY).set(true);
        assertThat(types()).contains("gap", "streamData");
        assertThat(table.filter().textProperty().get()).isEqualTo("is:replay || is:gap");
        table.filter().chipProperty(QueryFlag.REPLAY).set(false);
        assertThat(table.filter().countProperty(QueryFlag.GAP).get())
                .as("three gaps, two of which show at updates as well")
                .isEqualTo(5)
                .isEqualTo(table.size());
    }

    @Test
    void showsOnlyTheChosenStreamWhenAsked() {
        Stories.everything(story);
        model.refresh();
        table.filter().thisStreamProperty().set(true);
        model.chosenProperty().set(model.streams().get(1));
        assertThat(IntStream.range(0, table.size())
                        .mapToObj(position -> Objects.requireNonNull(table.describe(table.rowAt(position))).stream())
                        .collect(Collectors.toSet()))
                .containsExactly("prices");
    }

    @Test
    void aVerdictThatBecomesKnownLaterReachesAFilteredTable() {
        Line line = updates(3);
        table.filter().textProperty().set("is:dup");
        assertThat(table.size()).isZero();
        story.data(line, 3, Bytes.utf8("{}"), null);
        model.refresh();
        story.emit(new TapEvent.DuplicateSeen(story.instant(), 1, line.streamID(), 3));
        model.refresh();
        assertThat(types()).containsExactly("streamData");
    }

    @Test
    void pausingTheViewLetsTheCaptureGoOn() {
        Line line = updates(5);
        int before = table.size();
        model.pausedProperty().set(true);
        story.updates(line, 6, 9);
        model.refresh();
        assertThat(table.size()).isEqualTo(before);
        assertThat(model.waitingProperty().get()).isEqualTo(12);
        model.pausedProperty().set(false);
        model.refresh();
        assertThat(table.size()).isEqualTo(before + 4);
        assertThat(model.waitingProperty().get()).isZero();
    }

    @Test
    void notRecordingIsSaidAndRaisesNoAlarm() {
        Line line = updates(5);
        model.recordingProperty().set(false);
        story.updates(line, 6, 9);
        model.recordingProperty().set(true);
        story.after(1_000).updates(line, 10, 10);
        model.refresh();
        ConnectionModel.Header header = model.connection().headerProperty().get();
        assertThat(header.capture()).endsWith("12 not recorded");
        assertThat(header.incomplete()).isTrue();
        assertThat(model.streams().getFirst().rowProperty().get().lost()).isZero();
    }

    @Test
    void movesTheSelectionByKeysAndStaysWithinTheRows() {
        updates(50);
        table.selectFirst();
        table.moveSelection(-1);
        assertThat(table.selectedRowProperty().get()).isEqualTo(table.rowAt(0));
        table.moveSelection(3);
        assertThat(table.selectedRowProperty().get()).isEqualTo(table.rowAt(3));
        table.moveSelection(1_000);
        assertThat(table.selectedRowProperty().get()).isEqualTo(table.rowAt(table.size() - 1));
    }

    @Test
    void aNumberOfTheLaneSelectsTheMessageThatBroughtItNotItsDuplicate() {
        Line again = Stories.everything(story);
        model.refresh();
        table.filter().chipProperty(QueryFlag.ERROR).set(true);
        table.selectSequence(model.lane().parts().getFirst().streamID(), 46);
        assertThat(selected().verdict()).isEqualTo(Verdict.REPLAY);
        assertThat(selected().sequence()).isEqualTo("46");
        assertThat(table.filter().chipProperty(QueryFlag.ERROR).get())
                .as("what was asked stays")
                .isTrue();
        assertThat(table.filter().modeProperty().get()).isEqualTo(TableQuery.Mode.HIGHLIGHT);
        assertThat(model.files().messageProperty().get())
                .isEqualTo("The filter hid this message: what matches is highlighted.");
        table.selectSequence(again.streamID(), 3);
        assertThat(selected().time()).isGreaterThan("09:27:08");
    }

    @Test
    void theDetailsOfARowAreDecoded() {
        updates(5);
        table.selectLast();
        DetailModel.Detail detail = model.detail().detailProperty().get();
        assertThat(detail.chain()).isEqualTo("base64 → JSON state");
        assertThat(detail.payload()).extracting(JsonLine::text).contains("  \"revision\": 5,", "  \"todos\": [");
        assertThat(detail.envelope()).extracting(JsonLine::text).anyMatch(line -> line.contains("streamData"));
        assertThat(detail.raw().getFirst().text()).startsWith("000000  7b 22");
    }

    @Test
    void hasCaughtUpWhenTheWorkerHasAndAPulseHasShownIt() {
        List<Runnable> work = new ArrayList<>();
        InspectorModel slow = new InspectorModel(
                ClientSource.attachTo(hub, new EventLog(CaptureLimits.DEFAULT), null),
                story,
                ZoneOffset.UTC,
                work::add,
                Runnable::run);
        updates(3);
        slow.refresh();
        assertThat(slow.isCaughtUp()).isFalse();

        for (int pulse = 0; pulse < 60 && !slow.isCaughtUp(); pulse++) {
            List.copyOf(work).forEach(Runnable::run);
            work.clear();
            slow.refresh();
        }

        assertThat(slow.isCaughtUp()).isTrue();
        assertThat(slow.streams()).hasSize(1);
        assertThat(slow.streams().getFirst().rowProperty().get().next()).isEqualTo("4");
        assertThat(slow.table().size()).isPositive();
    }

    @Test
    void aDeltaIsTakenOutOfItsWrapping() {
        DetailModel.Detail detail = change("[{\"op\":\"replace\",\"path\":\"/pendingCount\",\"value\":3}]");

        assertThat(detail.chain()).endsWith("JSON Patch");
        assertThat(detail.payload()).extracting(JsonLine::text).anyMatch(text -> text.contains("/pendingCount"));
    }

    @Test
    void anApplicationsOwnDeltaIsCalledThat() {
        DetailModel.Detail detail = change("{\"added\":[{\"id\":7}]}");

        assertThat(detail.chain()).endsWith("the application's own delta");
        assertThat(detail.payload()).extracting(JsonLine::text).anyMatch(text -> text.contains("added"));
    }

    private DetailModel.Detail change(String delta) {
        Line line = updates(1);
        String wrapped = "{\"isFull\":false,\"data\":\""
                + Base64.getEncoder().encodeToString(delta.getBytes(StandardCharsets.UTF_8))
                + "\"}";
        story.data(line, 2, Bytes.utf8(wrapped), null);
        model.refresh();
        table.selectLast();
        return model.detail().detailProperty().get();
    }

    @Test
    void saysWhatAResumeCostAndWhetherTheNextOneIsSafe() {
        Stories.everything(story);
        model.refresh();
        StreamDetailModel.Facts facts = model.streamDetail().factsProperty().get();
        assertThat(facts.checkpoint()).isEqualTo(15);
        assertThat(facts.advice()).contains("Safe to lose the line").contains("until 100 more updates have");
        StreamDetailModel.Resume last = facts.resumes().getFirst();
        assertThat(last.verdict()).isEqualTo(ResumeVerdict.RESTARTED);
        assertThat(last.words().reason()).isEqualTo("evicted");
        assertThat(last.words().missing()).isEqualTo("8");
        StreamDetailModel.Resume first = facts.resumes().getLast();
        assertThat(first.words().checkpoint()).isEqualTo("42");
        assertThat(first.words().replayed()).isEqualTo("4  (43–46)");
        assertThat(facts.gaps()).extracting(GapWords::title).containsExactly("Gap 67–74: evicted", "Gap 52–54: healed");
    }

    @Test
    void warnsWhenTheCheckpointHasLeftTheBuffer() {
        Line line = updates(10);
        story.heartbeat(line, 300);
        model.refresh();
        StreamDetailModel.Facts facts = model.streamDetail().factsProperty().get();
        assertThat(facts.risk()).isTrue();
        assertThat(facts.advice()).contains("190 updates").contains("would restart");
    }

    @Test
    void showsTheConnection() {
        Line line = updates(3);
        assertThat(model.connection().headerProperty().get()).satisfies(header -> {
            assertThat(header.state()).isEqualTo("connected");
            assertThat(header.number()).isEqualTo("connection 1");
        });
        story.cut(line);
        model.refresh();
        ConnectionModel.Header header = model.connection().headerProperty().get();
        assertThat(header.state()).isEqualTo("reconnecting");
        assertThat(header.detail()).contains("attempt 1").contains("reset by peer");
    }

    @Test
    void tenThousandEventsStayBounded() {
        InspectorModel bounded = model(new CaptureLimits(1_000, 1 << 20));
        Line line = story.connect().open(1, "todos", "observeState");
        for (int i = 1; i <= 10_000; i++) {
            story.update(line, i, UpdateKind.FULL);
            if (i % 200 == 0) {
                bounded.refresh();
            }
        }
        assertThat(bounded.table().size()).isLessThanOrEqualTo(1_000);
        assertThat(bounded.table().describe(bounded.table().rowAt(0))).isNotNull();
        assertThat(bounded.connection().headerProperty().get().capture()).contains("dropped");
        assertThat(bounded.streams().getFirst().rowProperty().get().live()).isEqualTo(10_000);
    }

    private StateModel.Shown state() {
        return model.state().shownProperty().get();
    }

    private static String text(List<JsonLine> lines) {
        return lines.stream().map(JsonLine::text).collect(Collectors.joining("\n"));
    }

    @Test
    void tellsTheStateAtTheSelectedEventAndTravelsInTime() {
        Stories.everything(story);
        model.refresh();
        table.selectSequence(model.lane().parts().getFirst().streamID(), 20);
        assertThat(state().title()).startsWith("The state after update 20, which came at 09:26:5");
        assertThat(text(state().state())).contains("\"revision\": 20,");
        assertThat(text(state().diff())).contains("~ $.revision  19 → 20").contains("$.todos[2].done  false → true");
        assertThat(state().changes()).isEqualTo("5 changed");
        assertThat(model.state().forward()).isTrue();
        assertThat(selected().sequence()).isEqualTo("21");
        assertThat(text(state().state())).contains("\"revision\": 21,");
        // A call has gone out and come back in between: the state is as it was before.
        table.moveSelection(-1);
        assertThat(selected().sequence()).isEmpty();
        assertThat(state().title()).startsWith("The state then: after update 20");
        assertThat(state().changes()).isEqualTo("Not an update: it changed nothing.");
        assertThat(model.state().back()).isTrue();
        assertThat(selected().sequence()).isEqualTo("20");
        table.selectFirst();
        assertThat(state().title()).startsWith("No state yet");
        assertThat(model.state().back()).isFalse();
    }

    @Test
    void travelsAmongTheMessagesThatShow() {
        Stories.everything(story);
        model.refresh();
        table.selectSequence(model.lane().parts().getFirst().streamID(), 20);
        table.filter().chipProperty(QueryFlag.REPLAY).set(true);
        assertThat(model.state().forward()).isTrue();
        assertThat(selected().sequence()).isEqualTo("43");
        assertThat(model.state().back()).isFalse();
    }

    @Test
    void aDuplicateChangedNothing() {
        Line line = updates(10);
        story.duplicate(line, 7);
        model.refresh();
        table.selectLast();
        assertThat(selected().verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(state().changes()).isEqualTo("It changed nothing: it came again or too late.");
        assertThat(text(state().state())).contains("\"revision\": 10,");
    }

    @Test
    void goesFromProblemToProblemAmongTheRowsThatShow() {
        Stories.everything(story);
        model.refresh();
        table.selectFirst();
        List<Verdict> met = new ArrayList<>();
        while (table.selectProblem(1)) {
            met.add(selected().verdict());
        }
        assertThat(met)
                .containsExactly(
                        Verdict.DUPLICATE,
                        Verdict.DUPLICATE,
                        Verdict.MISSING,
                        Verdict.UNDECODABLE,
                        Verdict.ERROR,
                        Verdict.ERROR,
                        Verdict.RESTART,
                        Verdict.MISSING);
        assertThat(table.selectProblem(1)).isFalse();
        assertThat(selected().verdict()).isEqualTo(Verdict.MISSING);
        assertThat(table.selectProblem(-1)).isTrue();
        assertThat(selected().verdict()).isEqualTo(Verdict.RESTART);
        table.filter().textProperty().set("\"no such thing\"");
        assertThat(table.selectProblem(-1)).isFalse();
    }
}
