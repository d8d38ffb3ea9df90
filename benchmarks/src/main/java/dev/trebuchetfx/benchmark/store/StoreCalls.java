// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.ServerLimits;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The calls of stored actors on one database: of several actors at one server, and of one actor at one or two. Used by one thread. */
final class StoreCalls {
    private static final int[] ACTORS = {1, 8, 32};
    private static final int CALLERS_AT_ONE_SERVER = 32;
    private static final int CALLERS_AT_TWO_SERVERS = 8;
    /** Short turns and many of them, since other work on the machine and its disk comes and goes within seconds. */
    private static final int TURNS = 25;

    private static final int WARM_UP_TURNS = 5;
    private static final Duration WRITE_BEHIND = Duration.ofMillis(100);

    private final Workbench bench;
    private final Database database;
    private final TimeSource time;
    private final Consumer<Figure> figures;
    private final Duration turn;

    StoreCalls(Workbench bench, Database database, TimeSource time, Consumer<Figure> figures) {
        this.bench = bench;
        this.database = database;
        this.time = time;
        this.figures = figures;
        this.turn = Duration.ofMillis(bench.quick() ? 50 : 400);
    }

    void measure() throws IOException, InterruptedException {
        for (int actors : ACTORS) {
            bench.note("actors: " + actors + ", " + database.name());
            besideBare(actors);
        }
        bench.note("one actor that writes behind, " + database.name());
        writesBehind();
        bench.note("one actor at one server, " + database.name());
        hotActor("_1_server_", CALLERS_AT_ONE_SERVER, 1);
        bench.note("one actor at two servers, " + database.name());
        hotActor("_2_servers_", CALLERS_AT_TWO_SERVERS, 2);
    }

    static StubServer server(ActorStateStore store, LongAdder runs) throws IOException {
        return StubServer.builder()
                .withoutSocket()
                .store(store)
                .limits(ServerLimits.builder().maxMessagesPerSecond(10_000_000).build())
                .expose("sheets/{name}", name -> new Sheet(runs))
                .expose("behind/{name}", name -> Sheet.writingBehind(runs, WRITE_BEHIND))
                .start();
    }

    /** One turn each of the calls and the bare writes, again and again, so that other work on the machine disturbs all of them alike. */
    private void besideBare(int actors) throws IOException, InterruptedException {
        List<Load> calls = new ArrayList<>();
        Map<BareWay, List<Load>> bare = new EnumMap<>(BareWay.class);
        try (ActorStateStore store = database.open(time);
                StubServer server = server(store, new LongAdder());
                BareCallers others = database.bare(actors, time)) {
            List<Call> callers = IntStream.range(0, actors)
                    .mapToObj(i -> new Call(server, "sheets/" + actors + "-" + i))
                    .toList();
            for (int i = 0; i < bench.times(TURNS); i++) {
                calls.add(Load.of(bench, callers, turn));
                for (Map.Entry<BareWay, List<Load.Operation>> each :
                        others.byWay().entrySet()) {
                    bare.computeIfAbsent(each.getKey(), way -> new ArrayList<>())
                            .add(Load.of(bench, each.getValue(), turn));
                }
            }
            callers.forEach(Call::check);
        }
        String suffix = "_" + actors + (actors == 1 ? "_actor_" : "_actors_") + database.name();
        Load all = Load.joined(measured(calls));
        figures.accept(Figure.higherIsBetter("calls_per_s" + suffix, median(measured(calls), Load::perSecond), "1/s"));
        figures.accept(Figure.lowerIsBetter("call_p50_ms" + suffix, all.percentileMillis(50), "ms"));
        figures.accept(Figure.lowerIsBetter("call_p99_ms" + suffix, all.percentileMillis(99), "ms"));
        for (BareWay way : database.bareWays()) {
            List<Load> theirs = bare.getOrDefault(way, List.of());
            String name = way.figure();
            figures.accept(
                    Figure.higherIsBetter(name + "_per_s" + suffix, median(measured(theirs), Load::perSecond), "1/s"));
            if (way == BareWay.BARE) {
                Load together = Load.joined(measured(theirs));
                figures.accept(Figure.lowerIsBetter("bare_p99_ms" + suffix, together.percentileMillis(99), "ms"));
            }
            Figure ratio = Figure.higherIsBetter("calls_of_" + name + suffix, ratio(calls, theirs), "ratio");
            figures.accept(bench.quick() || way != BareWay.BARE ? ratio : ratio.withGoal(0.7));
        }
    }

