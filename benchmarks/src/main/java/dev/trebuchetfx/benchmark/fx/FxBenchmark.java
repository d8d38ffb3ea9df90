// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fx;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.bindings.internal.feed.ActorFeed;
import dev.trebuchetfx.bindings.internal.feed.ItemProperties;
import dev.trebuchetfx.bindings.internal.pulse.FxPulse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.stage.Stage;

/**
 * The work that the FX thread has for a table of 10,000 rows while 200,000 rows a second change; the same by {@code runLater} with {@code setAll}, and by
 * {@code runLater} for each state with a mapped list; and what a patch of one item of 100,000 costs.
 */
public final class FxBenchmark implements Benchmark {
    private static final int ROWS = 10_000;
    private static final int A_SECOND = 200_000;
    private static final int LONG_LIST = 100_000;
    private static final int ROWS_IN_SIGHT = 32;
    private static final int CHANGE_EACH = 3;

    @Override
    public String name() {
        return "fx";
    }

    @Override
    public String about() {
        return "the FX thread while 200,000 of 10,000 rows change a second, and a patch of one item in 100,000";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws InterruptedException {
        Desk.startToolkit(bench);
        bound(bench, figures);
        bench.note("the FX thread changes the rows that show, and nothing else runs");
        drawing(bench, figures);
        bench.note("the same by runLater and setAll");
        byHand(bench, figures, "naive_set_all", false);
        bench.note("the same by runLater and a mapped list");
        byHand(bench, figures, "mapped_list", true);
        patch(bench, figures);
    }

    private static int seconds(Workbench bench) {
        return bench.quick() ? 1 : 10;
    }

    private static void bound(Workbench bench, Consumer<Figure> figures) throws InterruptedException {
        Desk desk = new Desk(bench);
        StateFeedSource<List<Row>> source = new StateFeedSource<>();
        ActorFeed<List<Row>> feed = new ActorFeed<>(source, new FxPulse(desk, bench.clock()));
        desk.hold(feed.open(desk));
        Market market = new Market(bench, ROWS);
        ObservableList<ItemProperties<Row>> items = feed.items(desk, Function.identity(), Row::id, Function.identity());
        source.show(market.newest());
        Stage stage = desk.show(() -> table(items, (item, part) -> item.value().map(part)));
        market.run(A_SECOND, bench.warmUps(3), source::show);
        desk.begin();
        long changed = market.run(A_SECOND, seconds(bench), source::show);
        Desk.Measured measured = desk.end();
        awaitEqual(bench, desk, market, () -> items.stream()
                .map(item -> item.value().get())
                .toList());
        hide(desk, stage);
        feed.close();
        figures.accept(Figure.higherIsBetter("rows_changed", (double) changed, "rows"));
        figures.accept(goal(bench, Figure.lowerIsBetter("fx_thread_busy_percent", measured.busyPercent(), "%"), 30));
        figures.accept(Figure.lowerIsBetter("median_pulse_ms", measured.medianPulseMs(), "ms"));
        figures.accept(goal(bench, Figure.lowerIsBetter("p99_pulse_ms", measured.p99PulseMs(), "ms"), 16.7));
        figures.accept(goal(bench, Figure.lowerIsBetter("run_later_per_pulse", measured.latersPerPulse(), "calls"), 1));
    }

    /** Measures the pulses of a window for which nothing has to be done but drawing: no time between pulses can be shorter than here. */
    private static void drawing(Workbench bench, Consumer<Figure> figures) throws InterruptedException {
        Desk desk = new Desk(bench);
        List<Property<Row>> properties = new ArrayList<>();
        new Market(bench, ROWS).newest().forEach(row -> properties.add(new SimpleObjectProperty<>(row)));
        ObservableList<Property<Row>> items = FXCollections.observableArrayList(properties);
        Stage stage = desk.show(() -> table(items, (item, part) -> item.map(part)));
        Desk.Measured measured = desk.changing(seconds(bench), pulse -> {
            // Each row changes 20 times a second, as in the other measurements.
            for (int i = pulse % CHANGE_EACH; i < ROWS_IN_SIGHT; i += CHANGE_EACH) {
                Property<Row> item = properties.get(i);
                item.setValue(item.getValue().moved());
            }
        });
        hide(desk, stage);
        figures.accept(Figure.lowerIsBetter("only_drawing_median_pulse_ms", measured.medianPulseMs(), "ms"));
        figures.accept(Figure.lowerIsBetter("only_drawing_p99_pulse_ms", measured.p99PulseMs(), "ms"));
    }

    private static void byHand(Workbench bench, Consumer<Figure> figures, String name, boolean isMapped)
            throws InterruptedException {
        Desk desk = new Desk(bench);
        Market market = new Market(bench, ROWS);
        ObservableList<Row> rows = FXCollections.observableArrayList(market.newest());
        ObservableList<Row> shown = isMapped ? new MappedRows<>(rows, row -> row) : rows;
        Stage stage = desk.show(() -> table(shown, (row, part) -> new ReadOnlyObjectWrapper<>(part.apply(row))));
        desk.begin();
        market.run(
                A_SECOND,
                seconds(bench),
                state -> desk.execute(() -> {
                    if (isMapped) {
                        setChanged(rows, state);
                    } else {
                        rows.setAll(state);
                    }
                }));
        awaitEqual(bench, desk, market, () -> List.copyOf(shown));
        Desk.Measured measured = desk.end();
        hide(desk, stage);
        figures.accept(Figure.lowerIsBetter(name + "_fx_thread_busy_percent", measured.busyPercent(), "%"));
        figures.accept(Figure.lowerIsBetter(name + "_p99_pulse_ms", measured.p99PulseMs(), "ms"));
        figures.accept(Figure.lowerIsBetter(name + "_run_later_per_pulse", measured.latersPerPulse(), "calls"));
    }

    @SuppressWarnings("ReferenceEquality") // Rows that have not changed are the same objects.
    private static void setChanged(ObservableList<Row> rows, List<Row> state) {
        for (int i = 0; i < state.size(); i++) {
            if (rows.get(i) != state.get(i)) {
                rows.set(i, state.get(i));
            }
        }
    }

    private static void patch(Workbench bench, Consumer<Figure> figures) throws InterruptedException {
        bench.note("one item of " + LONG_LIST + " changes");
        Desk desk = new Desk(bench);
        AtomicLong onFx = new AtomicLong();
        FxPulse pulses = new FxPulse(desk, bench.clock());
        StateFeedSource<List<Row>> source = new StateFeedSource<>();
        ActorFeed<List<Row>> feed = new ActorFeed<>(
                source,
                task -> pulses.schedule(() -> {
                    long start = bench.nanoTime();
                    task.run();
                    onFx.set(bench.nanoTime() - start);
                }));
        desk.hold(feed.open(desk));
        ObservableList<Row> list = feed.list(desk, Function.identity(), Row::id);
        List<Row> state = new ArrayList<>(Row.many(LONG_LIST));
        source.show(List.copyOf(state));
        Stage stage = desk.show(() -> new ListView<>(list));
        double[] off = new double[bench.times(300)];
        double[] on = new double[off.length];
        for (int i = -bench.warmUps(300); i < off.length; i++) {
            int place = Math.floorMod(i * 7919, LONG_LIST);
            state.set(place, state.get(place).moved());
            List<Row> next = List.copyOf(state);
            long start = bench.nanoTime();
            source.show(next);
            long took = bench.nanoTime() - start;
            CountDownLatch applied = new CountDownLatch(1);
            pulses.schedule(applied::countDown);
            bench.await(applied, "the pulse is over");
            if (i >= 0) {
                off[i] = took / 1e6;
                on[i] = onFx.get() / 1e6;
            }
        }
        boolean equal = desk.on(() -> list.equals(state));
        hide(desk, stage);
        feed.close();
        if (!equal) {
            throw new BenchmarkFailedException("expected the list to be equal to the newest state but it is not");
        }
        figures.accept(goal(
                bench,
                Figure.lowerIsBetter(
                        "patch_in_100000_off_fx_ms", Samples.of(off).median(), "ms"),
                2));
        figures.accept(goal(
                bench,
                Figure.lowerIsBetter("patch_in_100000_on_fx_ms", Samples.of(on).median(), "ms"),
                1));
    }

    private static Figure goal(Workbench bench, Figure figure, double goal) {
        return bench.quick() ? figure : figure.withGoal(goal);
    }

    /** A way to a cell's value. */
    @FunctionalInterface
    private interface Cells<I> {
        ObservableValue<Object> cell(I item, Function<Row, Object> part);
    }

    private static <I> TableView<I> table(ObservableList<I> items, Cells<I> cells) {
        TableView<I> table = new TableView<>(items);
        table.setFixedCellSize(24);
        table.getColumns().add(column("Id", cells, Row::id));
        table.getColumns().add(column("Price", cells, Row::price));
        table.getColumns().add(column("Change", cells, Row::change));
        return table;
    }

    private static <I> TableColumn<I, Object> column(String name, Cells<I> cells, Function<Row, Object> part) {
        TableColumn<I, Object> column = new TableColumn<>(name);
        column.setCellValueFactory(row -> cells.cell(row.getValue(), part));
        return column;
    }

    private static void awaitEqual(Workbench bench, Desk desk, Market market, Supplier<List<Row>> shown)
            throws InterruptedException {
        CountDownLatch pulse = new CountDownLatch(1);
        new FxPulse(Platform::runLater, bench.clock()).schedule(pulse::countDown);
        bench.await(pulse, "the last pulse");
        boolean equal = desk.on(() -> shown.get().equals(market.newest()));
        if (!equal) {
            throw new BenchmarkFailedException("expected the table to show the newest state but it does not");
        }
    }

    private static void hide(Desk desk, Stage stage) throws InterruptedException {
        boolean unused = desk.on(() -> {
            stage.hide();
            return true;
        });
    }
}
