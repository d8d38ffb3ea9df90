// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import picocli.CommandLine;

/** The files that a report writes: a table, and a graph in two formats. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields.
class ReportFilesTest {
    private static final Path FOLDER = Path.of("target", "pictures");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path capture;

    @BeforeAll
    static void start() {
        FxTesting.start();
    }

    @BeforeEach
    void writeCapture() throws IOException {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        Subject prices = model.open("a<b&c \"prices\"", null);
        model.updates(prices, 9);
        model.updates(todos, 12);
        model.duplicate(todos, 0);
        model.drop(todos, 3);
        model.updates(todos, 6);
        model.cut().connect();
        model.resumeReplayed(todos, 4, 1);
        model.updates(todos, 4);
        model.cut().connect();
        model.resumeRestarted(todos, 8, RestartReason.EVICTED, true);
        model.updates(todos, 5);
        Files.createDirectories(FOLDER);
        capture = FOLDER.resolve("graph.tfx");
        try (CaptureWriter writer = CaptureFormat.OWN.create(capture, new CaptureNote("test", Instant.EPOCH, null))) {
            ModelLog.write(model, true, writer, unseen -> {});
        }
    }

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

    @Test
    void writesATableOfSequenceNumbersWithWhatBecameOfThem() throws IOException {
        Path csv = FOLDER.resolve("graph.csv");
        assertThat(report(capture, "--csv", csv)).as(err.toString()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.getFirst()).startsWith("index,time,nanos,").endsWith(",verdict");
        assertThat(lines.stream().filter(line -> line.endsWith(",replay"))).hasSize(4);
        assertThat(lines.stream().filter(line -> line.endsWith(",duplicate"))).hasSize(1);
        assertThat(lines.stream().filter(line -> line.endsWith(",live gap lost")))
                .hasSize(1);
        assertThat(report(capture, "--csv", csv, "--where", "is:replay")).isZero();
        assertThat(Files.readAllLines(csv)).hasSize(5);
        assertThat(err.toString()).contains("wrote " + csv);
    }

    @Test
    void drawsTheBusiestStreamOrTheOneThatIsNamed() throws Exception {
        Path svg = FOLDER.resolve("graph.svg");
        assertThat(report(capture, "--graph", svg)).as(err.toString()).isZero();
        String text = Files.readString(svg);
        assertThat(text)
                .contains("<title>todos.observeState</title>")
                .contains("gap 14–16 lost")
                .contains("3 lost")
                .contains("restart");
        assertThat(report(capture, "--graph", svg, "--stream", "a<b&c \"prices\""))
                .isZero();
        Document parsed = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(svg)));
        assertThat(parsed.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a<b&c \"prices\".observeState");
        assertThat(report(capture, "--graph", svg, "--stream", "none")).isEqualTo(2);
        assertThat(err.toString()).contains("expected one of the streams 1 todos.observeState");
    }

    @Test
    void drawsPixelsInLightAndDark() throws IOException {
        for (String ground : List.of("light", "dark")) {
            Path png = FOLDER.resolve("graph-" + ground + ".png");
            Object[] arguments = ground.equals("dark")
                    ? new Object[] {capture, "--graph", png, "--dark"}
                    : new Object[] {capture, "--graph", png};
            assertThat(report(arguments)).as(err.toString()).isZero();
            assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(2_400);
        }
    }

    @Test
    void refusesWhatItCanNotDraw() {
        assertThat(report(capture, "--graph", "graph.gif")).isEqualTo(2);
        assertThat(err.toString()).contains("expected a file whose name ends in .svg or .png");
        assertThat(report(capture, "--stream", "todos")).isEqualTo(2);
        assertThat(err.toString()).contains("expected --graph OUT.svg");
    }
}
