// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.inspector;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.query.QueryException;
import dev.trebuchetfx.inspector.query.QueryParser;
import dev.trebuchetfx.inspector.worker.CaptureWorker;
import dev.trebuchetfx.inspector.worker.Notes;
import dev.trebuchetfx.inspector.worker.Snapshot;
import dev.trebuchetfx.inspector.worker.TableQuery;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.Consumer;

/** A measurement of the time from a new filter to all rows that match, with everything read before. */
final class FilterCost {
    private static final String FIELDS = "type:data size>100 stream:actor7.";
    private static final String PAYLOAD = "payload:\"\\\"revision\\\":77777,\"";

    private FilterCost() {}

    static void measure(Workbench bench, Consumer<Figure> figures, EventLog log, int events) {
        CaptureWorker worker = new CaptureWorker(log, ZoneOffset.UTC, Runnable::run, Integer.MAX_VALUE);
        worker.kick();
        int runs = bench.warmUps(4) + bench.times(7);
        double[] fields = times(bench, worker, FIELDS, runs, events / 64 - 2);
        figures.accept(Figure.lowerIsBetter("field_filter_cold_ms", fields[0], "ms"));
        Figure field = Figure.lowerIsBetter("field_filter_ms", median(bench, fields, 4), "ms");
        figures.accept(bench.quick() ? field : field.withGoal(50));
        double[] payload = times(bench, worker, PAYLOAD, bench.warmUps(1) + bench.times(3), events > 77_777 ? 1 : 0);
        figures.accept(Figure.lowerIsBetter("payload_filter_ms", median(bench, payload, 1), "ms"));
    }

    private static double median(Workbench bench, double[] times, int warmUps) {
        return Samples.of(Arrays.copyOfRange(times, bench.warmUps(warmUps), times.length))
                .median();
    }

    private static double[] times(Workbench bench, CaptureWorker worker, String text, int runs, int atLeast) {
        double[] times = new double[runs];
        for (int run = 0; run < runs; run++) {
            ask(worker, TableQuery.EVERYTHING);
            TableQuery query = query(text);
            long start = bench.nanoTime();
            Snapshot found = ask(worker, query);
            times[run] = (bench.nanoTime() - start) / 1e6;
            if (found.table().matched().size() < atLeast || !found.table().isComplete()) {
                throw new BenchmarkFailedException("expected at least " + atLeast + " matches of " + text
                        + " but there were " + found.table().matched().size());
            }
        }
        return times;
    }

    private static TableQuery query(String text) {
        try {
            return new TableQuery(QueryParser.parse(text), TableQuery.Mode.ONLY, false, false, Notes.NONE);
        } catch (QueryException e) {
            throw new BenchmarkFailedException("expected a query: " + e.error().message());
        }
    }

    private static Snapshot ask(CaptureWorker worker, TableQuery query) {
        worker.wish(worker.wishes().with(query));
        worker.kick();
        Snapshot found = worker.take();
        if (found == null) {
            throw new BenchmarkFailedException("expected an answer of the worker");
        }
        return found;
    }
}
