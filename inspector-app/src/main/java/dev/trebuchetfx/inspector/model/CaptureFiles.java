// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.capture.CaptureFileWriter;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.format.LogCopy;
import dev.trebuchetfx.inspector.redact.Redactor;
import dev.trebuchetfx.inspector.worker.Notes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
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

    private final EventLog log;
    private final NotesModel notes;
    private final InstantSource clock;
    private final Executor background;
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
    private final AtomicReference<@Nullable String> ready = new AtomicReference<>();

    CaptureFiles(EventLog log, NotesModel notes, InstantSource clock, Executor background) {
        this.log = log;
        this.notes = notes;
        this.clock = clock;
        this.background = background;
    }

    /**
     * Saves everything that is held, in the background: in our own format with marks and comments, as lines of JSON, or as HAR, as the name
     * says. {@link #messageProperty} tells how it ended.
     */
    public void save(Path file) {
        Path named = String.valueOf(file.getFileName()).contains(".")
                ? file
                : file.resolveSibling(file.getFileName() + DEFAULT_EXTENSION);
        CaptureFormat format;
        try {
            format = CaptureFormat.ofName(named);
        } catch (IllegalArgumentException e) {
            message.set("Not saved: " + e.getMessage());
            return;
        }
        Notes kept = notes.notesProperty().get();
        message.set("Saving " + named.getFileName() + "…");
        background.execute(() -> ready.set(saved(named, format, kept)));
        refresh();
    }

    /** In the background. */
    private String saved(Path file, CaptureFormat format, Notes kept) {
        Redactor redactor = Redactor.DEFAULT;
        CaptureNote note = new CaptureNote("Trebuchet FX", clock.instant(), redactor.inWords());
        long first = log.view().first();
        LogCopy copy;
        try (CaptureWriter writer = format.create(file, note)) {
            copy = new LogCopy(log, writer, redactor);
            copy.step();
            if (writer instanceof CaptureFileWriter own) {
                for (Comment comment : kept.list()) {
                    // The file counts from its own first event.
                    if (comment.index() >= first) {
                        own.append(new Comment(comment.index() - first, comment.text(), comment.marked()));
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
