// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.GrowingCapture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a capture file, and goes on while it grows.
 *
 * <p>Safe for use by any thread; the file is read on those of the executors.
 */
public final class FileSource implements EventSource {
    private final EventLog log;
    private final GrowingCapture capture;
    private final Executor threads;
    private final Executor later;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private volatile List<String> notes = List.of();
    private volatile List<Comment> comments = List.of();
    private volatile boolean closed;

    private FileSource(EventLog log, GrowingCapture capture, Executor threads, Executor later) {
        this.log = log;
        this.capture = capture;
        this.threads = threads;
        this.later = later;
    }

    /**
     * Opens a file. Throws, with what was found, where it is no capture.
     *
     * @param log takes the events; new
     * @param threads runs tasks that block
     * @param later runs a task after a while: how often a file that may grow is looked at
     */
    public static FileSource open(Path file, EventLog log, Executor threads, Executor later) throws IOException {
        return new FileSource(log, GrowingCapture.open(file, log), threads, later);
    }

    @Override
    public void start() {
        if (!started.getAndSet(true)) {
            threads.execute(this::read);
        }
    }

    private void read() {
        try {
            while (!closed && capture.readMore()) {
                notes = capture.found().notes();
            }
            notes = capture.found().notes();
            if (comments.size() != capture.found().comments().size()) {
                comments = capture.found().comments();
            }
        } catch (IOException | UncheckedIOException e) {
            List<String> all = new ArrayList<>(capture.found().notes());
            all.add("The file can't be read any further: " + e.getMessage());
            notes = List.copyOf(all);
            loaded.complete(null);
            return;
        }
        if (!capture.mayGrow()) {
            log.markComplete();
        }
        loaded.complete(null);
        if (!closed && capture.mayGrow()) {
            later.execute(this::read);
        }
    }

    /** Completes when everything that the file had was read once. */
    public CompletableFuture<Void> loaded() {
        return loaded.copy();
    }

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public List<Comment> comments() {
        return comments;
    }

    /** A file holds what it holds: without effect. */
    @Override
    public void setRecording(boolean on) {}

    /** Stops to look whether the file grows. What was read stays readable, and with it the file open. */
    @Override
    public void close() {
        closed = true;
    }
}
