// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.analysis.CaptureAnalysis;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.proxy.Upstream;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.StubServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Captures what passes a proxy, with a real client and a real server at its ends. */
@Timeout(60)
class ProxySourceTest {

    @Test
    void capturesFramesConnectionsAndFaults() throws Exception {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        AtomicInteger updates = new AtomicInteger();
        try (SystemTime time = new SystemTime("test timer", InstantSource.system());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                StubServer server = StubServer.builder().bundledActors().start();
                ProxySource source = ProxySource.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new Upstream(server.uri(), (SSLSocketFactory) SSLSocketFactory.getDefault()),
                        time,
                        threads,
                        log);
                TrebuchetClient client = TrebuchetClient.connect("ws://127.0.0.1:" + source.port())) {
            ActorStream<JsonNode> stream = client.actor("counter").observe("observeState", JsonNode.class);
            stream.listen(StreamListener.ofUpdates(update -> updates.incrementAndGet()));
            await().until(() -> updates.get() == 1);
            source.inject(new Fault.Duplicate(1, null));
            client.actor("counter").call("increment", Long.class).join();
            await().until(() -> kinds(log).contains(EventKind.FAULT));
        }
        await().until(() ->
                kinds(log).stream().filter(EventKind.CONNECTION::equals).count() == 3);

        assertThat(kinds(log))
                .containsSubsequence(
                        EventKind.CONNECTION,
                        EventKind.CONNECTION,
                        EventKind.INVOCATION,
                        EventKind.STREAM_START,
                        EventKind.STREAM_DATA,
                        EventKind.INVOCATION)
                .contains(EventKind.RESPONSE, EventKind.FAULT);
        CaptureAnalysis analysis = new CaptureAnalysis(log, 1_000);
        analysis.advance(Integer.MAX_VALUE);
        StreamAnalysis shown = analysis.streams().iterator().next();
        assertThat(analysis.streams()).hasSize(1);
        assertThat(shown.actor()).isEqualTo("counter");
        assertThat(shown.counts().live()).isEqualTo(2);
        assertThat(shown.counts().duplicates()).isEqualTo(1);
        assertThat(shown.freshness()).isEqualTo(Freshness.STALE);

        LogCursor event = log.view().cursor();
        for (long index = 0; event.moveTo(index); index++) {
            if (event.kind() == EventKind.INVOCATION) {
                assertThat(event.has(EventFlags.SENT)).isTrue();
                assertThat(Objects.requireNonNull(event.connection()).url()).startsWith("ws://127.0.0.1:");
            }
            if (event.kind() == EventKind.FAULT) {
                assertThat(Objects.requireNonNull(event.body()).utf8()).isEqualTo("update 2 was sent twice");
            }
        }
    }

    /** Returns what a capture says of a stream of which a fault has hit the first update after the beginning. */
    private static AuditReport reportAfter(Fault fault) throws Exception {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        AtomicLong count = new AtomicLong(-1);
        try (SystemTime time = new SystemTime("test timer", InstantSource.system());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                StubServer server = StubServer.builder().bundledActors().start();
                ProxySource source = ProxySource.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new Upstream(server.uri(), (SSLSocketFactory) SSLSocketFactory.getDefault()),
                        Set.of(),
                        time,
                        threads,
                        log);
                TrebuchetClient client = TrebuchetClient.connect("ws://127.0.0.1:" + source.port())) {
            ActorStream<JsonNode> stream = client.actor("counter").observe("observeState", JsonNode.class);
            stream.listen(StreamListener.ofUpdates(
                    update -> count.set(update.value().path("count").asLong())));
            await().until(() -> count.get() == 0);
            source.inject(fault);
            client.actor("counter").call("increment", Long.class).join();
            await().until(() -> kinds(log).contains(EventKind.FAULT));
            client.actor("counter").call("increment", Long.class).join();
            await().until(() -> count.get() == 2);
        }
        LogAudit audit = LogAudit.of(log.view(), List.of(), false, event -> true);
        audit.advance(log.view(), List.of(), Long.MAX_VALUE);
        return audit.settle();
    }

    @Test
    void anUpdateThatAFaultKeptBackIsAGap() throws Exception {
        for (Fault fault : List.of(new Fault.Drop(1, null), new Fault.Corrupt(1, null))) {
            AuditReport report = reportAfter(fault);
            assertThat(report.streams()).singleElement().satisfies(stream -> {
                assertThat(stream.gaps()).as("%s", fault).singleElement().satisfies(gap -> {
                    assertThat(gap.from()).isEqualTo(2);
                    assertThat(gap.to()).isEqualTo(2);
                    assertThat(gap.healed()).isTrue();
                });
                assertThat(stream.replayed()).as("%s", fault).isPositive();
            });
            assertThat(report.undecodable()).isEqualTo(fault instanceof Fault.Corrupt ? 1 : 0);
        }
    }

    @Test
    void aRefusedAttemptIsOneEvent() throws Exception {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        try (SystemTime time = new SystemTime("test timer", InstantSource.system());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                StubServer server = StubServer.builder()
                        .bundledActors()
                        .token("ann", "secret")
                        .start();
                ProxySource source = ProxySource.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new Upstream(server.uri(), (SSLSocketFactory) SSLSocketFactory.getDefault()),
                        Set.of(),
                        time,
                        threads,
                        log)) {
            URI proxy = URI.create("ws://127.0.0.1:" + source.port());
            List<ConnectionState> states = new CopyOnWriteArrayList<>();
            try (TrebuchetClient refused = TrebuchetClient.connect(proxy.toString())) {
                refused.onConnectionState(states::add);
                await().until(() -> states.stream().anyMatch(ConnectionState.Offline.class::isInstance));
            }
            // What a later client does comes after all of it.
            try (TrebuchetClient welcome =
                    TrebuchetClient.builder(proxy).token(() -> "secret").build()) {
                welcome.actor("counter")
                        .call("increment", Long.class, CallOptions.WHEN_CONNECTED)
                        .join();
            }
        }
        List<ConnectionState> first = new ArrayList<>();
        LogCursor event = log.view().cursor();
        for (long index = 0; event.moveTo(index); index++) {
            if (event.notice() instanceof TapEvent.ConnectionChanged change && change.connection() == 1) {
                first.add(change.state());
            }
        }
        assertThat(first).hasSize(2).last().isInstanceOfSatisfying(ConnectionState.Offline.class, offline -> assertThat(
                        offline.cause())
                .contains("401"));
    }

    private static List<EventKind> kinds(EventLog log) {
        List<EventKind> kinds = new ArrayList<>();
        LogCursor event = log.view().cursor();
        for (long index = 0; event.moveTo(index); index++) {
            kinds.add(event.kind());
        }
        return kinds;
    }
}
