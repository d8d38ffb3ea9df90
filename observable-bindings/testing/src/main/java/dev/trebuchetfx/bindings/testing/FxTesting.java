// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import dev.trebuchetfx.bindings.ObservableActor;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.transform.Scale;
import org.jspecify.annotations.Nullable;

/**
 * Works on the FX thread from a test: runs tasks there, waits for states and pulses, and draws pictures. Each wait ends after 30 s with an {@link AssertionError} that says
 * what was there instead. Methods may be called on any thread, unless they say otherwise.
 */
public final class FxTesting {
    private static final long TIMEOUT_SECONDS = 30;

    private FxTesting() {}

    /** Starts the toolkit without a screen if it does not run yet, and keeps it running without windows. {@link HeadlessFx} does so by itself; a jqwik property calls this. */
    public static void start() {
        setUnlessSet("glass.platform", "Headless");
        setUnlessSet("prism.order", "sw");
        setUnlessSet("java.awt.headless", "true");
        CountDownLatch started = new CountDownLatch(1);
        try {
            Platform.startup(() -> {
                FxFailures.watch();
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

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Runs {@code task} on the FX thread and waits for it. Throws here what it, or a listener that it causes to run, throws. */
    public static void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }

    /** Calls {@code task} on the FX thread and waits for its answer. Throws here what it, or a listener that it causes to run, throws. */
    public static <V> V call(Callable<V> task) {
        CompletableFuture<V> result = new CompletableFuture<>();
        Runnable guarded = () -> {
            try {
                V answer = task.call();
                FxFailures.throwAll();
                result.complete(answer);
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        };
        if (Platform.isFxApplicationThread()) {
            guarded.run();
        } else {
            Platform.runLater(guarded);
        }
        return join(result, "the FX thread did not answer");
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
        join(passed, "no pulse came");
    }

    /**
     * Waits until the actor shows a state that {@code expected} accepts, and returns it. Not on the FX thread.
     *
     * @param expected is asked on the FX thread for the state that is shown, and for each further one
     */
    public static <S> S awaitState(ObservableActor<S> actor, Predicate<? super S> expected) {
        return Objects.requireNonNull(
                awaitValue(actor.stateProperty(), state -> state != null && expected.test(state)));
    }

    /**
     * Waits until {@code observed} has a value that {@code expected} accepts, and returns it. Not on the FX thread.
     *
     * @param expected is asked on the FX thread for the value, which may be null, and for each further one
     */
    public static <V> @Nullable V awaitValue(
            ObservableValue<? extends @Nullable V> observed, Predicate<? super @Nullable V> expected) {
        if (Platform.isFxApplicationThread()) {
            throw new IllegalStateException("Expected a call by the test's own thread, but it came on the FX thread,"
                    + " which could not change the value meanwhile");
        }
        CompletableFuture<@Nullable V> found = new CompletableFuture<>();
        ChangeListener<@Nullable V> listener = (source, before, now) -> {
            try {
                if (expected.test(now)) {
                    found.complete(now);
                }
            } catch (Throwable e) {
                found.completeExceptionally(e);
            }
        };
        run(() -> {
            observed.addListener(listener);
            listener.changed(observed, null, observed.getValue());
        });
        try {
            return found.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "Expected a value that the predicate accepts within " + TIMEOUT_SECONDS
                            + " s, but the last one was " + call(() -> String.valueOf(observed.getValue())),
                    e);
        } catch (ExecutionException e) {
            throw rethrow(Objects.requireNonNull(e.getCause()));
        } finally {
            run(() -> observed.removeListener(listener));
        }
    }

    /** Writes a picture of {@code scene} to {@code png}, and makes the folder for it. */
    public static void snapshot(Scene scene, Path png) {
        PngFile.write(call(() -> scene.snapshot(null)), png);
    }

    /**
     * Writes a picture of {@code scene} to {@code png} as a screen of another scale draws it, and makes the folder for it. Sizes are those of the layout at 100 %.
     *
     * @param scale the pixels for each unit of the layout, more than 0 and at most 8; 2.0 is a screen at 200 %
     */
    public static void snapshot(Scene scene, Path png, double scale) {
        if (!(scale > 0 && scale <= 8)) {
            throw new IllegalArgumentException("a scale must be more than 0 and at most 8 but was " + scale);
        }
        PngFile.write(
                call(() -> {
                    SnapshotParameters parameters = new SnapshotParameters();
                    parameters.setFill(scene.getFill());
                    parameters.setTransform(new Scale(scale, scale));
                    parameters.setViewport(new Rectangle2D(0, 0, scene.getWidth() * scale, scene.getHeight() * scale));
                    return scene.getRoot().snapshot(parameters, null);
                }),
                png);
    }

    /** Writes a picture of {@code node} to {@code png}, and makes the folder for it. */
    public static void snapshot(Node node, Path png) {
        PngFile.write(call(() -> node.snapshot(null, null)), png);
    }

    /**
     * Returns what a screen reader gets of {@code node} and of all within it that is visible: a line for each, with its role, name, state and help, indented by its depth.
     * A test compares it with a text.
     */
    public static String accessibleTree(Node node) {
        return call(() -> AccessibleTree.of(node));
    }

    /** Returns the nodes within {@code node} that the Tab key reaches and for which a screen reader has no name. A test expects none. */
    public static List<Node> namelessControls(Node node) {
        return call(() -> AccessibleTree.nameless(node));
    }

    /** Returns what was thrown on the FX thread or logged there since the last look, and forgets it. A test that provokes a failure calls this. */
    public static List<Throwable> takeFailures() {
        return FxFailures.take();
    }

    private static <V> V join(CompletableFuture<V> future, String otherwise) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TimeoutException e) {
            throw new AssertionError("Waited for " + TIMEOUT_SECONDS + " s, but " + otherwise, e);
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
