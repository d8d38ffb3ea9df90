// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.gateway;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.lambdalocal.EmulatorJars;
import dev.trebuchetfx.lambdalocal.LambdaLocal;
import dev.trebuchetfx.lambdalocal.LambdaLocalOptions;
import dev.trebuchetfx.lambdalocal.runtime.FunctionHost;
import dev.trebuchetfx.protocol.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Measures the functions for AWS on this machine: calls to cold and warm containers, and changes that many connections observe. */
public final class GatewayBenchmark implements Benchmark {
    private static final CallOptions PATIENT = CallOptions.WHEN_CONNECTED.toBuilder()
            .timeout(Duration.ofMinutes(1))
            .build();
    private static final int COLD_CALLS = 3;
    private static final int WARM_CALLS = 100;
    private static final int WRITES = 50;

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String about() {
        return "functions for AWS behind the emulated gateway: cold and warm calls, and 5 changes a second for 1,000 connections";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory("trebuchet-bench-gateway");
        LambdaLocalOptions options = LambdaLocalOptions.of(EmulatorJars.functions(), EmulatorJars.database(), logs);
        bench.note("the containers and the database write to " + logs);
        try (SystemTime time = new SystemTime("bench-gateway-timers", Clock.systemUTC());
                LambdaLocal emulator = new LambdaLocal(options, time);
                TrebuchetClient writer = TrebuchetClient.builder(emulator.uri())
                        .line(LineOptions.GATEWAY)
                        .build()) {
            // Its processes must not outlive this one when it is broken off.
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform().name("bench-gateway-shutdown").unstarted(emulator::close));
            calls(bench, emulator, writer, figures);
            for (int connections : bench.quick() ? List.of(10) : List.of(100, 1_000)) {
                new GatewayLoad(bench, emulator, writer).measure(connections, bench.times(WRITES), figures);
            }
        } catch (CompletionException e) {
            throw new BenchmarkFailedException("expected an answer to each call but found " + e.getCause());
        }
    }

    /** Measures calls that wait for a container to begin, and calls to one that has served many. */
    private static void calls(Workbench bench, LambdaLocal emulator, TrebuchetClient writer, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        call(bench, writer);
        Samples cold = Samples.of(0, bench.times(COLD_CALLS), () -> {
            FunctionHost functions = emulator.sockets();
            functions.kill(FunctionHost.Moment.ANY, Integer.MAX_VALUE);
            bench.awaitUntil(() -> functions.containerCount() == 0, "all containers have ended");
            return call(bench, writer);
        });
        figures.accept(Figure.lowerIsBetter("cold_call_ms", cold.median(), "ms"));
        bench.note("warm calls");
        double[] warm = new double[bench.times(WARM_CALLS)];
        for (int i = 0; i < bench.warmUps(WARM_CALLS); i++) {
            call(bench, writer);
        }
        for (int i = 0; i < warm.length; i++) {
            warm[i] = call(bench, writer);
        }
        figures.accept(Figure.lowerIsBetter("warm_call_p50_ms", GatewayLoad.percentile(warm, 0.5), "ms"));
        figures.accept(Figure.lowerIsBetter("warm_call_p99_ms", GatewayLoad.percentile(warm, 0.99), "ms"));
    }

    private static double call(Workbench bench, TrebuchetClient writer) {
        long start = bench.nanoTime();
        writer.actor("counter").call("increment", Integer.class, PATIENT).join();
        return (bench.nanoTime() - start) / 1e6;
    }
}
