// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.inspector;

import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.benchmark.bare.BareWebSockets;
import dev.trebuchetfx.inspector.app.ProxySession;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.function.Consumer;

/** A measurement of the time that the proxy adds to a message and its answer, at 5,000 of each a second: the same traffic with it and without it, by turns. */
final class ProxyCost {
    private static final int A_SECOND = 5_000;
    private static final int BYTES = 200;

    private ProxyCost() {}

    static void measure(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        int messages = A_SECOND * (bench.quick() ? 1 : 4);
        try (BareWebSockets server = new BareWebSockets(bench);
                EventLog log = new EventLog(CaptureLimits.DEFAULT);
                ProxySession proxy = ProxySession.start(0, server.uri(), log)) {
            for (int i = 0; i < bench.warmUps(2); i++) {
                round(bench, server, server.uri(), messages);
                round(bench, server, proxy.uri(), messages);
            }
            int rounds = bench.times(3);
            double[] direct = new double[0];
            double[] proxied = new double[0];
            for (int i = 0; i < rounds; i++) {
                direct = joined(direct, round(bench, server, server.uri(), messages));
                proxied = joined(proxied, round(bench, server, proxy.uri(), messages));
            }
            Arrays.sort(direct);
            Arrays.sort(proxied);
            Figure p50 = Figure.lowerIsBetter("proxy_added_p50_ms", at(proxied, 0.5) - at(direct, 0.5), "ms");
            Figure p99 = Figure.lowerIsBetter("proxy_added_p99_ms", at(proxied, 0.99) - at(direct, 0.99), "ms");
            figures.accept(bench.quick() ? p50 : p50.withGoal(0.3));
            figures.accept(bench.quick() ? p99 : p99.withGoal(2));
            figures.accept(Figure.lowerIsBetter("bare_round_trip_p50_ms", at(direct, 0.5), "ms"));
            figures.accept(Figure.lowerIsBetter("bare_round_trip_p99_ms", at(direct, 0.99), "ms"));
        }
    }

    private static double[] round(Workbench bench, BareWebSockets server, URI address, int messages)
            throws InterruptedException {
        bench.note(messages + " messages and answers by way of " + address);
        return server.roundTripsMillis(address, BYTES, messages, A_SECOND);
    }

    private static double[] joined(double[] some, double[] more) {
        double[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))];
    }
}
