// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.app;

import dev.trebuchetfx.inspector.attach.AttachAddress;
import dev.trebuchetfx.inspector.attach.AttachPort;
import dev.trebuchetfx.inspector.attach.AttachSource;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.SpillFile;
import dev.trebuchetfx.inspector.file.PrivateFile;
import dev.trebuchetfx.inspector.source.FileSource;
import dev.trebuchetfx.protocol.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.prefs.Preferences;

/** The real machine. */
public final class Surroundings {
    /** How soon what was written to a file that grows is seen. */
    private static final int LOOK_MILLIS = 250;

    /** How soon a watcher in another process sees an event. */
    private static final int TELL_MILLIS = 50;

    private static final String FILTERS = "filters";

    private Surroundings() {}

    /** Runs each task on a virtual thread of this name. */
    public static Executor threads(String name) {
        return task -> Thread.ofVirtual().name(name).start(task);
    }

    /** A log that keeps its bytes in a temporary file. */
    public static EventLog temporaryLog(CaptureLimits limits) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        return new EventLog(limits, new SpillFile(folder, threads("trebuchet-capture")));
    }

    /** A port on which other processes watch {@code log}. */
    public static AttachPort attachPort(int port, EventLog log) throws IOException {
        Executor threads = threads("trebuchet-attach");
        SystemTime time = new SystemTime("trebuchet-attach-timer", InstantSource.system());
        try {
            return AttachPort.open(
                    port,
                    log,
                    new CaptureNote("Trebuchet FX", time.instant(), null),
                    time,
                    CompletableFuture.delayedExecutor(TELL_MILLIS, TimeUnit.MILLISECONDS, threads),
                    threads,
                    time::close);
        } catch (IOException | RuntimeException e) {
            time.close();
            throw e;
        }
    }

    /** Attaches to an application of this machine; see {@link AttachSource#connect}. */
    public static AttachSource attach(AttachAddress address, EventLog log) throws IOException {
        try (SystemTime time = new SystemTime("trebuchet-attach-timer", InstantSource.system())) {
            return AttachSource.connect(address, log, threads("trebuchet-attach"), time);
        }
    }

    /** Writes a file that only the user may read, in place of one that is there. */
    public static void writePrivately(Path file, String text) throws IOException {
        PrivateFile.replace(file, text);
    }

    /** Completes when an update of a stream is in {@code log}, or after so many seconds. */
    public static CompletableFuture<Void> within(EventLog log, int seconds) {
        CompletableFuture<Void> came = new CompletableFuture<>();
        Executor threads = threads("trebuchet-capture");
        threads.execute(() -> look(log, came, 0, threads));
        return came.completeOnTimeout(null, seconds, TimeUnit.SECONDS);
    }

    private static void look(EventLog log, CompletableFuture<Void> came, long from, Executor threads) {
        LogView view = log.view();
        LogCursor event = view.cursor();
        for (long index = Math.max(from, view.first()); event.moveTo(index); index++) {
            if (event.kind() == EventKind.STREAM_DATA) {
                came.complete(null);
            }
        }
        if (!came.isDone()) {
            CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, threads)
                    .execute(() -> look(log, came, view.end(), threads));
        }
    }

    /** What was asked of messages in earlier runs, the newest last. */
    public static List<String> rememberedFilters() {
        String kept = preferences().get(FILTERS, "");
        return kept.isEmpty() ? List.of() : List.of(kept.split("\n"));
    }

    /** Remembers for later runs as many as there is room for, the newest. */
    public static void rememberFilters(List<String> filters) {
        StringBuilder kept = new StringBuilder();
        for (int i = filters.size() - 1; i >= 0; i--) {
            String line = filters.get(i).replace('\n', ' ');
            if (kept.length() + line.length() >= Preferences.MAX_VALUE_LENGTH) {
                break;
            }
            kept.insert(0, kept.isEmpty() ? line : line + "\n");
        }
        preferences().put(FILTERS, kept.toString());
    }

    private static Preferences preferences() {
        return Preferences.userRoot().node("dev/trebuchetfx/inspector");
    }

    /** A capture file, with all of its events. Throws, with what was found, where it is none. */
    public static FileSource file(Path file) throws IOException {
        Executor threads = threads("trebuchet-file");
        return FileSource.open(
                file,
                temporaryLog(new CaptureLimits(Long.MAX_VALUE, Long.MAX_VALUE)),
                threads,
                CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, threads));
    }
}
