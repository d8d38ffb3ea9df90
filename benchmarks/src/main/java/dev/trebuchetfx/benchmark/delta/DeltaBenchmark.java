// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.benchmark.delta.ListOfSize.Change;
import dev.trebuchetfx.benchmark.delta.WireLine.Sent;
import dev.trebuchetfx.client.wire.StateDelta;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a change of a list costs, in bytes on the line and in time, as a patch, as a delta that merges, and as the whole state, with and without
 * permessage-deflate.
 *
 * <p>Time and bytes are those of the classes that the client and the server use for it, without a network between them.
 */
public final class DeltaBenchmark implements Benchmark {
    /** So many different ones where time has a goal, so that not all lies in the nearest cache. */
    private static final int CHANGES = 16;

    private static final int FEW = 4;
    /** An apply reads no item but one. */
    private static final int LITTLE = 100;

    @Override
    public String name() {
        return "delta";
    }

    @Override
    public String about() {
        return "a change in a list of 10, 1,000 and 100,000 items as a patch, against all of the state, a delta that merges, and deflate";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        if (bench.quick()) {
            measure(10, bench, figures);
            measure(1_000, bench, figures);
            return;
        }
        Times few = measure(10, bench, figures);
        Times thousand = measure(1_000, bench, figures);
        Times many = measure(100_000, bench, figures);
        figures.accept(Figure.higherIsBetter("apply_speedup_10", few.decode / few.apply, "times"));
        figures.accept(Figure.higherIsBetter("apply_speedup_1000", thousand.decode / thousand.apply, "times")
                .withGoal(50));
        figures.accept(Figure.higherIsBetter("apply_speedup_100000", many.decode / many.apply, "times"));
        figures.accept(Figure.lowerIsBetter("apply_ratio_100000_to_1000", many.apply / thousand.apply, "times")
                .withGoal(3));
        figures.accept(Figure.lowerIsBetter(
                "apply_copy_of_ratio_100000_to_1000", many.applyCopying / thousand.applyCopying, "times"));
    }

    /** Of one changed field, in microseconds. */
    private record Times(double decode, double apply, double applyCopying) {}

    private static Times measure(int items, Workbench bench, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        bench.note(items + " items");
        Random random = new Random(items);
        ListOfSize list = new ListOfSize(items, random);
        double decode = 0;
        double apply = 0;
        double copying = 0;
        for (Edit edit : Edit.values()) {
            List<Change> changes = Stream.generate(() -> list.change(edit, random))
                    .limit(edit == Edit.ONE_FIELD ? CHANGES : FEW)
                    .toList();
            String suffix = "_" + edit.word() + "_of_" + items;
            bytes(list, changes, suffix, figures);
            double micros = micros(bench, LITTLE, changes, change -> list.apply(change.patch()));
            figures.accept(Figure.lowerIsBetter("apply_us" + suffix, micros, "µs"));
            figures.accept(Figure.lowerIsBetter(
                    "diff_us" + suffix, micros(bench, items * 30, changes, change -> list.diff(change.json())), "µs"));
            if (changes.get(0).merges()) {
                figures.accept(Figure.lowerIsBetter(
                        "merge_apply_us" + suffix,
                        micros(bench, items * 5, changes, change -> list.merge(change.merge())),
                        "µs"));
            }
            if (edit == Edit.ONE_FIELD) {
                apply = micros;
                copying = micros(bench, items / 10, changes, change -> list.applyCopying(change.patch()));
                figures.accept(Figure.lowerIsBetter("apply_copy_of_us" + suffix, copying, "µs"));
                decode = micros(bench, items * 30, changes, change -> list.decode(change.json()));
                figures.accept(Figure.lowerIsBetter("full_decode_us" + suffix, decode, "µs"));
                try (WireLine line = new WireLine()) {
                    double deflate = micros(bench, items * 30, changes, change -> (Object) line.deflate(change.json()));
                    figures.accept(Figure.lowerIsBetter("full_deflate_us" + suffix, deflate, "µs"));
                }
            }
        }
        return new Times(decode, apply, copying);
    }

    private static void bytes(ListOfSize list, List<Change> changes, String suffix, Consumer<Figure> figures) {
        double patch = median(changes, change -> (double) change.patch().size());
        Figure figure = Figure.lowerIsBetter("patch_bytes" + suffix, patch, "bytes");
        figures.accept(suffix.equals("_one_field_of_1000") ? figure.withGoal(150) : figure);
        onTheLine("full", changes, suffix, figures, (line, change) -> {
            line.state(list.json());
            return line.state(change.json());
        });
        onTheLine("merge", changes, suffix, figures, (line, change) -> {
            line.delta(new StateDelta(true, list.json()));
            return line.delta(new StateDelta(!change.merges(), change.merge()));
        });
        onTheLine("patch", changes, suffix, figures, (line, change) -> {
            line.delta(new StateDelta(true, list.json()));
            return line.delta(change.delta());
        });
    }

    private interface Sending {
        Sent over(WireLine line, Change change);
    }

    private static void onTheLine(
            String what, List<Change> changes, String suffix, Consumer<Figure> figures, Sending sending) {
        // What went before is in the deflater's window, so that each change begins a line of its own.
        List<Sent> sent = changes.subList(0, FEW).stream()
                .map(change -> {
                    try (WireLine line = new WireLine()) {
                        return sending.over(line, change);
                    }
                })
                .toList();
        figures.accept(Figure.lowerIsBetter(what + "_message_bytes" + suffix, median(sent, Sent::plain), "bytes"));
        figures.accept(
                Figure.lowerIsBetter(what + "_deflate_message_bytes" + suffix, median(sent, Sent::deflated), "bytes"));
    }

    /** How long one takes, on the whole of {@code changes}, each in turn. {@code weight}: how many items it reads, about. */
    private static double micros(Workbench bench, int weight, List<Change> changes, Function<Change, Object> work)
            throws IOException, InterruptedException {
        boolean slow = weight >= 100_000;
        int rounds = bench.quick() ? 1 : Math.clamp(20_000 / Math.max(weight, 20), 1, 200);
        int samples = slow ? 3 : 15;
        List<Change> some = slow ? changes.subList(0, 2) : changes;
        return Samples.of(bench.warmUps(samples), bench.times(samples), () -> {
                    long start = bench.nanoTime();
                    for (int round = 0; round < rounds; round++) {
                        for (Change change : some) {
                            if (work.apply(change) == null) {
                                throw new BenchmarkFailedException("expected a state but there was none");
                            }
                        }
                    }
                    return (bench.nanoTime() - start) / 1e3 / rounds / some.size();
                })
                .median();
    }

    private static <T> double median(List<T> of, ToDoubleFunction<T> what) {
        return Samples.of(of.stream().mapToDouble(what).toArray()).median();
    }
}
