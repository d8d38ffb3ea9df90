// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.audit.TrafficAudit;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.WorkProgress;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.query.QueryException;
import dev.trebuchetfx.inspector.query.QueryParser;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CaptureReportTest {

    private static AuditReport report(EventLog log, String where) throws QueryException {
        Expression query = QueryParser.parse(where);
        return CaptureReport.of(log.view(), log.holes(), false).where(query, ZoneOffset.UTC);
    }

    private static AuditReport direct(FaultModel model) {
        TrafficAudit audit = new TrafficAudit();
        for (int i = 0; i < model.events.size(); i++) {
            audit.accept(i, model.events.get(i));
        }
        return audit.report();
    }

    /** What a card says but for byte counts and indices, which are of the capture. */
    private static String essence(StreamCard card) {
        return card.name() + " " + card.streams() + " " + card.updates() + " " + card.replayed() + " " + card.overlap()
                + " " + card.duplicates() + " " + card.reordered() + " " + card.restarts()
                + card.gaps().stream()
                        .map(gap -> gap.from() + "-" + gap.to() + gap.cause() + gap.healed())
                        .toList()
                + card.resumes().stream()
                        .map(resume -> resume.verdict() + " " + resume.missing() + " " + resume.toLiveNanos())
                        .toList();
    }

    private static FaultModel everything() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        Subject prices = model.open("prices", null);
        model.updates(todos, 12);
        model.update(prices, 4);
        model.drop(todos, 2);
        model.duplicate(todos, 0);
        model.reorder(prices);
        model.unseen(prices, 3);
        model.dropAndHeal(todos, 1, 2);
        model.corrupt(prices);
        model.cut().connect();
        model.resumeReplayed(todos, 4, 1);
        model.resumeRestarted(prices, 3, RestartReason.EVICTED, true);
        model.updates(todos, 3);
        model.updates(prices, 3);
        return model;
    }

    private static FaultModel everythingInVersion2() {
        FaultModel model = new FaultModel(false).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 12);
        model.drop(todos, 2);
        model.cut().connect();
        model.version2Replay(todos, 5, 3, 0);
        model.updates(todos, 2);
        model.cut().connect();
        model.version2Restart(todos, 0);
        model.cut().connect();
        model.version2Restart(todos, 2);
        model.cut().connect();
        model.askAnew(todos, 0);
        model.updates(todos, 2);
        return model;
    }

    @Test
    void judgingTellsHowFarItIsAndCanBeCancelled() throws QueryException {
        EventLog log = ModelLog.of(everything(), true);
        WorkProgress progress = new WorkProgress();
        CaptureReport judged = CaptureReport.of(log.view(), log.holes(), false, progress::advance);
        long once = progress.done();
        assertThat(once).isBetween(10L, log.view().size());

        progress.cancel();
        Expression query = QueryParser.parse("stream:todos");
        assertThatThrownBy(() -> judged.where(query, ZoneOffset.UTC)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> CaptureReport.of(log.view(), log.holes(), false, progress::advance))
                .isInstanceOf(CancellationException.class);
        assertThat(progress.done()).as("nothing more is judged").isEqualTo(once);
    }

    @Test
    void aCaptureIsJudgedAsTheLineIs() throws QueryException {
        for (FaultModel model : List.of(everything(), everythingInVersion2())) {
            AuditReport truth = direct(model);
            AuditReport report = report(ModelLog.of(model, true), "");
            assertThat(report.streams().stream().map(CaptureReportTest::essence))
                    .containsExactlyElementsOf(truth.streams().stream()
                            .map(CaptureReportTest::essence)
                            .toList());
            assertThat(report.losses()).isEqualTo(truth.losses()).isPositive();
            assertThat(report.connections()).isEqualTo(truth.connections());
            assertThat(report.messages()).isEqualTo(truth.messages());
            assertThat(report.undecodable()).isEqualTo(truth.undecodable());
        }
    }

    @Test
    void aCaptureThatDoesNotTellHowConnectionsEndIsJudgedAlike() throws QueryException {
        for (FaultModel model : List.of(everything(), everythingInVersion2())) {
            assertThat(report(ModelLog.of(model, false), "").streams().stream().map(CaptureReportTest::essence))
                    .containsExactlyElementsOf(direct(model).streams().stream()
                            .map(CaptureReportTest::essence)
                            .toList());
        }
    }

    @Test
    void aQueryNarrowsTheFiguresNotTheVerdicts() throws QueryException {
        EventLog log = ModelLog.of(everything(), true);
        AuditReport all = report(log, "");
        AuditReport prices = report(log, "stream:prices");
        assertThat(prices.streams()).singleElement().satisfies(card -> assertThat(essence(card))
                .isEqualTo(essence(all.streams().getLast())));
        AuditReport first = report(log, "stream:todos conn:1");
        assertThat(first.streams()).singleElement().satisfies(card -> {
            assertThat(card.resumes()).hasSize(1);
            assertThat(card.gaps()).hasSameSizeAs(all.streams().getFirst().gaps());
        });
        AuditReport lost = report(log, "is:lost stream:todos");
        assertThat(lost.messages()).isEqualTo(1);
        assertThat(lost.losses()).isEqualTo(1);
        assertThat(report(log, "is:dup").messages()).isEqualTo(1);
        assertThat(report(log, "is:reorder").messages()).isEqualTo(1);
        assertThat(report(log, "is:skipped").messages()).isEqualTo(1);
        assertThat(report(log, "is:replay stream:todos").messages()).isEqualTo(5);
        assertThat(report(log, "is:overlap").messages()).isEqualTo(4);
        assertThat(report(log, "is:restart").messages()).isEqualTo(1);
        assertThat(report(log, "is:undecodable").undecodable()).isEqualTo(1);
        assertThat(report(log, "json:$.n>112").messages()).isPositive();
    }

    @Test
    void theJsonHasALineForEachStreamAndOneForTheWhole() throws QueryException {
        List<JsonNode> lines = JsonReport.lines(report(ModelLog.of(everything(), true), "")).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
        assertThat(lines).hasSize(3);
        JsonNode todos = lines.getFirst();
        assertThat(todos.propertyNames())
                .containsExactly(
                        "actor",
                        "method",
                        "streams",
                        "updates",
                        "replayed",
                        "duplicates",
                        "reordered",
                        "restarts",
                        "bytes",
                        "fullBytes",
                        "gaps",
                        "resumes");
        assertThat(todos.path("actor").asString()).isEqualTo("todos");
        assertThat(todos.path("gaps").path(0).propertyNames())
                .containsExactly("streamID", "from", "to", "cause", "healed");
        assertThat(todos.path("gaps").path(0).path("cause").asString()).isEqualTo("lost");
        assertThat(todos.path("gaps").path(1).path("healed").asBoolean()).isTrue();
        assertThat(todos.path("resumes").path(1).propertyNames())
                .containsExactly("lastSequence", "from", "to", "replayed", "missing", "toLiveMs", "verdict");
        assertThat(todos.path("bytes").asLong())
                .isLessThan(todos.path("fullBytes").asLong());
        JsonNode summary = lines.getLast().path("summary");
        assertThat(summary.propertyNames())
                .containsExactly(
                        "connections", "messages", "undecodable", "gaps", "lost", "calls", "callErrors", "problems");
        assertThat(summary.path("lost").asLong()).isEqualTo(2);
        assertThat(summary.path("problems").path(0).path("severity").asString()).isEqualTo("error");
        assertThat(summary.path("problems").path(0).path("at").asString()).matches("2026-.*\\.\\d{3}Z");
    }

    @Test
    void theTextSaysItInWords() throws QueryException {
        String text = String.join("\n", TextReport.lines(report(ModelLog.of(everything(), true), ""), ZoneOffset.UTC));
        assertThat(text)
                .contains("2 connections")
                .contains("updates lost in 2 gaps")
                .contains("todos.observeState")
                .contains("saved by deltas")
                .contains("14 to 15  lost")
                .contains("restarted: after")
                .contains("todos.observeState: 2 updates, 14 to 15, lost");
    }
}
