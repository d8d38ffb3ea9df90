// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.inspector;

import com.sun.management.ThreadMXBean;
import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.OwnProcess;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.analysis.CaptureAnalysis;
import dev.trebuchetfx.inspector.capture.ByteSearch;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.GrowingCapture;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Opening a capture of 1,000,000 events, looking for bytes in it and filtering it, the window over live traffic, and what the inspector costs
 * a client and its proxy a message. Of a file, rows are there when the analysis has made them: its window is not part of that.
 */
public final class InspectorBenchmark implements Benchmark {
    private static final int ROWS_OF_A_WINDOW = 50;
    private static final CaptureLimits UNBOUNDED = new CaptureLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    @Override
    public String name() {
        return "inspector";
    }

    @Override
    public String about() {
        return "opening, searching and filtering 1,000,000 events, the window over 50,000 a second, and what clients and proxies pay";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        int events = bench.quick() ? 20_000 : 1_000_000;
        Path file = Files.createTempFile("trebuchet-benchmark", ".tfx");
        try {
            bench.note("writing " + events + " events");
            long bytes = Corpus.write(file, events);
            opening(bench, figures, file, events);
            memory(bench, figures, file, events);
            search(bench, figures, file, events, bytes);
            filter(bench, figures, file, events);
        } finally {
            Files.delete(file);
        }
        ScrubCost.measure(bench, figures, events);
        closed(bench, figures);
        open(bench, figures);
        OwnProcess.measure(bench, new WindowBenchmark(), figures);
        ProxyCost.measure(bench, figures);
    }

    private static void filter(Workbench bench, Consumer<Figure> figures, Path file, int events) throws IOException {
        EventLog log = new EventLog(UNBOUNDED);
        try (GrowingCapture capture = GrowingCapture.open(file, log)) {
            while (capture.readMore()) {
                bench.note("read " + log.extent().end());
            }
            FilterCost.measure(bench, figures, log, events);
        }
    }

    private static void opening(Workbench bench, Consumer<Figure> figures, Path file, int events) throws IOException {
        double[] first = new double[bench.warmUps(2) + bench.times(5)];
        double[] whole = new double[first.length];
        for (int run = 0; run < first.length; run++) {
            long start = bench.nanoTime();
            EventLog log = new EventLog(UNBOUNDED);
            try (GrowingCapture capture = GrowingCapture.open(file, log)) {
                CaptureAnalysis analysis = new CaptureAnalysis(log, events);
                boolean more = capture.readMore();
                boolean any = analysis.advance(ROWS_OF_A_WINDOW);
                first[run] = millis(bench, start);
                while (more || any) {
                    more = capture.readMore();
                    any = analysis.advance(Integer.MAX_VALUE);
                }
                whole[run] = millis(bench, start);
                expect(analysis.position(), events, "events analysed");
            }
        }
        int warm = bench.warmUps(2);
        Figure rows = Figure.lowerIsBetter(
                "first_rows_ms", Samples.of(tail(first, warm)).median(), "ms");
        Figure cold = Figure.lowerIsBetter("first_rows_cold_ms", first[0], "ms");
        Figure index =
                Figure.lowerIsBetter("index_ms", Samples.of(tail(whole, warm)).median(), "ms");
        Figure coldIndex = Figure.lowerIsBetter("index_cold_ms", whole[0], "ms");
        figures.accept(bench.quick() ? rows : rows.withGoal(300));
        figures.accept(cold);
        figures.accept(bench.quick() ? index : index.withGoal(3_000));
        figures.accept(coldIndex);
    }

    private static double[] tail(double[] values, int from) {
        return Arrays.copyOfRange(values, from, values.length);
    }

    private static void memory(Workbench bench, Consumer<Figure> figures, Path file, int events) throws IOException {
        long before = usedHeap();
        EventLog log = new EventLog(UNBOUNDED);
        try (GrowingCapture capture = GrowingCapture.open(file, log)) {
            while (capture.readMore()) {
                bench.note("read " + log.extent().end());
            }
            double each = (double) (usedHeap() - before) / events;
            Figure heap = Figure.lowerIsBetter("heap_bytes_per_event", each, "B");
            figures.accept(bench.quick() ? heap : heap.withGoal(48));
            CaptureAnalysis analysis = new CaptureAnalysis(log, events);
            while (analysis.advance(Integer.MAX_VALUE)) {
                bench.note("analysed " + analysis.position());
            }
            double all = (double) (usedHeap() - before) / events;
            figures.accept(Figure.lowerIsBetter("heap_bytes_per_event_with_analysis", all, "B"));
            // Both are asked once more, so that neither was collected before it was measured.
            expect(analysis.position(), log.extent().end(), "events analysed");
        }
    }

