// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures with injected faults, of which it is known what they did: every verdict must be right. */
class FaultCorpusTest {
    private static final Bytes OWN_DELTA =
            new StateDeltaCodec(WireLimits.DEFAULT).encode(new StateDelta(false, Bytes.utf8("{\"n\":1}")));

    private static final int SEEDS = 300;

    private static AuditReport report(FaultModel model) {
        TrafficAudit audit = new TrafficAudit();
        for (int i = 0; i < model.events.size(); i++) {
            audit.accept(i, model.events.get(i));
        }
        return audit.report();
    }

    private static String gap(GapCard gap) {
        return gap.from() + ".." + (gap.to() == null ? "" : gap.to()) + " "
                + gap.cause().word() + (gap.healed() ? " healed" : "");
    }

    private static String resume(ResumeCard resume) {
        return resume.verdict().word() + " " + (resume.missing() == null ? "?" : resume.missing());
    }

    private static void check(FaultModel model, String about) {
        AuditReport report = report(model);
        assertThat(report.streams()).as(about).hasSameSizeAs(model.subjects);
        for (int i = 0; i < model.subjects.size(); i++) {
            Subject truth = model.subjects.get(i);
            StreamCard card = report.streams().get(i);
            SoftAssertions soft = new SoftAssertions();
            soft.assertThat(card.actor()).isEqualTo(truth.actor);
            soft.assertThat(card.gaps().stream().map(FaultCorpusTest::gap))
                    .as("gaps of %s: %s", truth.actor, about)
                    .containsExactlyInAnyOrderElementsOf(truth.gaps);
            soft.assertThat(card.resumes().stream().map(FaultCorpusTest::resume))
                    .as("resumes of %s: %s", truth.actor, about)
                    .containsExactlyElementsOf(truth.resumes);
            soft.assertThat(List.of(
                            card.updates(),
                            card.replayed(),
                            card.overlap(),
                            card.duplicates(),
                            card.reordered(),
                            card.ambiguous(),
                            card.restarts(),
                            card.drifts()))
                    .as(
                            "updates, replayed, overlap, duplicates, reordered, ambiguous, restarts, drifts of %s: %s",
                            truth.actor, about)
                    .containsExactly(
                            truth.updates,
                            truth.replayed,
                            truth.overlap,
                            truth.duplicates,
                            truth.reordered,
                            0L,
                            truth.restarts,
                            truth.drifts);
            soft.assertAll();
        }
        long losses = model.subjects.stream()
                .flatMap(subject -> subject.gaps.stream())
                .filter(gap -> gap.endsWith(" lost"))
                .count();
        assertThat(report.losses()).as(about).isEqualTo(losses);
    }

