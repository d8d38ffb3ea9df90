// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport.Cause;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.GapCause;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.ResumeVerdict;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.story.Story.Line;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CaptureAnalysisTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final EventLog log = new EventLog(CaptureLimits.DEFAULT);
    private final CaptureAnalysis analysis = new CaptureAnalysis(log, 10_000);
    private final Registration attachment = hub.attach(new TapEvents(0, log));

    private StreamAnalysis read() {
        while (analysis.advance(100)) {
            assertThat(analysis.position()).isPositive();
        }
        StreamAnalysis stream = Objects.requireNonNull(analysis.stream(1));
        UUID current = current(stream).streamID();
        return stream.copy(analysis.audit().settle().streams().stream()
                .filter(card -> card.streams().contains(current))
                .findFirst()
                .orElseThrow());
    }

    private static StreamCard card(StreamAnalysis stream) {
        return Objects.requireNonNull(stream.card());
    }

    private static Segment current(StreamAnalysis stream) {
        return Objects.requireNonNull(stream.current());
    }

    private Line todos() {
        return story.connect().open(1, "todos", "observeState");
    }

    private List<Verdict> verdictsOfRows() {
        MessageRows rows = analysis.rows();
        return LongStream.range(rows.first(), rows.end())
                .mapToObj(rows::verdict)
                .toList();
    }

    @Test
    void countsLiveUpdates() {
        story.updates(todos(), 1, 42);
        StreamAnalysis stream = read();
        assertThat(stream.counts().live()).isEqualTo(42);
        assertThat(current(stream).nextExpected()).isEqualTo(43);
        assertThat(card(stream).gaps()).isEmpty();
    }

    @Test
    void joinsAReplayAfterACutToTheSameStream() {
        Line line = todos();
        story.updates(line, 1, 42).cut(line).connect().resume(line, 42);
        story.replayed(line, 42, 46, 1).replay(line, 43, 46).after(5).freshness(line, Freshness.LIVE, "replayed");
        StreamAnalysis stream = read();
        assertThat(stream.segments()).hasSize(1);
        assertThat(stream.counts().replayed()).isEqualTo(4);
        assertThat(current(stream).runs().at(43)).isEqualTo(Verdict.REPLAY);
        assertThat(card(stream).resumes()).singleElement().satisfies(resume -> {
            assertThat(resume.lastSequence()).isEqualTo(42);
            assertThat(resume.replayed()).isEqualTo(4);
            assertThat(resume.verdict()).isEqualTo(ResumeVerdict.COMPLETE);
            assertThat(resume.toLiveNanos()).isEqualTo(11_000_000);
        });
        assertThat(card(stream).missing()).isZero();
    }

    @Test
    void aDuplicateIsCountedAndNotAnUpdate() {
        Line line = todos();
        story.updates(line, 1, 5).duplicate(line, 5).duplicate(line, 5);
        StreamAnalysis stream = read();
        assertThat(stream.counts().duplicates()).isEqualTo(2);
        assertThat(stream.counts().live()).isEqualTo(5);
        assertThat(current(stream).runs().duplicatesAt(5)).isEqualTo(2);
        assertThat(current(stream).runs().at(5)).isNotEqualTo(Verdict.DUPLICATE);
        assertThat(verdictsOfRows()).endsWith(Verdict.DUPLICATE, Verdict.DUPLICATE);
    }

    @Test
    void aGapIsMissingUntilItIsHealed() {
        Line line = todos();
        story.updates(line, 1, 5).data(line, 9, Bytes.utf8("{}"), null).gap(line, 6, 8L, Cause.JUMPED, false);
        StreamAnalysis open = read();
        assertThat(card(open).missing()).isEqualTo(3);
        assertThat(current(open).runs().overlapping(6, 8)).containsExactly(new SequenceRuns.Run(6, 8, Verdict.MISSING));
        story.resume(line, 5).replayed(line, 5, 9, 1).replay(line, 6, 9);
        story.gap(line, 6, 8L, Cause.JUMPED, true);
        StreamAnalysis stream = read();
        assertThat(card(stream).missing()).isZero();
        assertThat(current(stream).runs().overlapping(6, 8))
                .containsExactly(new SequenceRuns.Run(6, 8, Verdict.REPLAY));
        assertThat(card(stream).gaps()).singleElement().satisfies(gap -> assertThat(gap.healed())
                .isTrue());
        assertThat(verdictsOfRows()).contains(Verdict.MISSING, Verdict.HEALED);
    }

    @Test
    void aGapThatNeverHealsStaysMissing() {
        Line line = todos();
        story.updates(line, 1, 5).updates(line, 9, 9);
        story.gap(line, 6, 8L, Cause.JUMPED, false).updates(line, 10, 10);
        StreamAnalysis stream = read();
        assertThat(card(stream).missing()).isEqualTo(3);
        assertThat(current(stream).runs().overlapping(6, 8))
                .containsExactly(new SequenceRuns.Run(6, 8, Verdict.MISSING));
    }

    @Test
    void whatComesAfterALaterOneIsReorderedEverywhere() {
        Line line = todos();
        story.updates(line, 1, 5).updates(line, 7, 7).data(line, 6, Bytes.utf8("{}"), null);
        StreamAnalysis stream = read();
        assertThat(verdictsOfRows()).endsWith(Verdict.REORDERED);
        assertThat(current(stream).runs().at(6)).isEqualTo(Verdict.REORDERED);
        assertThat(stream.counts().reordered())
                .isEqualTo(card(stream).reordered())
                .isEqualTo(1);
        assertThat(stream.counts().duplicates()).isZero();
    }

    @Test
    void whatIsReplayedAgainIsOverlapAndNoDuplicate() {
        Line line = todos();
        story.updates(line, 1, 5).cut(line).connect().resume(line, 3).replayed(line, 3, 5, 1);
        story.data(line, 4, Bytes.utf8("{}"), null).data(line, 5, Bytes.utf8("{}"), null);
        StreamAnalysis stream = read();
        assertThat(verdictsOfRows()).endsWith(Verdict.OVERLAP, Verdict.OVERLAP);
        assertThat(stream.counts().overlap()).isEqualTo(card(stream).overlap()).isEqualTo(2);
        assertThat(current(stream).runs().duplicatesAt(4)).isZero();
    }

    @Test
    void aRestartIsANewSegmentAndItsLowNumbersAreNoDuplicates() {
        Line line = todos();
        story.updates(line, 1, 66).cut(line).connect().resume(line, 66);
        Line again = story.restarted(line, 66, RestartReason.EVICTED, 8L);
        story.gap(line, 67, 74L, Cause.EVICTED, false).updates(again, 1, 3);
        StreamAnalysis stream = read();
        assertThat(stream.segments()).hasSize(2);
        assertThat(stream.restartReason(current(stream))).isEqualTo("evicted");
        assertThat(current(stream).nextExpected()).isEqualTo(4);
        assertThat(stream.counts().duplicates()).isZero();
        assertThat(stream.counts().restarts()).isEqualTo(1);
        assertThat(card(stream).missing()).isEqualTo(8);
        assertThat(card(stream).resumes().getLast().verdict()).isEqualTo(ResumeVerdict.RESTARTED);
        assertThat(card(stream).resumes().getLast().missing()).isEqualTo(8);
    }

    @Test
    void declaredSkipsAreNoGap() {
        Line line = todos();
        story.updates(line, 1, 5).skipped(line, 9, 3).updates(line, 10, 11);
        StreamAnalysis stream = read();
        assertThat(card(stream).missing()).isZero();
        assertThat(current(stream).runs().overlapping(6, 8))
                .containsExactly(new SequenceRuns.Run(6, 8, Verdict.SKIPPED));
    }

    @Test
    void whatWasNotRecordedIsNoGap() {
        Line line = todos();
        story.updates(line, 1, 5);
        log.setRecording(false);
        story.updates(line, 6, 9);
        log.setRecording(true);
        story.updates(line, 10, 12);
        StreamAnalysis stream = read();
        assertThat(card(stream).missing()).isZero();
        assertThat(card(stream).gaps()).extracting(GapCard::cause).containsExactly(GapCause.NOT_CAPTURED);
        assertThat(current(stream).runs().at(7)).isEqualTo(Verdict.UNSEEN);
    }

    @Test
    void aCaptureThatBeginsLateSaysFromWhereAndRaisesNoAlarm() {
        EventLog small = new EventLog(new CaptureLimits(30, Long.MAX_VALUE));
        attachment.close();
        hub.attach(new TapEvents(0, small));
        story.updates(todos(), 1, 811);
        CaptureAnalysis late = new CaptureAnalysis(small, 1_000);
        late.advance(1_000);
        StreamAnalysis stream = Objects.requireNonNull(late.stream(1));
        assertThat(stream.actor()).isEqualTo("todos");
        assertThat(late.audit().settle().streams())
                .allSatisfy(card -> assertThat(card.gaps()).isEmpty());
        assertThat(current(stream).runs().count(Verdict.UNSEEN)).isZero();
        assertThat(current(stream).capturedFrom()).isEqualTo(802);
        assertThat(late.neverRead()).isPositive();
    }

    @Test
    void aStreamThatWasOpenedBeforeTheCaptureShowsWithoutAName() {
        attachment.close();
        Line line = todos();
        story.updates(line, 1, 5);
        hub.attach(new TapEvents(0, log));
        story.updates(line, 6, 9).resume(line, 9).replayed(line, 9, 11, 1).replay(line, 10, 11);
        StreamAnalysis stream = read();
        assertThat(stream.actor()).isEqualTo("stream 1");
        assertThat(current(stream).capturedFrom()).isEqualTo(6);
        assertThat(current(stream).isSeenFromStart()).isFalse();
        assertThat(current(stream).bufferWindow()).isEqualTo(new BufferWindow(1, 11, 11, true));
        assertThat(card(stream).missing()).isZero();
        assertThat(analysis.rows().stream(analysis.rows().first())).isEqualTo(1);
    }

    @Test
    void aHeartbeatAboveWhatCameTellsOfALostTailAndMovesTheBuffer() {
        Line line = todos();
        story.updates(line, 1, 10).heartbeat(line, 12);
        StreamAnalysis stream = read();
        assertThat(card(stream).missing()).isEqualTo(2);
        assertThat(current(stream).runs().overlapping(11, 12))
                .containsExactly(new SequenceRuns.Run(11, 12, Verdict.MISSING));
        assertThat(current(stream).bufferWindow()).isEqualTo(new BufferWindow(1, 12, 100, false));
    }

    @Test
    void theBufferWindowIsAnEstimateUnlessTheServerSaidSo() {
        Line line = todos();
        story.updates(line, 1, 150);
        assertThat(current(read()).bufferWindow()).isEqualTo(new BufferWindow(51, 150, 100, false));
        story.resume(line, 150).replayed(line, 150, 152, 53);
        assertThat(current(read()).bufferWindow()).isEqualTo(new BufferWindow(53, 152, 100, true));
        story.replay(line, 151, 152).updates(line, 153, 153);
        assertThat(current(read()).bufferWindow()).isEqualTo(new BufferWindow(54, 153, 100, false));
    }

    @Test
    void theMarginIsWhatMayComeBeforeAResumeWouldRestart() {
        BufferWindow window = new BufferWindow(41, 60, 20, true);
        assertThat(window.margin(60)).isEqualTo(20);
        assertThat(window.margin(50)).isEqualTo(10);
        assertThat(window.margin(40)).as("41 is still there").isZero();
        assertThat(window.margin(38)).as("39 and 40 are gone").isEqualTo(-2);
        assertThat(new BufferWindow(1, 4, 20, false).margin(4)).isEqualTo(20);
    }

    @Test
    void theCheckpointIsWhatTheSubscriberTook() {
        Line line = todos();
        story.updates(line, 1, 7).data(line, 8, Bytes.utf8("{}"), null);
        StreamAnalysis stream = read();
        assertThat(stream.checkpointIn(current(stream))).isEqualTo(7);
        assertThat(current(stream).nextExpected()).isEqualTo(9);
    }

    @Test
    void anUpdateThatCannotBeReadIsMarkedEvenWhenThatIsKnownLater() {
        Line line = todos();
        story.updates(line, 1, 2);
        story.emit(new TapEvent.UpdateUndecodable(story.instant(), 1, line.streamID(), 2, "no number"));
        StreamAnalysis stream = read();
        assertThat(current(stream).runs().at(2)).isEqualTo(Verdict.UNDECODABLE);
        assertThat(verdictsOfRows()).endsWith(Verdict.UNDECODABLE);
        assertThat(stream.counts().undecodable()).isEqualTo(1);
    }

    @Test
    void aFrameThatWasHeldForAReplayIsOverlapWhenItIsReplayed() {
        Line line = todos();
        story.updates(line, 1, 5).data(line, 8, Bytes.utf8("{}"), null);
        story.gap(line, 6, 7L, Cause.JUMPED, false)
                .resume(line, 5)
                .replayed(line, 5, 8, 1)
                .replay(line, 6, 8);
        read();
        assertThat(verdictsOfRows()).endsWith(Verdict.REPLAY, Verdict.REPLAY, Verdict.OVERLAP);
    }

    @Test
    void errorsAndCallsHaveTheirVerdicts() {
        todos();
        story.call("todos", "addTodo", "\"x\"", "{}", null).call("todos", "removeTodo", "9", null, "no such todo");
        story.undecodable("{", "expected a key");
        read();
        assertThat(verdictsOfRows())
                .endsWith(Verdict.CALL, Verdict.CALL, Verdict.CALL, Verdict.ERROR, Verdict.ERROR, Verdict.UNDECODABLE);
        assertThat(analysis.connection().undecodable()).isEqualTo(1);
    }

    @Test
    void messagesBeforeTheStartBelongToTheStreamToo() {
        story.updates(todos(), 1, 1);
        read();
        MessageRows rows = analysis.rows();
        // Two changes of the connection, the invocation, the start, the update.
        assertThat(rows.stream(rows.first() + 2)).isEqualTo(1);
        assertThat(rows.stream(rows.first() + 3)).isEqualTo(1);
        assertThat(rows.stream(rows.first() + 4)).isEqualTo(1);
    }

    @Test
    void measuresTheRateOverWholeSeconds() {
        Line line = todos();
        Instant start = story.instant();
        for (int i = 0; i < 50; i++) {
            story.after(100).update(line, i + 1, UpdateKind.FULL);
        }
        read();
        assertThat(analysis.connection().messagesPerSecond(start.plusSeconds(5)))
                .isBetween(9.5, 10.5);
        assertThat(analysis.connection().messagesPerSecond(start.plusSeconds(60)))
                .isZero();
    }

    @Test
    void staysBoundedWhateverComes() {
        EventLog small = new EventLog(new CaptureLimits(1_000, Long.MAX_VALUE));
        hub.attach(new TapEvents(0, small));
        CaptureAnalysis bounded = new CaptureAnalysis(small, 500);
        Line line = todos();
        for (int i = 0; i < 10; i++) {
            story.updates(line, 1 + i * 1_000L, (i + 1) * 1_000L);
            bounded.advance(10_000);
        }
        assertThat(bounded.rows().end() - bounded.rows().first()).isLessThanOrEqualTo(500);
        assertThat(bounded.neverRead()).isPositive();
        assertThat(bounded.audit().settle().losses()).isZero();
    }

    @Test
    void tellsAWholeStory() {
        Stories.everything(story);
        StreamAnalysis stream = read();
        assertThat(card(stream).missing()).isEqualTo(8);
        assertThat(stream.counts().replayed()).isEqualTo(7);
        assertThat(stream.counts().overlap())
                .as("55 came after the gap, and again")
                .isEqualTo(1);
        assertThat(stream.counts().duplicates()).isEqualTo(2);
        assertThat(card(stream).gaps())
                .extracting(GapCard::cause, GapCard::healed)
                .containsExactly(
                        tuple(GapCause.LOST, true), tuple(GapCause.SKIPPED, false), tuple(GapCause.EVICTED, false));
        assertThat(card(stream).resumes())
                .extracting(ResumeCard::verdict)
                .containsExactly(ResumeVerdict.COMPLETE, ResumeVerdict.COMPLETE, ResumeVerdict.RESTARTED);
    }
}
