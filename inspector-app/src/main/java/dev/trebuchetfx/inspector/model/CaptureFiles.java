// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.capture.CaptureFileWriter;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.format.LogCopy;
import dev.trebuchetfx.inspector.format.SequenceCsv;
import dev.trebuchetfx.inspector.redact.Redactor;
import dev.trebuchetfx.inspector.worker.Notes;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Saves what was captured, without its secrets. Confined to the FX thread, but for what it hands to the background. */
public final class CaptureFiles {
    /** What a file without an extension gets. */
    public static final String DEFAULT_EXTENSION = CaptureFormat.OWN.extension();

    /** What a table of sequence numbers is called. */
    public static final String TABLE_EXTENSION = ".csv";

    private final EventLog log;
    private final MessageTableModel table;
    private final NotesModel notes;
    private final InstantSource clock;
    private final Executor background;
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
    private final AtomicReference<@Nullable String> ready = new AtomicReference<>();

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
        message.set("Saving " + named.getFileName() + "…");
        if (named.toString().toLowerCase(Locale.ROOT).endsWith(TABLE_EXTENSION)) {
            MessageRows rows = table.snapshot().rows();
            background.execute(() -> ready.set(savedTable(named, part, rows)));
            refresh();
            return;
        }
        CaptureFormat format;
        try {
            format = CaptureFormat.ofName(named);
        } catch (IllegalArgumentException e) {
            message.set("Not saved: " + e.getMessage());
            return;
        }
        Notes kept = notes.notesProperty().get();
        background.execute(() -> ready.set(saved(named, format, kept, part)));
        refresh();
    }

    /** In the background. */
    private String saved(Path file, CaptureFormat format, Notes kept, SavedPart part) {
        Redactor redactor = Redactor.DEFAULT;
        CaptureNote note = note(redactor, part);
        Map<Long, Long> places = new HashMap<>();
        LogCopy copy;
        try (CaptureWriter writer = format.create(file, note)) {
            long[] written = new long[1];
            copy = new LogCopy(log, writer, redactor, event -> {
                boolean holds = part.holds().test(event);
                if (holds && kept.at(event.index()) != null) {
                    places.put(event.index(), written[0]);
                }
                written[0] += holds ? 1 : 0;
                return holds;
            });
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
        } catch (IOException | UncheckedIOException e) {
            return "Not saved: " + e.getMessage();
        }
        boolean lost = format != CaptureFormat.OWN && !kept.isEmpty();
        return "Saved " + Texts.count(copy.copied(), "event", "events") + " to " + file.getFileName()
                + ", secrets taken out" + (lost ? "; only .tfx keeps marks and comments" : "");
    }

    private CaptureNote note(Redactor redactor, SavedPart part) {
        CaptureNote note = new CaptureNote("Trebuchet FX", clock.instant(), redactor.inWords());
        String words = part.words();
        return words != null ? note.filteredBy(words) : log.isFiltered() ? note.filteredBy("what was captured") : note;
    }

    /** In the background. */
    private String savedTable(Path file, SavedPart part, MessageRows rows) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            long lines = SequenceCsv.write(
                    log.view(),
                    part.holds(),
                    index -> {
                        long row = rows.rowOf(index);
                        return rows.holds(row) && rows.logIndex(row) == index
                                ? rows.verdict(row).word()
                                : "";
                    },
                    out);
            return "Saved " + Texts.count(lines, "update", "updates") + " to " + file.getFileName();
        } catch (IOException | UncheckedIOException e) {
            return "Not saved: " + e.getMessage();
        }
    }

    /**
     * Does something else with the capture, in the background.
     *
     * @param doing a sentence that stands there meanwhile
     * @param work gives what came of it, in a sentence
     */
    public void run(String doing, Supplier<String> work) {
        message.set(doing);
        background.execute(() -> ready.set(work.get()));
        refresh();
    }

    /** Tells what could not be done with a file. */
    public void failed(String what) {
        message.set(what);
    }

    /** Shows what the background has finished; once a pulse. */
    void refresh() {
        String done = ready.getAndSet(null);
        if (done != null) {
            message.set(done);
        }
    }

    /** The last thing that was done with a file, in a sentence; empty for nothing. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }
}
