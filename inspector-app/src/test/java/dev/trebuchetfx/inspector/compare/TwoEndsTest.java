// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.compare.Divergence.Kind;
import dev.trebuchetfx.inspector.proxy.Upstream;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.source.ProxySource;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A client's capture beside one that was made near the server, with a line between the two that loses an update. */
@Timeout(60)
class TwoEndsTest {
    private final SystemTime time = new SystemTime("test timer", InstantSource.system());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ProxySource proxy(URI server, EventLog log) throws IOException {
        return ProxySource.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Upstream(server, (SSLSocketFactory) SSLSocketFactory.getDefault()),
                time,
                threads,
                log);
    }

    private static Comparison.Side side(EventLog log) {
        return new Comparison.Side(
                log.view(), CaptureReport.of(log.view(), log.holes(), false).all(), event -> true);
    }

    @ParameterizedTest
    @EnumSource(
            value = GapPolicy.class,
            names = {"HEAL", "NEWEST"})
    void aLossOnTheWireIsFoundAtItsNumber(GapPolicy gaps) throws Exception {
        EventLog near = new EventLog(CaptureLimits.DEFAULT);
        EventLog between = new EventLog(CaptureLimits.DEFAULT);
        EventLog atClient = new EventLog(CaptureLimits.DEFAULT);
        AtomicLong shown = new AtomicLong();
        try (StubServer server = StubServer.builder().bundledActors().start();
                ProxySource witness = proxy(server.uri(), near);
                ProxySource lossy = proxy(URI.create("ws://127.0.0.1:" + witness.port()), between);
                TrebuchetClient client = TrebuchetClient.builder(URI.create("ws://127.0.0.1:" + lossy.port()))
                        .tap(new TapEvents(0, atClient))
                        .build()) {
            client.actor("counter")
                    .observe(
                            "observeState",
                            JsonNode.class,
                            StreamOptions.builder()
                                    .everyUpdate(1_000)
                                    .gaps(gaps)
                                    .build())
                    .listen(StreamListener.ofUpdates(update -> shown.set(update.sequence())));
            await().until(() -> shown.get() == 1);
            client.actor("counter").call("increment", Long.class).join();
            await().until(() -> shown.get() == 2);
            lossy.inject(new Fault.Drop(1, null));
            client.actor("counter").call("increment", Long.class).join();
            client.actor("counter").call("increment", Long.class).join();
            await().until(() -> shown.get() == 4);
        } finally {
            threads.close();
            time.close();
        }
        Comparison comparison = Comparison.of(side(atClient), side(near));
        assertThat(comparison.sameLine()).isTrue();
        assertThat(comparison.client()).isEqualTo(1);
        StreamComparison counter = comparison.streams().getFirst();
        assertThat(comparison.streams()).hasSize(1);
        String text = String.join("\n", ComparisonReport.lines(comparison, "client.tfx", "server.tfx", ZoneOffset.UTC));
        Divergence first = counter.divergences().getFirst();
        assertThat(counter.divergences()).as(text).hasSize(1);
        assertThat(first.from()).isEqualTo(3);
        assertThat(first.to()).isEqualTo(3);
        if (gaps == GapPolicy.HEAL) {
            assertThat(first.kind()).isEqualTo(Kind.COPIES);
            assertThat(text).contains("3: came once in client.tfx, 2 times in server.tfx: a copy was lost on the way");
        } else {
            assertThat(first.kind()).isEqualTo(Kind.MISSING);
            assertThat(text).contains("3: only in server.tfx: lost on the wire");
        }
        assertThat(counter.wayNanos()).isNotNull();
    }
}
