// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.report.ChromeHar;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command over files of every format, and one of a browser's panel. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
class ReportCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int report(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new CommandLine(new ReportCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
    }

    private List<JsonNode> lines() {
        return out.toString().lines().map(JsonMapper.shared()::readTree).toList();
    }

    private static FaultModel withFaults(boolean extended) {
        FaultModel model = new FaultModel(extended).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 41);
        model.duplicate(todos, 0);
        model.cut().connect();
        if (extended) {
            model.resumeReplayed(todos, 4, 0);
            model.cut().connect();
            model.resumeRestarted(todos, 8, RestartReason.EVICTED, true);
        } else {
            model.version2Replay(todos, 4, 3, 0);
            model.cut().connect();
            model.version2Restart(todos, 0);
        }
        model.updates(todos, 5);
        return model;
    }

    private Path file(CaptureFormat format, FaultModel model) throws IOException {
        Path file = folder.resolve("capture" + format.extension());
        try (CaptureWriter writer = format.create(file, new CaptureNote("test", Instant.EPOCH, null))) {
            ModelLog.write(model, true, writer, unseen -> {
                throw new IllegalStateException("files have no pauses here");
            });
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource(CaptureFormat.class)
    void everyFormatGivesTheSame(CaptureFormat format) throws IOException {
        Path file = file(format, withFaults(true));
        assertThat(report(file, "--json", "--check")).as(err.toString()).isZero();
        JsonNode todos = lines().getFirst();
        assertThat(todos.path("actor").asString()).isEqualTo("todos");
        assertThat(todos.path("updates").asLong()).isEqualTo(42 + 4 + 1 + 5);
        assertThat(todos.path("replayed").asLong()).isEqualTo(4);
        assertThat(todos.path("duplicates").asLong()).isEqualTo(1);
        assertThat(todos.path("restarts").asLong()).isEqualTo(1);
        assertThat(todos.path("gaps")).hasSize(1);
        JsonNode gap = todos.path("gaps").path(0);
        assertThat(gap.path("cause").asString()).isEqualTo("evicted");
        assertThat(gap.path("from").asLong()).isEqualTo(47);
        assertThat(gap.path("to").asLong()).isEqualTo(53);
        assertThat(todos.path("resumes"))
                .extracting(resume -> resume.path("verdict").asString())
                .containsExactly("complete", "restarted");
        assertThat(lines().getLast().path("summary").path("connections").asLong())
                .isEqualTo(3);
    }

    @Test
    void aBrowsersCaptureOfVersion2IsJudgedAsOurs() throws IOException {
        Path har = Files.writeString(folder.resolve("panel.har"), ChromeHar.of(withFaults(false)));
        assertThat(report(har, "--json")).as(err.toString()).isZero();
        String theirs = lines().getFirst().toString();
        assertThat(report(file(CaptureFormat.OWN, withFaults(false)), "--json")).isZero();
        assertThat(theirs).isEqualTo(lines().getFirst().toString());
        JsonNode todos = lines().getFirst();
        assertThat(todos.path("resumes"))
                .extracting(resume -> resume.path("verdict").asString())
                .containsExactly("partial", "complete");
        assertThat(todos.path("gaps"))
                .extracting(gap -> gap.path("cause").asString())
                .containsExactly("evicted");
        assertThat(todos.path("streams")).hasSize(3);
    }

    @Test
    void checkFailsOnlyWhereUpdatesAreLost() throws IOException {
        FaultModel model = withFaults(true);
        Path fine = file(CaptureFormat.OWN, model);
        assertThat(report(fine, "--check")).isZero();
        model.drop(model.subjects.getFirst(), 3);
        Path lossy = file(CaptureFormat.NDJSON, model);
        assertThat(report(lossy, "--check")).isEqualTo(1);
        assertThat(out.toString()).contains("todos.observeState: 3 updates, 7 to 9, lost");
        assertThat(report(lossy)).as("without --check a loss is only told").isZero();
        assertThat(report(lossy, "--check", "--where", "conn:1")).isZero();
        assertThat(report(lossy, "--check", "--where", "is:lost")).isEqualTo(1);
    }

    @Test
    void checkFailsWhereThereIsMoreThanCouldBeRead() throws IOException {
        Path har = file(CaptureFormat.HAR, withFaults(true));
        assertThat(report(har, "--check")).isZero();
        String whole = Files.readString(har);
        Files.writeString(har, whole.replaceFirst("\"opcode\":[12]", "\"opcode\":1.5"));
        assertThat(report(har, "--check")).isEqualTo(1);
        assertThat(err.toString()).contains("1 message was left out", "could not be read whole");
        assertThat(report(har)).as("without --check it is only told").isZero();
        Files.writeString(har, whole.substring(0, whole.length() / 2));
        assertThat(report(har, "--check")).isEqualTo(1);
    }

    @Test
    void whatARecordingLeftOutIsNotLost() throws IOException {
        FaultModel model = withFaults(true);
        model.drop(model.subjects.getFirst(), 3);
        for (CaptureFormat format : CaptureFormat.values()) {
            Path file = folder.resolve("filtered" + format.extension());
            CaptureNote note = new CaptureNote("test", Instant.EPOCH, "tokens").filteredBy("-seq:10..12");
            try (CaptureWriter writer = format.create(file, note)) {
                ModelLog.write(
                        model,
                        true,
                        event -> {
                            if (event.sequence() < 10 || event.sequence() > 12) {
                                writer.append(event);
                            }
                        },
                        unseen -> {});
            }
            assertThat(report(file, "--json", "--check")).as(format.name()).isZero();
            assertThat(lines().getFirst().path("gaps"))
                    .extracting(gap -> gap.path("cause").asString())
                    .contains("not-captured")
                    .doesNotContain("lost");
        }
    }

    @Test
    void wrongUsageAndUnreadableFilesAreTold() throws IOException {
        assertThat(report(folder.resolve("none.har"))).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file");
        Path text = Files.writeString(folder.resolve("a.txt"), "hello");
        assertThat(report(text)).isEqualTo(1);
        assertThat(err.toString()).contains("is no capture");
        assertThat(report(text, "--where", "seq:x")).isEqualTo(2);
        assertThat(err.toString()).contains("seq:x").contains("^");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void twoCapturesAreComparedUpdateByUpdate() throws IOException {
        FaultModel model = withFaults(true);
        Path one = file(CaptureFormat.OWN, model);
        Path same = file(CaptureFormat.NDJSON, model);
        assertThat(report(one, "--compare", same, "--check")).as(err.toString()).isZero();
        assertThat(out.toString())
                .startsWith("two captures of one line: they do not part")
                .contains("todos.observeState");

        Path other = folder.resolve("other.har");
        try (CaptureWriter writer = CaptureFormat.HAR.create(other, new CaptureNote("test", Instant.EPOCH, null))) {
            ModelLog.write(
                    model,
                    true,
                    event -> {
                        if (event.sequence() < 20 || event.sequence() > 22) {
                            writer.append(event);
                        }
                    },
                    unseen -> {});
        }
        assertThat(report(one, "--compare", other)).isZero();
        assertThat(out.toString()).contains("20 to 22: only in capture.tfx: lost between the two");
        assertThat(report(other, "--compare", one, "--json", "--check")).isEqualTo(1);
        JsonNode divergence = lines().getFirst().path("divergences").path(0);
        assertThat(divergence.path("kind").asString()).isEqualTo("missing");
        assertThat(divergence.path("from").asLong()).isEqualTo(20);
        assertThat(divergence.path("to").asLong()).isEqualTo(22);
        assertThat(divergence.path("run").asLong()).isEqualTo(1);
        JsonNode summary = lines().getLast().path("summary");
        assertThat(summary.path("sameLine").asBoolean()).isTrue();
        assertThat(summary.path("divergences").asLong()).isEqualTo(1);
        assertThat(report(one, "--compare", other, "--check", "--where", "seq:1..19"))
                .isZero();
        assertThat(report(one, "--compare", folder.resolve("none.tfx"))).isEqualTo(2);
        assertThat(report(one, "--compare", other, "--test", folder)).isEqualTo(2);
    }
}