    /** Returns the bytes that are alive after collections. */
    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static void search(Workbench bench, Consumer<Figure> figures, Path file, int events, long bytes)
            throws IOException {
        EventLog log = new EventLog(UNBOUNDED);
        try (GrowingCapture capture = GrowingCapture.open(file, log)) {
            while (capture.readMore()) {
                bench.note("read " + log.extent().end());
            }
            ByteSearch search = new ByteSearch(Corpus.NEEDLE.getBytes(StandardCharsets.UTF_8));
            double[] times = new double[bench.warmUps(2) + bench.times(5)];
            for (int run = 0; run < times.length; run++) {
                AtomicInteger found = new AtomicInteger();
                long start = bench.nanoTime();
                search.search(log.view(), index -> found.incrementAndGet(), () -> false);
                times[run] = millis(bench, start);
                expect(found.get(), (events + 4_935) / 10_000, "events found");
            }
            Figure time = Figure.lowerIsBetter(
                    "substring_ms", Samples.of(tail(times, bench.warmUps(2))).median(), "ms");
            figures.accept(bench.quick() ? time : time.withGoal(400));
            figures.accept(Figure.higherIsBetter("substring_mb", bytes / 1e6, "MB"));
        }
    }

    private static void closed(Workbench bench, Consumer<Figure> figures) {
        TapHub hub = new TapHub();
        try (EventLog log = new EventLog(UNBOUNDED);
                ClientSource source = ClientSource.attachTo(hub, log, null)) {
            double each = bytesAllocatedByEach(hub, bench.quick() ? 1_000 : 500_000);
            Figure allocated = Figure.lowerIsBetter("closed_alloc_bytes_per_event", each, "B");
            figures.accept(bench.quick() ? allocated : allocated.withGoal(0));
            expect(source.log().extent().end(), 0, "events captured before it is opened");
        }
    }

    /** Returns the bytes that the client's thread allocates for the inspector with each of {@code events} messages and accepted updates. */
    private static double bytesAllocatedByEach(TapHub hub, int events) {
        StreamDataEnvelope data = Corpus.update(1);
        Bytes frame = Corpus.frame(1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        for (int round = 0; round < 3; round++) {
            // The first question itself may allocate.
            threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < events; i++) {
                hub.message(i, 1, false, data, frame);
                hub.updateAccepted(i, 1, data, UpdateKind.FULL);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        return (double) allocated / (2L * events);
    }

    private static void open(Workbench bench, Consumer<Figure> figures) {
        int events = bench.quick() ? 1_000 : 500_000;
        TapHub hub = new TapHub();
        try (EventLog log = new EventLog(new CaptureLimits(200_000, 64 << 20));
                ClientSource source = ClientSource.attachTo(hub, log, null)) {
            source.start();
            StreamDataEnvelope data = Corpus.update(1);
            Bytes frame = Corpus.frame(1);
            double[] times = new double[bench.warmUps(2) + bench.times(5)];
            for (int run = 0; run < times.length; run++) {
                long start = bench.nanoTime();
                for (int i = 0; i < events; i++) {
                    hub.message(i, 1, false, data, frame);
                    hub.updateAccepted(i, 1, data, UpdateKind.FULL);
                }
                times[run] = (bench.nanoTime() - start) / 1e3 / (2.0 * events);
            }
            Figure each = Figure.lowerIsBetter(
                    "open_us_per_event",
                    Samples.of(tail(times, bench.warmUps(2))).median(),
                    "us");
            figures.accept(bench.quick() ? each : each.withGoal(2));
        }
    }

    private static double millis(Workbench bench, long start) {
        return (bench.nanoTime() - start) / 1e6;
    }

    private static void expect(long found, long expected, String what) {
        if (found != expected) {
            throw new BenchmarkFailedException("expected " + expected + " " + what + " but there were " + found);
        }
    }
}
