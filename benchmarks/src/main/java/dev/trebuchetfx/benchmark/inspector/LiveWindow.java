// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.inspector;

import atlantafx.base.theme.PrimerDark;
import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.inspector.view.InspectorPane;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The window over live traffic: messages come from a thread of their own at an even rate, the window follows them, and the time between
 * frames is taken. Without a display it is drawn by software on the headless platform, which is the slowest there is.
 */
final class LiveWindow {
    private static final int A_SECOND = 50_000;
    private static final int MAX_FRAMES = 100_000;
    /** The system's own, as a window and a transport have: others wait until one of them has nothing to do. */
    private static final Executor THREADS =
            task -> Thread.ofPlatform().daemon().name("live-window").start(task);

    private static final long NANOS = 1_000_000_000L;

    private final Workbench bench;
    private final TapHub hub = new TapHub();
    private final EventLog log = new EventLog(CaptureLimits.DEFAULT);
    private final ClientSource source = ClientSource.attachTo(hub, log, null);
    // Confined to the FX thread while it runs.
    private final double[] frames = new double[MAX_FRAMES];
    private final long[] behind = new long[MAX_FRAMES];
    private int frameCount;
    private long cpuBefore;
    private long cpuNanos;

    private LiveWindow(Workbench bench) {
        this.bench = bench;
    }

    static void measure(Workbench bench, Consumer<Figure> figures) throws InterruptedException {
        LiveWindow window = new LiveWindow(bench);
        int warmUp = bench.quick() ? 0 : 4;
        int seconds = bench.quick() ? 1 : 12;
        startToolkit(bench);
        AtomicReference<@Nullable Stage> stage = new AtomicReference<>();
        AtomicReference<@Nullable InspectorModel> model = new AtomicReference<>();
        run(bench, () -> {
            InspectorModel made =
                    new InspectorModel(window.source, InstantSource.system(), ZoneOffset.UTC, THREADS, THREADS);
            model.set(made);
            stage.set(show(made, new BoardModel(made, ZoneOffset.UTC, THREADS)));
        });
        window.feed(0, warmUp);
        AtomicReference<@Nullable AnimationTimer> timer = new AtomicReference<>();
        run(bench, () -> timer.set(window.timer(made(model))));
        int sent = window.feed(warmUp, warmUp + seconds);
        run(bench, () -> made(timer).stop());
        bench.awaitUntil(
                () -> made(model).snapshotProperty().get().position()
                        == window.log.view().end(),
                "the window shows all that was captured");
        run(bench, () -> made(stage).hide());
        window.report(figures, sent, made(model).snapshotProperty().get().neverRead());
        window.source.close();
        window.log.close();
    }

    private void report(Consumer<Figure> figures, int sent, long neverRead) {
        double[] times = Arrays.copyOf(frames, frameCount);
        long[] late = Arrays.copyOf(behind, frameCount);
        Arrays.sort(times);
        Arrays.sort(late);
        if (frameCount == 0) {
            throw new BenchmarkFailedException("expected frames of the window but there were none");
        }
        Figure p99 = Figure.lowerIsBetter("p99_frame_ms", times[(int) (frameCount * 0.99)], "ms");
        // What came to the log, less what it holds or knows that it has let go; and what the window has not read.
        Figure loss = Figure.lowerIsBetter(
                "capture_loss", (double) (sent - log.extent().end() + neverRead), "events");
        figures.accept(Figure.lowerIsBetter("p50_frame_ms", times[frameCount / 2], "ms"));
        figures.accept(bench.quick() ? p99 : p99.withGoal(33));
        figures.accept(Figure.lowerIsBetter("most_frame_ms", times[frameCount - 1], "ms"));
        figures.accept(Figure.lowerIsBetter("window_thread_cpu_ms_per_frame", cpuNanos / 1e6 / frameCount, "ms"));
        figures.accept(bench.quick() ? loss : loss.withGoal(0));
        figures.accept(Figure.lowerIsBetter("events_behind_p99", (double) late[(int) (frameCount * 0.99)], "events"));
    }

    private static Stage show(InspectorModel model, BoardModel board) {
        Scene scene = new Scene(new InspectorPane(model, board), 1_400, 900);
        scene.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
        Stage stage = new Stage();
        stage.setScene(scene);
        stage.show();
        return stage;
    }

    private AnimationTimer timer(InspectorModel model) {
        AnimationTimer timer = new AnimationTimer() {
            private long before;

            @Override
            public void handle(long now) {
                if (before != 0 && frameCount < MAX_FRAMES) {
                    frames[frameCount] = (now - before) / 1e6;
                    behind[frameCount] =
                            log.view().end() - model.snapshotProperty().get().position();
                    frameCount++;
                }
                before = now;
                long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                cpuBefore = cpuBefore == 0 ? cpu : cpuBefore;
                cpuNanos = cpu - cpuBefore;
            }
        };
        timer.start();
        return timer;
    }

    /** Sends at an even rate from a second to another; returns how many were sent since the first. */
    private int feed(int fromSecond, int toSecond) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        int from = fromSecond * A_SECOND;
        int to = toSecond * A_SECOND;
        THREADS.execute(() -> {
            send(from, to);
            done.countDown();
        });
        bench.note("sending " + (to - from) + " messages at " + A_SECOND + " a second");
        bench.await(done, "all messages are sent");
        return to;
    }

    private void send(int from, int to) {
        CountDownLatch never = new CountDownLatch(1);
        long start = bench.nanoTime();
        InstantSource clock = InstantSource.system();
        int next = from;
        while (next < to) {
            long due = from + (bench.nanoTime() - start) * A_SECOND / NANOS;
            long now = clock.millis() * 1_000_000;
            for (; next < Math.min(to, due); next++) {
                StreamDataEnvelope data = Corpus.update(next);
                Bytes frame = Corpus.frame(next);
                hub.message(now, 1, false, data, frame);
            }
            try {
                boolean unused = never.await(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void startToolkit(Workbench bench) throws InterruptedException {
        if (System.getenv("DISPLAY") == null) {
            System.setProperty("glass.platform", "Headless");
            System.setProperty("prism.order", "sw");
        }
        CountDownLatch started = new CountDownLatch(1);
        try {
            Platform.startup(started::countDown);
        } catch (IllegalStateException running) {
            started.countDown();
        }
        bench.await(started, "JavaFX starts");
        Platform.setImplicitExit(false);
    }

    private static void run(Workbench bench, Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Platform.runLater(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failure.set(e);
            }
            done.countDown();
        });
        bench.await(done, "the window does what is asked of it");
        Throwable failed = failure.get();
        if (failed != null) {
            throw new BenchmarkFailedException("the window failed: " + failed);
        }
    }

    private static <T> T made(AtomicReference<@Nullable T> reference) {
        T value = reference.get();
        if (value == null) {
            throw new BenchmarkFailedException("the window was not made");
        }
        return value;
    }
}
