// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the JavaFX toolkit once for all tests of a JVM, and helps tests to work with it: {@link #onFx}, {@link #awaitPulse}
 * and {@link #snapshot}. Use with {@code @ExtendWith}; a jqwik property calls {@link #start()} itself.
 *
 * <p>JavaFX hands what a listener throws to the FX thread's uncaught exception handler, or logs it, and goes on. Here it fails
 * the task of {@link #onFx} that it happened in, or else the test; a test that provokes it calls {@link #takeFailures()}.
 */
public final class FxToolkitExtension implements BeforeAllCallback, AfterEachCallback {
    private static final long TIMEOUT_SECONDS = 30;

    private static final Queue<Throwable> FAILURES = new ConcurrentLinkedQueue<>();

    /** What JavaFX's controls and bindings log. Referred to here, since a logger that nobody refers to forgets its handlers. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("javafx.scene"), Logger.getLogger("javafx.beans"));

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        throwFailures();
    }

    /** Returns what reached the FX thread's uncaught exception handler or was logged since the last look, and forgets it. */
    public static List<Throwable> takeFailures() {
        List<Throwable> taken = new ArrayList<>();
        for (Throwable next = FAILURES.poll(); next != null; next = FAILURES.poll()) {
            taken.add(next);
        }
        return taken;
    }

    private static void throwFailures() {
        List<Throwable> failures = takeFailures();
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("The FX thread met " + failures, failures.getFirst());
            failures.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }

    private static void watch() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> FAILURES.add(failure));
        for (Logger logger : LOGGERS) {
            logger.addHandler(new LoggedFailures());
        }
    }

    /** Keeps what JavaFX warns of. */
    private static final class LoggedFailures extends Handler {
        @Override
        public void publish(LogRecord message) {
            if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
                FAILURES.add(new AssertionError("JavaFX logged: " + message.getMessage(), message.getThrown()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Starts the toolkit, if it does not run yet, and keeps it running without windows. */
    public static void start() {
        CountDownLatch started = new CountDownLatch(1);
        try {
            Platform.startup(() -> {
                watch();
                started.countDown();
            });
        } catch (IllegalStateException e) {
            // It runs already.
            started.countDown();
        }
        try {
            if (!started.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("JavaFX did not start within " + TIMEOUT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        Platform.setImplicitExit(false);
    }

    /** Runs {@code task} on the FX thread and waits for it; what it or a listener in it throws is thrown here. */
    public static void onFx(Runnable task) {
        callOnFx(() -> {
            task.run();
            return true;
        });
    }

    /** Calls {@code task} on the FX thread and waits for its answer; what it throws is thrown here. */
    public static <V> V callOnFx(Callable<V> task) {
        if (Platform.isFxApplicationThread()) {
            try {
                return task.call();
            } catch (Exception e) {
                throw rethrow(e);
            }
        }
        CompletableFuture<V> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                V answer = task.call();
                throwFailures();
                result.complete(answer);
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return join(result);
    }

    /** Waits until a whole pulse, with its layout, has passed. Not on the FX thread. */
    public static void awaitPulse() {
        CompletableFuture<Boolean> passed = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            private int pulses;

            @Override
            public void handle(long now) {
                // The layout of the first follows its timers; when the second begins it is done.
                if (++pulses == 2) {
                    stop();
                    passed.complete(true);
                }
            }
        }.start());
        join(passed);
    }

    /** Writes a picture of {@code scene} to {@code png}, and makes the folder for it. Any thread. */
    public static void snapshot(Scene scene, Path png) {
        write(callOnFx(() -> scene.snapshot(null)), png);
    }

    /** Writes a picture of {@code node} to {@code png}, and makes the folder for it. Any thread. */
    public static void snapshot(Node node, Path png) {
        write(callOnFx(() -> node.snapshot(null, null)), png);
    }

    private static void write(Image image, Path png) {
        try {
            Files.createDirectories(Objects.requireNonNull(png.toAbsolutePath().getParent()));
            if (!ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", png.toFile())) {
                throw new IOException("Expected a writer for PNG but this JDK has none");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <V> V join(CompletableFuture<V> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TimeoutException e) {
            throw new AssertionError("The FX thread did not answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw rethrow(Objects.requireNonNull(e.getCause()));
        }
    }

    private static AssertionError rethrow(Throwable failure) {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError("The task on the FX thread failed", failure);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("Interrupted while waiting for the FX thread", e);
    }
}
