// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.actor.NotRepeated;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.stateless.StatelessNode;
import dev.trebuchetfx.server.stateless.StatelessRun;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that are answered before they are stored, over real sockets, by a time that stands still. */
@Timeout(60)
class WriteBehindTest {
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final ActorStateStore real =
            new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    /** The number of versions of each write, in order. */
    private final List<Integer> writes = new ArrayList<>();

    private final ActorStateStore store = new ForwardingStore(real) {
        @Override
        public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
            note(1);
            return super.saveIfVersion(actor, expected, write);
        }

        @Override
        public List<StoredState> saveAllIfVersion(String actor, @Nullable StateVersion expected, List<StateWrite> all) {
            note(all.size());
            return real.saveAllIfVersion(actor, expected, all);
        }

        private void note(int versions) {
            RuntimeException thrown = failure.get();
            if (thrown != null) {
                throw thrown;
            }
            synchronized (writes) {
                writes.add(versions);
            }
        }
    };
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Counts, up to a bound. */
    public static final class Counter implements StatefulActor<Counter.Count> {
        private final PersistentState<Count> state;
        private final int most;

        Counter(int most, Duration delay) {
            this.most = most;
            this.state = new PersistentState<>(Count.class, new Count(0)).writeBehind(delay);
        }

        public record Count(int count) {}

        @Override
        public PersistentState<Count> persistentState() {
            return state;
        }

        public StreamedState<Count> observeCount() {
            return state.streamed();
        }

        public int add(int more) {
            int sum = state.get().count() + more;
            if (sum > most) {
                throw new IllegalArgumentException("must be at most " + most + " but would be " + sum);
            }
            state.set(new Count(sum));
            return sum;
        }

        @NotRepeated
        public int addAlone(int more) {
            return add(more);
        }

        public int count() {
            return state.get().count();
        }
    }

    private StubServer server(ActorStateStore kept) throws IOException {
        StubServer server = StubServer.builder()
                .time(time)
                .adminPort(0)
                .store(kept)
                .expose("counter", new Counter(100, DELAY))
                .start();
        open.add(server);
        return server;
    }

    private RawClient client(StubServer server) {
        RawClient client = RawClient.ext(server.uri());
        open.add(0, client);
        return client;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static String add(RawClient client, int more) {
        return RawClient.resultOf(client.call("counter", "add", Integer.toString(more)));
    }

    private static String shown(RawClient client) {
        Envelope waiting = client.later.poll();
        StreamDataEnvelope data = waiting == null ? client.data() : (StreamDataEnvelope) waiting;
        return data.data().utf8();
    }

    private @Nullable String stored() {
        Bytes json = real.load("counter");
        return json == null ? null : json.utf8();
    }

    private List<Integer> writes() {
        synchronized (writes) {
            return List.copyOf(writes);
        }
    }

    private static long lost(StubServer server) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String text = http.send(
                            HttpRequest.newBuilder(server.adminUri().resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith("trebuchet_store_calls_lost_total "))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void callsAreAnsweredAtOnceAndStoredTogetherWhenTheDelayIsOver() throws IOException {
        RawClient client = client(server(store));
        client.observe("counter", "observeCount");
        assertThat(shown(client)).isEqualTo("{\"count\":0}");

        assertThat(add(client, 1)).isEqualTo("1");
        ResponseEnvelope second = client.call("counter", "add", "2");
        assertThat(RawClient.resultOf(second)).isEqualTo("3");
        assertThat(RawClient.resultOf(client.call("counter", "count"))).isEqualTo("3");
        assertThat(stored()).isNull();
        assertThat(client.later).isEmpty();
        assertThat(client.hasNothingMore()).isTrue();

        time.advance(DELAY);

        assertThat(shown(client)).isEqualTo("{\"count\":1}");
        assertThat(shown(client)).isEqualTo("{\"count\":3}");
        assertThat(stored()).isEqualTo("{\"count\":3}");
        assertThat(writes()).containsExactly(2);

        // So that a client can wait until a stream shows it.
        assertThat(client.call("counter", "add", "1").ext())
                .isNotNull()
                .extracting(ResponseEnvelope.Ext::version)
                .isEqualTo(3L);
    }

    @Test
    void callsOnSeveralServersAtOnceLoseNone() throws IOException {
        List<StubServer> servers = List.of(hurried(), hurried());
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RawClient client = client(servers.get(i % 2));
            all.add(CompletableFuture.runAsync(() -> {
                for (int call = 0; call < 50; call++) {
                    assertThat(client.call("counter", "add", "1").errorMessage())
                            .isNull();
                }
            }));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        servers.forEach(StubServer::drain);
        servers.forEach(each -> each.drained().join());
        assertThat(stored()).isEqualTo("{\"count\":300}");
        assertThat(writes()).anyMatch(each -> each > 1);
    }

    /** Returns a server whose writes wait for 2 ms by the machine's clock. */
    private StubServer hurried() throws IOException {
        StubServer server = StubServer.builder()
                .store(store)
                .expose("counter", new Counter(Integer.MAX_VALUE, Duration.ofMillis(2)))
                .start();
        open.add(server);
        return server;
    }

    @Test
    void aFullGroupIsStoredWithoutWaiting() throws IOException {
        RawClient client = client(server(store));
        for (int i = 1; i <= 64; i++) {
            assertThat(add(client, 1)).isEqualTo(Integer.toString(i));
        }
        await().untilAsserted(() -> assertThat(stored()).isEqualTo("{\"count\":64}"));
        assertThat(writes()).containsExactly(64);
    }

    @Test
    void aCallThatMustRunOnceIsStoredBeforeItsAnswerAndSoIsAllBeforeIt() throws IOException {
        RawClient client = client(server(store));
        add(client, 1);
        assertThat(RawClient.resultOf(client.call("counter", "addAlone", "1"))).isEqualTo("2");
        assertThat(stored()).isEqualTo("{\"count\":2}");
        assertThat(writes()).containsExactly(1, 1);
    }

    @Test
    void aCallThatIsRepeatedWhileItWaitsIsDoneOnce() throws IOException {
        RawClient client = client(server(store));
        InvocationEnvelope call = RawClient.invocation(
                "counter", "add", null, new InvocationEnvelope.Ext(1, List.of(), null, false), "5");
        client.send(call);
        assertThat(RawClient.resultOf(client.next(ResponseEnvelope.class))).isEqualTo("5");
        client.send(new InvocationEnvelope(
                call.callID(),
                call.actorID(),
                call.targetIdentifier(),
                2,
                List.of(),
                call.arguments(),
                null,
                null,
                new InvocationEnvelope.Ext(1, List.of(), null, true)));
        assertThat(RawClient.resultOf(client.next(ResponseEnvelope.class))).isEqualTo("5");
        assertThat(stored()).isEqualTo("{\"count\":5}");
    }

    @Test
    void callsRunAgainOnWhatAnotherServerHasStoredMeanwhile() throws IOException {
        RawClient client = client(server(store));
        add(client, 1);
        add(client, 2);
        client(server(real)).call("counter", "addAlone", "10");
        await().untilAsserted(() -> {
            time.advance(DELAY);
            assertThat(stored()).isEqualTo("{\"count\":13}");
        });
    }

    @Test
    void aCallThatFailsOnWhatAnotherServerHasStoredIsCountedAsLost() throws IOException {
        StubServer server = server(store);
        RawClient client = client(server);
        add(client, 1);
        assertThat(add(client, 40)).isEqualTo("41");
        client(server(real)).call("counter", "addAlone", "90");
        await().untilAsserted(() -> {
            time.advance(DELAY);
            assertThat(lost(server)).isEqualTo(1);
        });
        assertThat(stored()).isEqualTo("{\"count\":91}");
    }

    @Test
    void aCallThatFailedIsNotDoneLater() throws IOException {
        RawClient client = client(server(store));
        add(client, 1);
        assertThat(client.call("counter", "add", "100").errorMessage())
                .isEqualTo("must be at most 100 but would be 101");
        client(server(real)).call("counter", "addAlone", "-1");
        await().untilAsserted(() -> {
            time.advance(DELAY);
            assertThat(stored()).isEqualTo("{\"count\":0}");
        });
        assertThat(RawClient.resultOf(client.call("counter", "count"))).isEqualTo("0");
    }

    @Test
    void callsThatTheStoreRefusesAreCountedAsLostAndNeverShown() throws IOException {
        StubServer server = server(store);
        RawClient client = client(server);
        client.observe("counter", "observeCount");
        shown(client);
        failure.set(new StateRefusedException("no room"));
        add(client, 1);
        add(client, 2);

        time.advance(DELAY);

        await().untilAsserted(() -> assertThat(lost(server)).isEqualTo(2));
        assertThat(RawClient.resultOf(client.call("counter", "count"))).isEqualTo("0");
        assertThat(client.later).isEmpty();
    }

    @Test
    void callsAreLostWhereTheStoreCantBeReachedForLong() throws IOException {
        StubServer server = server(new ForwardingStore(store) {
            @Override
            public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
                throw new StateStoreException("the line is cut", null);
            }
        });
        RawClient client = client(server);
        failure.set(new StateStoreException("the line is cut", null));
        add(client, 1);
        await().untilAsserted(() -> {
            time.advance(Duration.ofSeconds(1));
            assertThat(lost(server)).isEqualTo(1);
        });
        failure.set(null);
        assertThat(add(client, 2)).isEqualTo("2");
    }

    @Test
    void aServerThatDrainsStoresWhatWaits() throws IOException {
        StubServer server = server(store);
        RawClient client = client(server);
        add(client, 7);
        assertThat(stored()).isNull();
        server.drain();
        server.drained().join();
        assertThat(stored()).isEqualTo("{\"count\":7}");
    }

    @Test
    void aServerThatKeepsNothingStoresBeforeItAnswers() {
        StatelessNode node =
                new StatelessNode(store, Map.of("counter", name -> new Counter(100, DELAY)), null, "epoch", time);
        try (StatelessRun run = node.begin()) {
            InvocationEnvelope call = RawClient.invocation("counter", "add", null, null, "5");
            assertThat(run.answer(call, run.peer("anonymous", true), Duration.ofSeconds(5)))
                    .isTrue();
        }
        assertThat(stored()).isEqualTo("{\"count\":5}");
    }

    @Test
    void aDelayOutsideItsRangeIsRefused() {
        PersistentState<Counter.Count> state = new PersistentState<>(Counter.Count.class, new Counter.Count(0));
        assertThatThrownBy(() -> state.writeBehind(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the delay of a write must be from 1 ms to 60 s but was 0 ms");
        assertThatThrownBy(() -> state.writeBehind(Duration.ofHours(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStateThatAServerHasKeepsItsDelay() throws IOException {
        Counter counter = new Counter(100, DELAY);
        StubServer server = server(store);
        server.expose("another", counter);
        assertThatThrownBy(() -> counter.persistentState().writeBehind(DELAY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before the actor is exposed");
    }
}
