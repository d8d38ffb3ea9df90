// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.SequenceCsv;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.survey.GraphSurvey;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.survey.Verdicts;
import dev.trebuchetfx.inspector.verdict.VerdictBits;
import dev.trebuchetfx.inspector.view.graph.GraphGeometry;
import dev.trebuchetfx.inspector.view.graph.GraphPicture;
import dev.trebuchetfx.inspector.view.paint.Palette;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that a report writes beside its output. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ReportFiles {
    private static final double WIDTH = 1_200;
    private static final double HEIGHT = 480;

    @Option(
            names = "--csv",
            paramLabel = "OUT",
            description =
                    "also write the sequence numbers as a table: a line for each update that --where lets through")
    private @Nullable Path csv;

    @Option(
            names = "--graph",
            paramLabel = "OUT",
            description = "also draw the sequence numbers of one stream over time: .svg or .png")
    private @Nullable Path graph;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "which stream --graph draws: actor, actor.method, number, or the beginning of a stream id; "
                    + "default: the one with the most updates")
    private @Nullable String stream;

    @Option(names = "--dark", description = "draw on a dark ground")
    private boolean dark;

    /** Returns the problem of the options by themselves, or null where there is none. */
    @Nullable
    String wrongUsage() {
        if (graph != null && !GraphPicture.isSvg(graph) && !GraphPicture.isPng(graph)) {
            return "expected a file whose name ends in .svg or .png for --graph but found '" + graph + "'";
        }
        if (graph == null && (stream != null || dark)) {
            return "--stream and --dark say how to draw: expected --graph OUT.svg with them";
        }
        return null;
    }

    /**
     * Writes what was asked for; returns the files. Throws {@link IllegalArgumentException} where there is no such stream.
     */
    List<Path> write(LogView view, CaptureReport judged, Expression where, ZoneId zone) throws IOException {
        List<Path> written = new ArrayList<>();
        if (csv != null) {
            try (BufferedWriter out = Files.newBufferedWriter(csv)) {
                SequenceCsv.write(
                        view, judged.matching(where, zone), index -> VerdictBits.inWords(judged.bits(index)), out);
            }
            written.add(csv);
        }
        if (graph != null) {
            draw(view, judged, zone, graph);
            written.add(graph);
        }
        return written;
    }

    private void draw(LogView view, CaptureReport judged, ZoneId zone, Path file) throws IOException {
        StreamCard card = choose(judged.all());
        StreamGraph drawn = Objects.requireNonNull(GraphSurvey.of(
                view,
                Verdicts.judged(judged::bits),
                card,
                TimeRange.of(view).padded(0.02),
                GraphGeometry.columns(WIDTH),
                () -> false));
        GraphPicture picture = new GraphPicture(
                drawn, GraphGeometry.fit(drawn, WIDTH, HEIGHT), zone, dark ? Palette.DARK : Palette.LIGHT);
        if (GraphPicture.isSvg(file)) {
            picture.write(file);
        } else {
            FxThread.run(() -> picture.write(file));
        }
    }

    private StreamCard choose(AuditReport report) {
        List<StreamCard> all = report.streams();
        String wanted = stream;
        List<StreamCard> fitting = wanted == null
                ? all
                : all.stream().filter(card -> fits(card, wanted)).toList();
        return fitting.stream()
                .max(Comparator.comparingLong(StreamCard::updates))
                .orElseThrow(() -> new IllegalArgumentException(
                        all.isEmpty()
                                ? "there is no stream in the capture to draw"
                                : "expected one of the streams "
                                        + all.stream()
                                                .limit(20)
                                                .map(card -> card.number() + " " + card.name())
                                                .collect(Collectors.joining(", "))
                                        + " but found --stream '" + wanted + "'"));
    }

    private static boolean fits(StreamCard card, String wanted) {
        String prefix = wanted.toLowerCase(Locale.ROOT);
        return card.actor().equals(wanted)
                || card.name().equals(wanted)
                || Integer.toString(card.number()).equals(wanted)
                || (prefix.length() >= 4
                        && card.streams().stream().map(UUID::toString).anyMatch(id -> id.startsWith(prefix)));
    }
}
