// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/** JavaFX's thread for a command, which starts the toolkit when it first needs it, without a display where there is none. */
final class FxThread {
    private static final int START_SECONDS = 30;

    private FxThread() {}

    /** Returns whether a window can be shown. */
    static boolean hasDisplay() {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return !linux || System.getenv("DISPLAY") != null || System.getProperty("glass.platform") != null;
    }

    /** A piece of work that may fail to write. */
    interface Work {
        void run() throws IOException;
    }

    /** Does something on the FX thread and waits for it. */
    static void run(Work work) throws IOException {
        CompletableFuture<@Nullable IOException> failure = new CompletableFuture<>();
        call(() -> {
            try {
                work.run();
                failure.complete(null);
            } catch (IOException e) {
                failure.complete(e);
            }
            return true;
        });
        IOException failed = failure.join();
        if (failed != null) {
            throw failed;
        }
    }

    /** Does something on the FX thread and waits for what comes of it. */
    static <T> T call(Callable<T> task) {
        if (!hasDisplay()) {
            System.setProperty("glass.platform", "Headless");
            System.setProperty("prism.order", "sw");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        };
        try {
            Platform.startup(run);
        } catch (IllegalStateException alreadyStarted) {
            Platform.runLater(run);
        }
        return result.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    }
}
