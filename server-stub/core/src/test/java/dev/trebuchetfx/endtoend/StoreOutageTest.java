// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A window's stream while the server's store is away, over a real socket: it is stale and says why, and recovers by itself. */
@Timeout(60)
class StoreOutageTest {
    private final InMemoryStateStore database =
            new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID);
    private final Outage store = new Outage(database);
    private final Recorder<Sum> heard = new Recorder<>();
    private StubServer server;
    private TrebuchetClient client;

    public record Sum(long value) {}

    /** An actor as a user would write one. */
    public static final class Adder implements StatefulActor<Sum> {
        private final PersistentState<Sum> state = new PersistentState<>(Sum.class, new Sum(0));

        @Override
        public PersistentState<Sum> persistentState() {
            return state;
        }

        public StreamedState<Sum> observeState() {
            return state.streamed();
        }

        public long add(long more) {
            state.set(new Sum(state.get().value() + more));
            return state.get().value();
        }
    }

    /** A store whose line to the database is lost, and whose answers are, when the test says so. */
    private static final class Outage extends ForwardingStore {
        private volatile StateChangeSource.@Nullable Listener listener;
        private volatile boolean deaf;
        private volatile boolean away;
        private volatile boolean hanging;
        private volatile boolean unreadable;
        private volatile boolean refusing;
        private volatile String broken = "";
        private volatile Runnable afterWrite = () -> {};

        Outage(ActorStateStore database) {
            super(database);
        }

        private void reach() {
            if (away) {
                throw new StateStoreException("the database is away", null);
            }
            if (hanging) {
                CompletableFuture<Void> never = new CompletableFuture<>();
                never.join();
            }
        }

        void loseLine() {
            deaf = true;
            listener().disconnected("on purpose");
        }

        void findLine() {
            deaf = false;
            listener().connected();
        }

        private StateChangeSource.Listener listener() {
            return Objects.requireNonNull(listener, "the server listens from its start on");
        }

        private void read(Collection<String> actors) {
            if (actors.contains(broken)) {
                throw new StateStoreException("this one is broken", null);
            }
        }

        @Override
        public Map<String, StateVersion> newestVersions(Collection<String> actors) {
            read(actors);
            return super.newestVersions(actors);
        }

        @Override
        public @Nullable StoredState loadWithVersion(String actor) {
            reach();
            read(List.of(actor));
            return super.loadWithVersion(actor);
        }

        @Override
        public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
            reach();
            if (refusing) {
                throw new StateRefusedException("something else is there");
            }
            StoredState stored = super.saveIfVersion(actor, expected, write);
            afterWrite.run();
            return stored;
        }

        @Override
        public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
            reach();
            if (refusing) {
                throw new StateStoreException("something else is there", null);
            }
            return super.readLog(actor, after, limit, maxBytes);
        }

        @Override
        public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
            if (unreadable) {
                throw new StateStoreException("the log is away", null);
            }
            return super.readLogFromState(actor, version, limit, maxBytes);
        }

        @Override
        public StateChangeSource changes() {
            StateChangeSource real = super.changes();
            return new StateChangeSource() {
                @Override
                public void start(Listener given) {
                    listener = given;
                    real.start(new Listener() {
                        @Override
                        public void connected() {
                            given.connected();
                        }

                        @Override
                        public void changed(StateChange change) {
                            if (!deaf) {
                                given.changed(change);
                            }
                        }

                        @Override
                        public void disconnected(String why) {
                            given.disconnected(why);
                        }

                        @Override
                        public void malformed(String what) {
                            given.malformed(what);
                        }
                    });
                }

                @Override
                public void close() {
                    real.close();
                }
            };
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .store(store)
                .storeTimeout(Duration.ofMillis(300))
                .adminPort(0)
                .sleepAfter(Duration.ofMillis(100))
                .expose("adder", new Adder())
                .expose("adder/{name}", name -> new Adder())
                .start();
        client = TrebuchetClient.builder(server.uri())
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofMillis(10), Duration.ofMillis(100))
                        .build())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void observe() {
        client.actor("adder").observe("observeState", Sum.class).listen(heard);
    }

    private void edit(long value) {
        database.save("adder", UUID.randomUUID(), Bytes.utf8("{\"value\":" + value + "}"));
    }

    private void awaitFreshness(Freshness expected) {
        await().untilAsserted(() -> assertThat(heard.freshness()).isEqualTo(expected));
    }

    private void awaitLiveWith(long value) {
        await().untilAsserted(() -> {
            assertThat(heard.freshness()).isEqualTo(Freshness.LIVE);
            assertThat(heard.newest()).isEqualTo(new Sum(value));
        });
    }

    @Test
    void aStreamIsStaleWhileChangesByOthersAreNotHeard() {
        observe();
        awaitLiveWith(0);

        store.loseLine();
        awaitFreshness(Freshness.STALE);
        assertThat(heard.reasons().getLast()).contains("does not hear of changes that others make");

        edit(7);
        store.findLine();
        awaitLiveWith(7);
        assertThat(heard.sequences()).isEqualTo(List.of(1L, 2L));
    }

    /** Somebody has put something else in the place of a state: the caller hears so at once, and no window is vouched for. */
    @Test
    void aWriteThatIsRefusedMakesItsServerLookAtWhatThereIs() {
        observe();
        awaitLiveWith(0);
        assertThat(client.actor("adder").call("add", Long.class, 1).join()).isEqualTo(1L);
        store.refusing = true;

        assertThatThrownBy(
                        () -> client.actor("adder").call("add", Long.class, 1).join())
                .hasMessageContaining("something else is there");

        awaitFreshness(Freshness.STALE);
        assertThat(heard.reasons().getLast()).contains("can't read the newest state: something else is there");
        store.refusing = false;
        awaitLiveWith(1);
    }

    /** A call whose outcome is looked for takes up to 30 s; the windows must not seem to be vouched for meanwhile. */
    @Test
    void aStreamIsStaleWhileTheOutcomeOfAWriteIsLookedFor() {
        observe();
        awaitLiveWith(0);
        assertThat(client.actor("adder").call("add", Long.class, 1).join()).isEqualTo(1L);
        store.away = true;

        var answer = client.actor("adder").call("add", Long.class, 1);

        awaitFreshness(Freshness.STALE);
        assertThat(answer.isDone()).isFalse();
        store.away = false;
        assertThat(answer.join()).isEqualTo(2L);
        awaitLiveWith(2);
    }

    /** Somebody has broken what the database has of one actor, so that each question about it fails. */
    @Test
    void anActorThatCannotBeReadKeepsNoOtherStale() {
        Recorder<Sum> broken = new Recorder<>();
        client.actor("adder/broken").observe("observeState", Sum.class).listen(broken);
        observe();
        awaitLiveWith(0);
        await().untilAsserted(() -> assertThat(broken.freshness()).isEqualTo(Freshness.LIVE));

        store.broken = "adder/broken";
        store.loseLine();
        awaitFreshness(Freshness.STALE);
        edit(7);
        store.findLine();

        awaitLiveWith(7);
        assertThat(broken.freshness()).isEqualTo(Freshness.STALE);
        store.broken = "";
        database.save("adder/broken", UUID.randomUUID(), Bytes.utf8("{\"value\":3}"));
        await().untilAsserted(() -> {
            assertThat(broken.freshness()).isEqualTo(Freshness.LIVE);
            assertThat(broken.newest()).isEqualTo(new Sum(3));
        });
    }

    @Test
    void aNewLifeIsShownThoughNobodyToldTheEndOfTheOneBefore() {
        edit(1);
        edit(2);
        observe();
        awaitLiveWith(2);

        store.deaf = true;
        database.delete("adder");
        store.deaf = false;
        edit(3);

        awaitLiveWith(3);
        assertThat(heard.resumes()).singleElement().satisfies(resumed -> {
            assertThat(resumed.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
            assertThat(resumed.reason()).isEqualTo(RestartReason.EPOCH);
        });
        edit(4);
        awaitLiveWith(4);
        assertThat(heard.resumes()).hasSize(1);
    }

    @Test
    void aStreamThatBeginsMeanwhileIsNeverLive() {
        store.loseLine();
        observe();
        awaitFreshness(Freshness.STALE);
        assertThat(heard.newest()).isEqualTo(new Sum(0));
        assertThat(heard.freshnesses()).doesNotContain(Freshness.LIVE);

        store.findLine();
        awaitFreshness(Freshness.LIVE);
    }

    @Test
    void aStreamIsStaleWhileWhatIsStoredCannotBeRead() {
        observe();
        awaitLiveWith(0);

        database.save("adder", UUID.randomUUID(), Bytes.utf8("[\"no sum\"]"));
        awaitFreshness(Freshness.STALE);
        assertThat(heard.reasons().getLast()).startsWith("the stored state can't be read");

        edit(8);
        awaitLiveWith(8);
    }

    @Test
    void aStreamIsStaleWhileTheNewestStateCannotBeRead() {
        edit(1);
        observe();
        awaitLiveWith(1);

        store.away = true;
        edit(2);
        awaitFreshness(Freshness.STALE);
        assertThat(heard.reasons().getLast())
                .contains("can't read the newest state")
                .contains("the database is away");

        store.away = false;
        awaitLiveWith(2);
    }

    @Test
    void aStreamThatCannotBeginWaitsAndGoesOnByItself() {
        store.away = true;
        observe();
        awaitFreshness(Freshness.STALE);
        assertThat(heard.reasons().getLast())
                .startsWith("the server can't open the stream now: Stream unavailable: ")
                .contains("the database is away");

        store.away = false;
        awaitLiveWith(0);
    }

    @Test
    void aStoreThatNeverAnswersIsTakenForOneThatIsAway() {
        store.hanging = true;
        observe();
        awaitFreshness(Freshness.STALE);
        assertThat(heard.reasons().getLast()).contains("did not answer within 300 ms");

        store.hanging = false;
        awaitLiveWith(0);
    }

    @Test
    void actorsThatCouldNotBeLoadedAreForgotten() {
        observe();
        awaitLiveWith(0);
        store.away = true;
        for (int i = 0; i < 20; i++) {
            assertThat(client.actor("adder/" + i).call("add", Long.class, 1))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("the database is away");
        }
        // The one that is observed.
        await().untilAsserted(() ->
                assertThat(metric("trebuchet_stored_actors_awake")).isEqualTo(1));
    }

    /** A client needs no more than calls to let an actor take its state in. */
    @Test
    void actorsInUseTakeNoMoreThanAnEighthOfTheHeap() throws Exception {
        observe();
        awaitLiveWith(0);
        int size = 4 << 20;
        Bytes large = Bytes.utf8("{\"value\":1" + " ".repeat(size) + "}");
        long fitting = Runtime.getRuntime().maxMemory() / 8 / large.size();
        List<ActorStream<Sum>> streams = new ArrayList<>();
        for (int i = 0; i < fitting; i++) {
            database.save("adder/" + i, UUID.randomUUID(), large);
            ActorStream<Sum> stream = client.actor("adder/" + i).observe("observeState", Sum.class);
            Recorder<Sum> recorder = new Recorder<>();
            stream.listen(recorder);
            streams.add(stream);
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(recorder.newest()).isEqualTo(new Sum(1)));
        }
        database.save("adder/more", UUID.randomUUID(), large);

        assertThat(client.actor("adder/more").call("add", Long.class, 1))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("there is no room for another; try again later");

        streams.removeFirst().close();
        await().ignoreExceptions().untilAsserted(() -> assertThat(
                        client.actor("adder/more").call("add", Long.class, 1).get(10, TimeUnit.SECONDS))
                .isEqualTo(2));
    }

    private double metric(String name) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(server.adminUri().resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aResumeThatCannotBeAnsweredWaitsAndMissesNothing() {
        edit(1);
        observe();
        awaitLiveWith(1);

        int unused = server.faults().cut(Duration.ofMillis(300));
        // More than the server keeps in memory, so it has to read the log.
        for (int value = 2; value <= 30; value++) {
            edit(value);
        }
        store.unreadable = true;
        await().untilAsserted(() -> assertThat(heard.reasons().getLast())
                .startsWith("the server can't open the stream now: Stream unavailable: "));
        assertThat(heard.freshness()).isEqualTo(Freshness.STALE);

        edit(31);
        store.unreadable = false;
        awaitLiveWith(31);
        assertThat(heard.resumes().getLast().outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(heard.gaps()).isEmpty();
        assertThat(heard.sequences().getLast()).isEqualTo(31);
    }

    @Test
    void aCallThatIsSentAgainAfterACutIsDoneOnce() throws Exception {
        observe();
        awaitLiveWith(0);
        store.afterWrite = () -> {
            store.afterWrite = () -> {};
            server.faults().cut();
        };

        Long sum = client.actor("adder")
                .call(
                        "add",
                        Long.class,
                        CallOptions.DEFAULT.toBuilder().idempotent(true).build(),
                        5)
                .get(10, TimeUnit.SECONDS);

        assertThat(sum).isEqualTo(5);
        awaitLiveWith(5);
        assertThat(database.load("adder")).isEqualTo(Bytes.utf8("{\"value\":5}"));
    }
}
