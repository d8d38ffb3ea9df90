// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;

/** The JavaFX toolkit: starting it, getting onto its thread, ending it. The only class here that names the platform. */
public final class FxToolkit {
    private FxToolkit() {}

    /**
     * Returns whether a window could be shown to somebody. On Linux that takes a display server; elsewhere there is always one.
     *
     * @param environment as {@link System#getenv()}
     * @param operatingSystem as the system property {@code os.name}
     */
    public static boolean hasDisplay(Map<String, String> environment, String operatingSystem) {
        boolean needsServer = !operatingSystem.startsWith("Mac") && !operatingSystem.startsWith("Windows");
        return !needsServer
                || !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }

    /** Draws into memory instead of onto a display. Only before {@link #start}. */
    public static void useHeadlessPlatform() {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
    }

    /** Starts the toolkit and returns when it runs. It goes on until {@link #exit}. */
    public static void start() {
        CompletableFuture<Boolean> started = new CompletableFuture<>();
        Platform.startup(() -> started.complete(true));
        started.join();
        Platform.setImplicitExit(false);
    }

    /** Ends the toolkit and closes its windows. */
    public static void exit() {
        Platform.exit();
    }

    /** Runs what it is given on the FX thread, in order; at once where that is the caller's thread. */
    public static Executor executor() {
        return task -> {
            if (Platform.isFxApplicationThread()) {
                task.run();
            } else {
                Platform.runLater(task);
            }
        };
    }

    /** Calls {@code task} on the FX thread and waits for its result; throws what it throws. */
    public static <T> T call(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor().execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            if (Objects.requireNonNull(e.getCause()) instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Returns whether the desktop is set to dark. */
    static boolean isDesktopDark() {
        return Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
    }

    /** Applies a theme to all windows. */
    static void setTheme(String userAgentStylesheet) {
        Application.setUserAgentStylesheet(userAgentStylesheet);
    }
}
