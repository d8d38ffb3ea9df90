// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.format.WorkProgress;
import dev.trebuchetfx.inspector.redact.Redactor;
import dev.trebuchetfx.inspector.replay.CaptureReplay;
import dev.trebuchetfx.inspector.replay.ShownLine;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * A JUnit test of a selection of a capture: for each logical stream of which something was selected, a slice of the capture and a method
 * that plays it to a client and compares what that shows with what it should.
 */
public final class BugTest {
    /** A longer text does not fit into a class file's constant, and into nobody's head. */
    private static final int MOST_IN_SOURCE = 30_000;

    private static final int MAX_UPDATES = 100_000;
    private static final int MAX_STREAMS = 50;

    private BugTest() {}

    /**
     * What was written.
     *
     * @param files the source first
     * @param differences where the client of this version shows something else than it should, in words: where there are any, the test fails
     */
    public record Written(List<Path> files, List<String> differences) {
        public Written {
            files = List.copyOf(files);
            differences = List.copyOf(differences);
        }
    }

    /**
     * Writes the test.
     *
     * @param origin what it is made of, in words
     * @param redactor takes secrets out of the slices; the states expected are those of the slices
     * @param selected asked of each event, in order
     * @param now when it is written
     * @param progress is told how far it is, and can end it: nothing is left then
     * @throws IOException if a file is there already or can't be written, or nothing that can be played was selected; the message says what to do
     */
    public static Written write(
            LogView view,
            AuditReport report,
            Predicate<LogCursor> selected,
            String origin,
            TestPlace place,
            Redactor redactor,
            Instant now,
            WorkProgress progress)
            throws IOException, InterruptedException {
        progress.expect(view.size());
        List<Selection> selections = Selection.of(view, report, event -> {
            progress.advance();
            return selected.test(event);
        });
        if (selections.isEmpty() || selections.size() > MAX_STREAMS) {
            throw new IOException("expected a selection of 1 to " + MAX_STREAMS + " streams but found "
                    + selections.size() + ": choose with --where, such as stream:todos or is:gap");
        }
        List<Path> files = new ArrayList<>();
        boolean whole = false;
        try {
            List<String> differences = write(view, selections, origin, place, redactor, now, progress, files);
            whole = true;
            return new Written(files, differences);
        } finally {
            // What is left of one that failed would stand in the way of the next.
            for (Path file : whole ? List.<Path>of() : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Adds to {@code files} what it writes, before it does. Returns where the client shows something else than it should. */
    private static List<String> write(
            LogView view,
            List<Selection> selections,
            String origin,
            TestPlace place,
            Redactor redactor,
            Instant now,
            WorkProgress progress,
            List<Path> files)
            throws IOException, InterruptedException {
        Path source = place.sources().resolve(place.className() + ".java");
        Files.createDirectories(place.sources());
        Files.createDirectories(place.resources());
        TestSource test = new TestSource(place, origin);
        files.add(absent(source));
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < selections.size(); i++) {
            StreamCard stream = selections.get(i).stream();
            String suffix = i == 0 ? "" : "-" + (i + 1);
            Path slice = absent(place.resources().resolve(place.className() + suffix + ".tfx"));
            files.add(slice);
            long updates = cut(view, selections.get(i), slice, redactor, origin, now, progress);
            Expectation expected = expectation(slice, stream, progress);
            expected.differences().forEach(difference -> differences.add(stream.name() + ": " + difference));
            String expression = TestSource.textBlock(expected.lines());
            if (expression.length() > MOST_IN_SOURCE) {
                Path lines = absent(place.resources().resolve(place.className() + suffix + ".txt"));
                Files.writeString(lines, String.join("\n", expected.lines()) + "\n", StandardCharsets.UTF_8);
                files.add(lines);
                expression = "CaptureReplay.text(" + place.className() + ".class, \"" + lines.getFileName() + "\")";
            }
            test.add(stream.name(), what(stream, updates), String.valueOf(slice.getFileName()), expression);
        }
        Files.writeString(source, test.toString(), StandardCharsets.UTF_8);
        return differences;
    }

    private static Path absent(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(
                    file + " is there already: remove it, or name another class with --test-class");
        }
        return file;
    }

    private static String what(StreamCard stream, long updates) {
        return String.format(
                Locale.ROOT,
                "%s: %,d update%s as the server sent them.",
                stream.name(),
                updates,
                updates == 1 ? "" : "s");
    }

    private static long cut(
            LogView view,
            Selection selection,
            Path file,
            Redactor redactor,
            String origin,
            Instant now,
            WorkProgress progress)
            throws IOException {
        CaptureSlice slice = CaptureSlice.of(view, selection);
        CaptureNote note = new CaptureNote("trebuchet report --test, of " + origin, now, redactor.inWords());
        long updates;
        try (CaptureWriter writer = CaptureFormat.OWN.create(file, note)) {
            EventSink clean = redactor.before(writer);
            updates = slice.writeTo(event -> {
                progress.expect(1);
                progress.advance();
                clean.append(event);
            });
        }
        if (updates == 0 || updates > MAX_UPDATES) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "expected 1 to %,d updates of %s but found %,d: choose others with --where",
                    MAX_UPDATES,
                    selection.stream().name(),
                    updates));
        }
        return updates;
    }

    private static Expectation expectation(Path slice, StreamCard stream, WorkProgress progress)
            throws IOException, InterruptedException {
        try (CaptureReplay replay = CaptureReplay.of(slice);
                TrebuchetClient client = replay.client().build();
                EventLog log = new EventLog(CaptureLimits.DEFAULT)) {
            List<ShownLine> shown = replay.lines(replay.observe(client, JsonNode.class));
            CaptureFormat.OWN.read(slice, log);
            LogView view = log.view();
            progress.expect(view.size());
            AuditReport audit = LogAudit.of(view, log.holes(), false, event -> {
                        progress.advance();
                        return true;
                    })
                    .report();
            return Expectation.of(shown, SentStates.of(view), audit, stream.filter() == null || replay.isExtended());
        } catch (IllegalArgumentException e) {
            throw new IOException(stream.name() + " can't be made a test of: " + e.getMessage(), e);
        } catch (AssertionError e) {
            throw new IOException(
                    stream.name()
                            + " can't be made a test of: the client of this version does not do what the recorded one did: "
                            + e.getMessage(),
                    e);
        }
    }
}
