// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.benchmark.delta.ListOfSize.Change;
import dev.trebuchetfx.benchmark.delta.WireLine.Sent;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The cost of a change of a list, in bytes on the line and in time, as a patch, as a delta that merges, and as the whole state, with and without
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
        OneField few = measure(10, bench, figures);
        OneField thousand = measure(1_000, bench, figures);
        OneField many = measure(100_000, bench, figures);
        bench.note("ratios");
        figures.accept(Figure.higherIsBetter("apply_speedup_10", ratio(bench, few.decode, few.apply), "times"));
        figures.accept(
                Figure.higherIsBetter("apply_speedup_1000", ratio(bench, thousand.decode, thousand.apply), "times")
                        .withGoal(50));
        figures.accept(Figure.higherIsBetter("apply_speedup_100000", ratio(bench, many.decode, many.apply), "times"));
        figures.accept(
                Figure.lowerIsBetter("apply_ratio_100000_to_1000", ratio(bench, many.apply, thousand.apply), "times")
                        .withGoal(3));
        figures.accept(Figure.lowerIsBetter(
                "apply_copy_of_ratio_100000_to_1000", ratio(bench, many.applyCopying, thousand.applyCopying), "times"));
    }

    /** The timings of one changed field. */
    private record OneField(Timed decode, Timed apply, Timed applyCopying) {}

    private static OneField measure(int items, Workbench bench, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        bench.note(items + " items");
        Random random = new Random(items);
        ListOfSize list = new ListOfSize(items, random);
        OneField oneField = null;
        for (Edit edit : Edit.values()) {
            List<Change> changes = Stream.generate(() -> list.change(edit, random))
                    .limit(edit == Edit.ONE_FIELD ? CHANGES : FEW)
                    .toList();
            String suffix = "_" + edit.word() + "_of_" + items;
            bytes(list, changes, suffix, figures);
            Timed apply = Timed.of(LITTLE, changes, change -> list.apply(change.patch()));
            time("apply_us" + suffix, apply, bench, figures);
            time("diff_us" + suffix, Timed.of(items * 30, changes, change -> list.diff(change.json())), bench, figures);
            if (changes.get(0).merges()) {
                Timed merge = Timed.of(items * 5, changes, change -> list.merge(change.merge()));
                time("merge_apply_us" + suffix, merge, bench, figures);
            }
            if (edit == Edit.ONE_FIELD) {
                Timed copying = Timed.of(items / 10, changes, change -> list.applyCopying(change.patch()));
                time("apply_copy_of_us" + suffix, copying, bench, figures);
                Timed decode = Timed.of(items * 30, changes, change -> list.decode(change.json()));
                time("full_decode_us" + suffix, decode, bench, figures);
                try (WireLine line = new WireLine()) {
                    Timed deflate = Timed.of(items * 30, changes, change -> (Object) line.deflate(change.json()));
                    time("full_deflate_us" + suffix, deflate, bench, figures);
                }
                oneField = new OneField(decode, apply, copying);
            }
        }
        return Objects.requireNonNull(oneField, "the edits hold one of a field");
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

    private static void time(String name, Timed timed, Workbench bench, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        double micros = Samples.of(
                        bench.warmUps(timed.samples()), bench.times(timed.samples()), () -> timed.micros(bench))
                .median();
        figures.accept(Figure.lowerIsBetter(name, micros, "µs"));
    }

    /** Of two that are timed in turn, so that what else the machine does, and how far the code is compiled, is the same for both. */
    private static double ratio(Workbench bench, Timed above, Timed below) throws IOException, InterruptedException {
        int samples = Math.min(above.samples(), below.samples());
        return Samples.of(bench.warmUps(samples), bench.times(samples), () -> above.micros(bench) / below.micros(bench))
                .median();
    }

    private static <T> double median(List<T> of, ToDoubleFunction<T> what) {
        return Samples.of(of.stream().mapToDouble(what).toArray()).median();
    }
}
