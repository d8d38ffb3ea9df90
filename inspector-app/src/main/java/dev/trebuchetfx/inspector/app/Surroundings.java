// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.app;

import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.SpillFile;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** The real machine. */
public final class Surroundings {
    private Surroundings() {}

    /** Runs each task on a virtual thread of this name. */
    public static Executor threads(String name) {
        return task -> Thread.ofVirtual().name(name).start(task);
    }

    /** A log of the usual size that keeps its bytes in a temporary file. */
    public static EventLog temporaryLog() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        return new EventLog(CaptureLimits.DEFAULT, new SpillFile(folder, threads("trebuchet-capture")));
    }
}
