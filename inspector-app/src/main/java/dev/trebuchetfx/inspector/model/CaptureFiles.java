// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.capture.CaptureFileWriter;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.format.LogCopy;
import dev.trebuchetfx.inspector.format.SequenceCsv;
import dev.trebuchetfx.inspector.format.WorkProgress;
import dev.trebuchetfx.inspector.redact.Redactor;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.worker.Notes;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Saves what was captured, without its secrets. Confined to the FX thread, but for what it hands to the background. */
public final class CaptureFiles {
    /** What a file without an extension gets. */
    public static final String DEFAULT_EXTENSION = CaptureFormat.OWN.extension();

    /** What a table of sequence numbers is called. */
    public static final String TABLE_EXTENSION = ".csv";

    /** The progress where there is no work. */
    public static final double IDLE = -1;

    private static final String NOT_SAVED = "Not saved";

    private final EventLog log;
    private final MessageTableModel table;
    private final NotesModel notes;
    private final InstantSource clock;
    private final Executor background;
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
    private final AtomicReference<@Nullable String> ready = new AtomicReference<>();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(this, "progress", IDLE);
    private @Nullable WorkProgress running;

    /** Work on a file that takes its time. */
    public interface Work {
        /** In the background. Returns what came of it, in a sentence. */
        String run(WorkProgress progress) throws IOException;
    }

    CaptureFiles(EventLog log, MessageTableModel table, NotesModel notes, InstantSource clock, Executor background) {
        this.log = log;
        this.table = table;
        this.notes = notes;
        this.clock = clock;
        this.background = background;
    }

    /** Saves everything that is held. */
    public void save(Path file) {
        save(file, SavedPart.EVERYTHING);
    }

    /** What of the window is of a kind; null where nothing is. */
    public @Nullable SavedPart part(SavedPart.Kind kind) {
        return SavedPart.of(kind, table);
    }

    /**
     * Saves a part of what is held, in the background: in our own format with marks and comments, as lines of JSON, as HAR, or its sequence numbers as a
     * table, as the name says. {@link #messageProperty} tells how it ended. The file says that events were left out, so that nobody takes them for lost.
     */
    public void save(Path file, SavedPart part) {
        Path named = String.valueOf(file.getFileName()).contains(".")
                ? file
                : file.resolveSibling(file.getFileName() + DEFAULT_EXTENSION);
        String doing = "Saving " + named.getFileName() + "…";
        if (named.toString().toLowerCase(Locale.ROOT).endsWith(TABLE_EXTENSION)) {
            MessageRows rows = table.snapshot().rows();
            run(doing, NOT_SAVED, working -> replaced(named, partial -> savedTable(partial, part, rows, working)));
            return;
        }
        CaptureFormat format;
        try {
            format = CaptureFormat.ofName(named);
        } catch (IllegalArgumentException e) {
            message.set(NOT_SAVED + ": " + Texts.failure(e));
            return;
        }
        Notes kept = notes.notesProperty().get();
        run(doing, NOT_SAVED, working -> replaced(named, partial -> saved(partial, format, kept, part, working)));
    }

    /** Writes a file beside the one that is asked for, which takes its place once it is whole. */
    private static String replaced(Path file, Writer writer) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("expected a folder that exists but found " + folder);
        }
        Path partial = folder.resolve("." + file.getFileName() + ".saving");
        try {
            String what = writer.write(partial);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            return "Saved " + what.formatted(file.getFileName());
        } finally {
            CaptureFormat.delete(partial);
        }
    }

    private interface Writer {
        /** Returns how much it was, with {@code %s} for the name of the file. */
        String write(Path file) throws IOException;
    }

    private String saved(Path file, CaptureFormat format, Notes kept, SavedPart part, WorkProgress working)
            throws IOException {
        Redactor redactor = Redactor.DEFAULT;
        CaptureNote note = note(redactor, part);
        Map<Long, Long> places = new HashMap<>();
        LogCopy copy;
        try (CaptureWriter writer = format.create(file, note, working)) {
            long[] written = new long[1];
            copy = new LogCopy(
                    log,
                    writer,
                    redactor,
                    event -> {
                        boolean holds = part.holds().test(event);
                        if (holds && kept.at(event.index()) != null) {
                            places.put(event.index(), written[0]);
                        }
                        written[0] += holds ? 1 : 0;
                        return holds;
                    },
                    working);
            copy.step();
            if (writer instanceof CaptureFileWriter own) {
                for (Comment comment : kept.list()) {
                    // The file counts from its own first event.
                    Long place = places.get(comment.index());
                    if (place != null) {
                        own.append(new Comment(place, comment.text(), comment.marked()));
                    }
                }
            }
        }
        boolean lost = format != CaptureFormat.OWN && !kept.isEmpty();
        return Texts.count(copy.copied(), "event", "events") + " to %s, secrets taken out"
                + (lost ? "; only .tfx keeps marks and comments" : "");
    }

    private CaptureNote note(Redactor redactor, SavedPart part) {
        CaptureNote note = new CaptureNote("Trebuchet FX", clock.instant(), redactor.inWords());
        String words = part.words();
        return words != null ? note.filteredBy(words) : log.isFiltered() ? note.filteredBy("what was captured") : note;
    }

    private String savedTable(Path file, SavedPart part, MessageRows rows, WorkProgress working) throws IOException {
        LogView view = log.view();
        working.expect(view.size());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            long lines = SequenceCsv.write(
                    view,
                    event -> {
                        working.advance();
                        return part.holds().test(event);
                    },
                    index -> {
                        long row = rows.rowOf(index);
                        return rows.holds(row) && rows.logIndex(row) == index
                                ? rows.verdict(row).word()
                                : "";
                    },
                    out);
            return Texts.count(lines, "update", "updates") + " to %s";
        }
    }

    /**
     * Does something with the capture in the background, one thing at a time. {@link #messageProperty} tells how it ended, {@link
     * #progressProperty} how far it is, and {@link #cancel} ends it.
     *
     * @param doing a sentence that stands there meanwhile
     * @param failed what to say where it fails, before the reason
     */
    public void run(String doing, String failed, Work work) {
        if (running != null) {
            message.set(failed + ": wait for what is being written, or cancel it");
            return;
        }
        WorkProgress begun = new WorkProgress();
        running = begun;
        message.set(doing);
        background.execute(() -> ready.set(outcome(failed, work, begun)));
        refresh();
    }

    private static String outcome(String failed, Work work, WorkProgress begun) {
        try {
            return work.run(begun);
        } catch (CancellationException e) {
            return failed + ": cancelled";
        } catch (IOException | RuntimeException e) {
            return failed + ": " + Texts.failure(e);
        } catch (OutOfMemoryError e) {
            return failed + ": out of memory";
        }
    }

    /** Ends what is being written; nothing of it stays. */
    public void cancel() {
        if (running != null) {
            running.cancel();
        }
    }

    /** Tells something in the same place, in a sentence. */
    public void tell(String what) {
        message.set(what);
    }

    /** Shows what the background has finished; once a pulse. */
    void refresh() {
        String done = ready.getAndSet(null);
        if (done != null) {
            message.set(done);
            running = null;
        }
        progress.set(running == null ? IDLE : running.fraction());
    }

    /** Returns the progress of the work, from 0 to 1; {@link #IDLE} where there is none. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** The last thing that was done with a file, in a sentence; empty for nothing. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }
}
