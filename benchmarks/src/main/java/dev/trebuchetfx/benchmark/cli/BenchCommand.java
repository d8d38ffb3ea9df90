// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.benchmark.store.StoreBenchmark;
import dev.trebuchetfx.server.cli.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code bench}, which runs benchmarks and prints each figure as soon as it is known. */
@Command(
        name = "bench",
        description = "Measures, and prints each figure with its goal and what it is compared to.",
        footer = {
            "",
            "A goal that is missed is printed and is no failure: the exit code is 0. It is 1",
            "if what was measured did not do its work."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class BenchCommand implements Callable<Integer> {
    private static final Duration SHORTEST_SOAK = Duration.ofSeconds(10);
    private static final Duration LONGEST_SOAK = Duration.ofDays(7);

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "which: ${COMPLETION-CANDIDATES}; all without a name")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(names = "--quick", description = "everything once and without warm-up: a smoke test, no figures to report")
    private boolean quick;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "how long soak takes: 30s, 5m, 2h; default 1m")
    private @Nullable Duration soakFor;

    @Option(
            names = "--postgresql",
            paramLabel = "URL",
            description = "the database in which store measures PostgreSQL, jdbc:postgresql://HOST/DATABASE?user=USER;"
                    + " without it PostgreSQL is left out")
    private @Nullable String postgres;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            description = "the server in which store measures Redis, redis://HOST:PORT; without it Redis is left out")
    private @Nullable String redis;

    @Option(
            names = "--dynamodb",
            paramLabel = "URL",
            description = "the endpoint in which store measures DynamoDB, such as http://127.0.0.1:8000 of DynamoDB"
                    + " Local; without it DynamoDB is left out")
    private @Nullable String dynamodb;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        List<Benchmark> chosen = chosen();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        FigurePrinter printer = json ? new JsonFigures() : new TableFigures();
        int exitCode = 0;
        for (Benchmark benchmark : chosen) {
            print(out, printer.heading(benchmark));
            Workbench bench = new Workbench(
                    System::nanoTime,
                    BenchCommand::cpuNanos,
                    task -> Thread.ofVirtual().name("bench").start(task),
                    quick,
                    note -> print(err, benchmark.name() + ": " + note));
            try {
                benchmark.run(bench, figure -> print(out, printer.line(benchmark, figure)));
            } catch (BenchmarkFailedException | IOException e) {
                // The others can still be measured.
                print(err, benchmark.name() + " failed: " + e.getMessage());
                exitCode = 1;
            }
        }
        return exitCode;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private List<Benchmark> chosen() {
        Duration soak = soakFor();
        StoreBenchmark.Addresses databases = databases();
        List<Benchmark> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(Catalogue.named(soak, databases).stream()
                    .filter(benchmark -> benchmark.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> wrong("expected one of " + known() + " but found '" + name + "'")));
        }
        return chosen.isEmpty() ? Catalogue.all(soak, databases) : chosen;
    }

    private Duration soakFor() {
        Duration given = soakFor;
        if (given == null) {
            return Catalogue.SOAK;
        }
        if (given.compareTo(SHORTEST_SOAK) < 0 || given.compareTo(LONGEST_SOAK) > 0) {
            throw wrong("expected --for to be from " + SHORTEST_SOAK.toSeconds() + "s to " + LONGEST_SOAK.toHours()
                    + "h but it was " + given);
        }
        if (quick || !(names.isEmpty() || names.contains("soak"))) {
            throw wrong("expected --for with soak, and without --quick: nothing else takes as long as it is told");
        }
        return given;
    }

    private StoreBenchmark.Addresses databases() {
        return new StoreBenchmark.Addresses(
                address("--postgresql", postgres, "jdbc:postgresql:", "jdbc:postgresql://HOST/DATABASE?user=USER"),
                address("--redis", redis, "redis://", "redis://HOST:PORT"),
                address("--dynamodb", dynamodb, "http", "http://127.0.0.1:8000"));
    }

    private @Nullable String address(String option, @Nullable String given, String beginning, String form) {
        if (given != null && !given.startsWith(beginning)) {
            throw wrong("expected " + option + " to be an address like " + form);
        }
        if (given != null && !(names.isEmpty() || names.contains("store"))) {
            throw wrong("expected " + option + " with store: nothing else uses a database");
        }
        return given;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String known() {
        return named().map(Benchmark::name).collect(Collectors.joining(", "));
    }

    private static Stream<Benchmark> named() {
        return Catalogue.named(Catalogue.SOAK, StoreBenchmark.Addresses.NONE).stream();
    }

    private static void print(PrintWriter to, String line) {
        if (!line.isEmpty()) {
            to.println(line);
            to.flush();
        }
    }

    /** The names of the benchmarks, for help and completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return named().map(Benchmark::name).iterator();
        }
    }
}