    @Test
    void everySequenceOfFaultsAgainstAnExtendedServerIsJudgedRight() {
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultModel model = new FaultModel(true);
            check(RandomFaults.extended(model, new Random(seed)), "extended, seed " + seed);
        }
    }

    @Test
    void everySequenceOfFaultsAgainstAVersion2ServerIsJudgedRight() {
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultModel model = new FaultModel(false);
            check(RandomFaults.version2(model, new Random(seed)), "version 2, seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(RestartReason.class)
    void eachRestartIsNamed(RestartReason reason) {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 5);
        model.cut().connect().resumeRestarted(todos, 3, reason, false);
        check(model, reason.wireName());
        assertThat(report(model).streams().getFirst().resumes())
                .singleElement()
                .satisfies(resume -> assertThat(resume.reason()).isEqualTo(reason.wireName()));
    }

    @Test
    void overlapIsNoDuplicate() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 9);
        model.cut().connect().resumeReplayed(todos, 3, 2);
        check(model, "overlap");
    }

    @Test
    void filteredSkippedAndConflatedStreamsRaiseNoAlarm() {
        FaultModel model = new FaultModel(true).connect();
        Subject filtered = model.open("todos", StreamFilter.predefined("nonEmpty", Map.of()));
        Subject slow = model.open("prices", null);
        for (int i = 0; i < 50; i++) {
            model.updates(filtered, 1);
            model.update(slow, i % 7);
            model.heartbeat(slow);
        }
        check(model, "skipped");
        AuditReport report = report(model);
        assertThat(report.losses()).isZero();
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void aCaptureThatBeginsLateRaisesNoAlarm() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 20);
        model.events.subList(0, 12).clear();
        model.cut().connect().resumeReplayed(todos, 3, 0);
        AuditReport report = report(model);
        StreamCard card = report.streams().getFirst();
        assertThat(card.gaps()).isEmpty();
        assertThat(card.capturedFrom()).isEqualTo(10);
        assertThat(card.name()).isEqualTo("todos.observeState");
        assertThat(card.resumes()).singleElement().satisfies(resume -> assertThat(resume.verdict())
                .isEqualTo(ResumeVerdict.COMPLETE));
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void aGapOfWhichAReplayIsUnderWayIsNotLostYet() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 3);
        model.dropAndHeal(todos, 2, 0);
        // The capture ends before the answer.
        model.events.subList(model.events.size() - 4, model.events.size()).clear();
        GapCard gap = report(model).streams().getFirst().gaps().getFirst();
        assertThat(gap.open()).isTrue();
        assertThat(gap.isLoss()).isFalse();
    }

    @Test
    void twoWindowsOnOneActorAreTwoStreams() {
        FaultModel model = new FaultModel(true).connect();
        Subject first = model.open("todos", null);
        Subject second = model.open("todos", null);
        model.updates(first, 3);
        model.updates(second, 5);
        model.cut().connect().resumeReplayed(second, 2, 0);
        model.resumeReplayed(first, 1, 0);
        check(model, "two windows");
    }

    @Test
    void deltasSaveBytesAndAreProved() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 50);
        StreamCard card = report(model).streams().getFirst();
        assertThat(card.deltas()).isEqualTo(50);
        assertThat(card.bytes()).isLessThan(card.fullBytes());
        model.dropAndHeal(todos, 1, 2);
        assertThat(report(model).streams().getFirst().drifts()).isZero();
    }

    @Test
    void aStateThatWasRedactedProvesNothing() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 3);
        model.drift(todos);
        assertThat(report(model).streams().getFirst().drifts()).isEqualTo(1);
        model.events.replaceAll(event -> event instanceof LineEvent.Message message
                ? new LineEvent.Message(
                        message.time(), message.connection(), message.sent(), message.envelope(), message.bytes(), true)
                : event);
        assertThat(report(model).streams().getFirst().drifts()).isZero();
        assertThat(report(model).problems()).isEmpty();
    }

    /** The same message, with changes of the application's own making; {@code extended}: of a server that says so. */
    private static LineEvent.Message withOwnDeltas(LineEvent.Message message, boolean extended) {
        Envelope envelope =
                switch (message.envelope()) {
                    case StreamStartEnvelope start ->
                        new StreamStartEnvelope(
                                start.streamID(),
                                start.callID(),
                                start.actorID(),
                                start.targetIdentifier(),
                                null,
                                extended
                                        ? new StreamStartEnvelope.Ext(1, "epoch", 100, 300, "application", null)
                                        : null);
                    case StreamDataEnvelope data ->
                        new StreamDataEnvelope(
                                data.streamID(),
                                data.sequenceNumber(),
                                data.data().utf8().contains("\"isFull\":false") ? OWN_DELTA : data.data(),
                                data.timestamp(),
                                extended ? data.ext() : null);
                    default -> message.envelope();
                };
        return new LineEvent.Message(
                message.time(), message.connection(), message.sent(), envelope, message.bytes(), message.altered());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deltasOfTheApplicationsOwnAreNoError(boolean extended) {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 5);
        model.reorder(todos);
        model.updates(todos, 5);
        model.duplicate(todos, 2);
        model.events.replaceAll(
                event -> event instanceof LineEvent.Message message ? withOwnDeltas(message, extended) : event);
        AuditReport report = report(model);

        assertThat(report.streams().getFirst().drifts()).isZero();
        assertThat(report.streams().getFirst().deltas()).isEqualTo(10);
        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.NOTE);
            assertThat(problem.group()).isEqualTo("application's own deltas");
        });
    }
}
