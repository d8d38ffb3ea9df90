// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Makes figures of the measurements. */
final class SoakReport {
    private final boolean smokeTest;
    private final Consumer<Figure> figures;

    /** Creates a report; that of a smoke test has no goals. */
    SoakReport(boolean smokeTest, Consumer<Figure> figures) {
        this.smokeTest = smokeTest;
        this.figures = figures;
    }

    /**
     * Reports everything.
     *
     * @throws BenchmarkFailedException if no line was cut or no stream resumed
     */
    void report(SoakFleet fleet, List<Checkup> checkups) {
        SoakCounts counts = fleet.counts();
        long resumes = counts.replayed().sum()
                + counts.restarted().sum()
                + counts.current().sum();
        if (fleet.cuts() == 0 || resumes == 0) {
            throw new BenchmarkFailedException("expected that lines are cut and streams resume, but there were "
                    + fleet.cuts() + " cuts and " + resumes + " resumes");
        }
        figures.accept(Figure.higherIsBetter("cuts", (double) fleet.cuts(), "connections"));
        figures.accept(Figure.higherIsBetter("updates", counts.updates().doubleValue(), "updates"));
        figures.accept(
                Figure.higherIsBetter("resumes_replayed", counts.replayed().doubleValue(), "resumes"));
        figures.accept(Figure.higherIsBetter("resumes_current", counts.current().doubleValue(), "resumes"));
        figures.accept(
                Figure.lowerIsBetter("resumes_restarted", counts.restarted().doubleValue(), "resumes"));
        double slowest = Samples.of(
                        checkups.stream().mapToDouble(Checkup::settledMs).toArray())
                .most();
        figures.accept(Figure.lowerIsBetter("settled_most_ms", slowest, "ms"));

        Thirds heap = thirds(checkups, checkup -> checkup.vitals().heapMb());
        heap.report("heap_mb", "MB", figures);
        goal(Figure.lowerIsBetter("heap_growth_ratio", heap.last / heap.first, "ratio"), 1.1);
        thirds(checkups, checkup -> checkup.vitals().directMb()).report("direct_mb", "MB", figures);
        Thirds threads = thirds(checkups, checkup -> checkup.vitals().threads());
        threads.report("threads", "threads", figures);
        goal(Figure.lowerIsBetter("threads_growth", threads.growth(), "threads"), 2);
        Thirds descriptors = thirds(checkups, checkup -> checkup.vitals().descriptors());
        descriptors.report("descriptors", "descriptors", figures);
        goal(Figure.lowerIsBetter("descriptors_growth", descriptors.growth(), "descriptors"), 10);
        Thirds streams = thirds(checkups, Checkup::streamsAtServer);
        streams.report("server_streams", "streams", figures);
        goal(Figure.lowerIsBetter("server_streams_growth", streams.growth(), "streams"), 0);
    }

    private void goal(Figure figure, double goal) {
        figures.accept(smokeTest ? figure : figure.withGoal(goal));
    }

    private static Thirds thirds(List<Checkup> checkups, ToDoubleFunction<Checkup> value) {
        int third = Math.max(1, checkups.size() / 3);
        return new Thirds(
                median(checkups.subList(0, third), value),
                median(checkups.subList(checkups.size() - third, checkups.size()), value));
    }

    private static double median(List<Checkup> checkups, ToDoubleFunction<Checkup> value) {
        return Samples.of(checkups.stream().mapToDouble(value).toArray()).median();
    }

    /** The medians of the first and the last third of the measurements. */
    private record Thirds(double first, double last) {
        double growth() {
            return last - first;
        }

        void report(String name, String unit, Consumer<Figure> figures) {
            figures.accept(Figure.lowerIsBetter(name + "_first_third", first, unit));
            figures.accept(Figure.lowerIsBetter(name + "_last_third", last, unit));
        }
    }
}
