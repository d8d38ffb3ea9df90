// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.app;

import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.SpillFile;
import dev.trebuchetfx.inspector.source.FileSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The real machine. */
public final class Surroundings {
    /** How soon what was written to a file that grows is seen. */
    private static final int LOOK_MILLIS = 250;

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