    /** One caller whose calls are answered before they are stored. */
    private void writesBehind() throws IOException, InterruptedException {
        List<Load> calls = new ArrayList<>();
        try (ActorStateStore store = database.open(time);
                StubServer server = server(store, new LongAdder())) {
            Call caller = new Call(server, "behind/one");
            for (int i = 0; i < bench.times(TURNS); i++) {
                calls.add(Load.of(bench, List.of(caller), turn));
            }
            caller.check();
        }
        String suffix = "_1_actor_" + database.name();
        figures.accept(
                Figure.higherIsBetter("behind_calls_per_s" + suffix, median(measured(calls), Load::perSecond), "1/s"));
        figures.accept(Figure.lowerIsBetter(
                "behind_call_p99_ms" + suffix, Load.joined(measured(calls)).percentileMillis(99), "ms"));
    }

    private static <T> List<T> measured(List<T> turns) {
        return turns.subList(turns.size() > WARM_UP_TURNS ? WARM_UP_TURNS : 0, turns.size());
    }

    private static double median(List<Load> turns, ToDoubleFunction<Load> figure) {
        return Samples.of(turns.stream().mapToDouble(figure).toArray()).median();
    }

    /** Returns the median of the turns' ratios: what was measured one after the other was disturbed alike. */
    private static double ratio(List<Load> calls, List<Load> bare) {
        List<Load> ours = measured(calls);
        List<Load> theirs = measured(bare);
        return Samples.of(IntStream.range(0, ours.size())
                        .mapToDouble(
                                i -> ours.get(i).perSecond() / theirs.get(i).perSecond())
                        .toArray())
                .median();
    }

    private void hotActor(String where, int many, int servers) throws IOException, InterruptedException {
        String suffix = where + database.name();
        LongAdder runs = new LongAdder();
        List<Load> calls = new ArrayList<>();
        List<Double> conflicts = new ArrayList<>();
        try (ActorStateStore one = database.open(time);
                ActorStateStore other = database.open(time);
                StubServer first = server(one, runs);
                StubServer second = server(other, runs)) {
            List<Call> callers = IntStream.range(0, many)
                    .mapToObj(i -> new Call(i % servers == 0 ? first : second, "sheets/hot" + servers))
                    .toList();
            long all = 0;
            for (int i = 0; i < bench.times(TURNS); i++) {
                long before = runs.sum();
                Load load = Load.of(bench, callers, turn);
                calls.add(load);
                all += load.count();
                conflicts.add((double) (runs.sum() - before) / load.count() - 1);
            }
            long givenUp = callers.stream().mapToLong(Call::givenUp).sum();
            figures.accept(Figure.lowerIsBetter("hot_given_up_per_1000" + suffix, 1_000.0 * givenUp / all, "calls"));
            all -= givenUp;
            long stored = callers.stream().mapToLong(Call::newest).max().orElse(0);
            if (stored != all) {
                throw new BenchmarkFailedException(
                        "expected that each of " + all + " calls of one actor counted once but found " + stored);
            }
        }
        Load all = Load.joined(measured(calls));
        figures.accept(
                Figure.higherIsBetter("hot_calls_per_s" + suffix, median(measured(calls), Load::perSecond), "1/s"));
        figures.accept(Figure.lowerIsBetter("hot_call_p99_ms" + suffix, all.percentileMillis(99), "ms"));
        figures.accept(Figure.lowerIsBetter(
                "hot_conflicts_per_call" + suffix,
                Samples.of(measured(conflicts).stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        .median(),
                "ratio"));
    }

    /** A caller of one actor, on a connection of its own. */
    private static final class Call implements Load.Operation {
        private final SocketlessPeer line;
        private final String actor;
        private long count;
        private long newest;
        private long givenUp;

        Call(StubServer server, String actor) {
            this.line = SocketlessPeer.forCalls(server);
            this.actor = actor;
        }

        @Override
        public void run() throws Exception {
            OptionalLong answer = line.call(actor, "change");
            if (answer.isPresent()) {
                newest = answer.getAsLong();
                count++;
            } else {
                givenUp++;
            }
        }

        /** Returns the number of calls that heard that another server was quicker again and again. */
        long givenUp() {
            return givenUp;
        }

        long newest() {
            return newest;
        }

        void check() {
            if (newest != count || givenUp > 0) {
                throw new BenchmarkFailedException(
                        "expected that each of " + count + " calls counted once but the state has " + newest);
            }
        }
    }
}
