// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fx;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The FX thread with one window, and what it is busy with. */
final class Desk implements Executor {
    private static final int MAX_PULSES = 100_000;
    private static final long NANOS_OF_A_MILLISECOND = 1_000_000;

    private final Workbench bench;
    private final AtomicLong laters = new AtomicLong();
    private final List<Object> held = new ArrayList<>();
    // Confined to the FX thread.
    private final double[] pulses = new double[MAX_PULSES];
    private int pulseCount;
    private long before;
    private long cpuBefore;
    private long cpuNanos;
    private final AnimationTimer timer = new AnimationTimer() {
        @Override
        public void handle(long now) {
            if (before != 0 && pulseCount < MAX_PULSES) {
                pulses[pulseCount++] = (double) (now - before) / NANOS_OF_A_MILLISECOND;
            }
            before = now;
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            cpuBefore = cpuBefore == 0 ? cpu : cpuBefore;
            cpuNanos = cpu - cpuBefore;
        }
    };

    /** The measurements made while something ran. */
    record Measured(double busyPercent, double medianPulseMs, double p99PulseMs, double latersPerPulse) {}

    Desk(Workbench bench) {
        this.bench = bench;
    }

    static void startToolkit(Workbench bench) throws InterruptedException {
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

    /** Keeps something from being garbage collected, as a window keeps what it shows. */
    void hold(Object thing) {
        held.add(thing);
    }

    /** Runs a task soon on the FX thread, and counts that. */
    @Override
    public void execute(Runnable task) {
        laters.incrementAndGet();
        Platform.runLater(task);
    }

    Stage show(Supplier<Parent> content) throws InterruptedException {
        return on(() -> {
            Stage stage = new Stage();
            stage.setScene(new Scene(content.get(), 1_000, 800));
            stage.show();
            return stage;
        });
    }

    void begin() throws InterruptedException {
        laters.set(0);
        on(() -> {
            timer.start();
            return true;
        });
    }

    /** Measures for so long, while the FX thread is given the number of each pulse, from 0 on, in that pulse. */
    Measured changing(int seconds, IntConsumer eachPulse) throws InterruptedException {
        AnimationTimer changes = new AnimationTimer() {
            private int pulse;

            @Override
            public void handle(long now) {
                eachPulse.accept(pulse++);
            }
        };
        CountDownLatch never = new CountDownLatch(1);
        on(() -> {
            changes.start();
            return true;
        });
        begin();
        boolean unused = never.await(seconds, TimeUnit.SECONDS);
        Measured measured = end();
        on(() -> {
            changes.stop();
            return true;
        });
        return measured;
    }

    Measured end() throws InterruptedException {
        return on(() -> {
            timer.stop();
            if (pulseCount == 0) {
                throw new BenchmarkFailedException("expected pulses but there were none");
            }
            double[] sorted = Arrays.copyOf(pulses, pulseCount);
            double elapsedMs = Arrays.stream(sorted).sum();
            Arrays.sort(sorted);
            return new Measured(
                    100.0 * cpuNanos / NANOS_OF_A_MILLISECOND / elapsedMs,
                    sorted[pulseCount / 2],
                    sorted[(int) (pulseCount * 0.99)],
                    (double) laters.get() / pulseCount);
        });
    }

    /** Waits until what was handed to the FX thread before is done. */
    <V> V on(Supplier<V> task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<@Nullable V> result = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Platform.runLater(() -> {
            try {
                result.set(task.get());
            } catch (Throwable e) {
                failure.set(e);
            }
            done.countDown();
        });
        bench.await(done, "the FX thread does what is asked of it");
        V value = result.get();
        if (value == null) {
            throw new BenchmarkFailedException("the FX thread failed: " + failure.get());
        }
        return value;
    }
}
