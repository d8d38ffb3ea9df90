// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.server.actor.NotRepeated;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stateful actors over real sockets, on one server and on several with one store. */
@Timeout(60)
class StoredActorTest {
    private final ActorStateStore store =
            new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID);
    private final List<AutoCloseable> open = new ArrayList<>();

    /** An actor as a user would write one. */
    public static final class Account implements StatefulActor<Account.Balance> {
        private final PersistentState<Balance> state = new PersistentState<>(Balance.class, new Balance(0, List.of()));
        private final StreamedState<Long> amount = state.view(Balance::amount);
        private final StreamedState<String> parity = state.view(balance -> balance.amount() % 2 == 0 ? "even" : "odd");
        private final AtomicInteger runs;

        Account(AtomicInteger runs) {
            this.runs = runs;
        }

        public record Balance(long amount, List<String> notes) {}

        @Override
        public PersistentState<Balance> persistentState() {
            return state;
        }

        public StreamedState<Balance> observeState() {
            return state.streamed();
        }

        public StreamedState<Long> observeAmount() {
            return amount;
        }

        public StreamedState<String> observeParity() {
            return parity;
        }

        public long amount() {
            return state.get().amount();
        }

        public long add(long more) {
            runs.incrementAndGet();
            return change(more);
        }

        @NotRepeated
        public long addOnce(long more) {
            return change(more);
        }

        private long change(long more) {
            long sum = state.get().amount() + more;
            if (sum < 0) {
                throw new IllegalArgumentException("the balance must not be negative but would be " + sum);
            }
            state.set(new Balance(sum, state.get().notes()));
            return sum;
        }

        public void note(String text) {
            state.set(new Balance(state.get().amount(), List.of(text)));
        }

        public void setAndFail() {
            state.set(new Balance(99, List.of("never seen")));
            throw new IllegalStateException("on purpose");
        }
    }

    private final AtomicInteger runs = new AtomicInteger();

    private StubServer node() throws IOException {
        return node(store);
    }

    private StubServer node(ActorStateStore own) throws IOException {
        StubServer server = StubServer.builder()
                .store(own)
                .expose("account", new Account(runs))
                .expose("account/{owner}", owner -> owner.equals("nobody") ? null : new Account(runs))
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

    @Test
    void aCallIsStoredStreamedAndAnswered() throws IOException {
        RawClient client = client(node());
        client.observe("account", "observeState");
        assertThat(shown(client)).isEqualTo("{\"amount\":0,\"notes\":[]}");

        ResponseEnvelope answer = client.call("account", "add", "5");

        assertThat(RawClient.resultOf(answer)).isEqualTo("5");
        assertThat(shown(client)).isEqualTo("{\"amount\":5,\"notes\":[]}");
        assertThat(store.load("account")).isEqualTo(Bytes.utf8("{\"amount\":5,\"notes\":[]}"));
    }

    @Test
    void aCallThatOnlyReadsStoresNothing() throws IOException {
        RawClient client = client(node());
        assertThat(RawClient.resultOf(client.call("account", "amount"))).isEqualTo("0");
        assertThat(store.exists("account")).isFalse();
        client.call("account", "add", "0");
        assertThat(store.exists("account")).isTrue();
        client.call("account", "add", "0");
        assertThat(number("account")).isEqualTo(1);
    }

    @Test
    void aMethodThatThrowsStoresAndShowsNothing() throws IOException {
        RawClient client = client(node());
        client.observe("account", "observeState");
        client.data();
        assertThat(client.call("account", "setAndFail").errorMessage()).isEqualTo("on purpose");
        assertThat(client.hasNothingMore()).isTrue();
        assertThat(RawClient.resultOf(client.call("account", "amount"))).isEqualTo("0");
        assertThat(store.exists("account")).isFalse();
    }

    /** An actor as nobody should write one. */
    public static final class Careless implements StatefulActor<Careless.Names> {
        public record Names(List<String> names) {}

        private final PersistentState<Names> state =
                new PersistentState<>(Names.class, new Names(new ArrayList<>(List.of("a"))));

        @Override
        public PersistentState<Names> persistentState() {
            return state;
        }

        public void add(String name) {
            state.get().names().add(name);
            state.set(new Names(state.get().names()));
        }

        public void replace(String name) {
            state.set(new Names(new ArrayList<>(List.of(name))));
        }

        public int count() {
            return state.get().names().size();
        }
    }

    @Test
    void aStateThatIsChangedInPlaceIsNoticed() throws IOException {
        StubServer server = node();
        server.expose("careless", new Careless());
        RawClient client = client(server);
        client.call("careless", "replace", "\"b\"");
        String told = "the state of the actor 'careless' must be immutable but was changed in place, by"
                + " [{\"op\":\"add\",\"path\":\"/names/1\",\"value\":\"c\"}]; make a copy of what is to change, such as a"
                + " new list, and set a new state with it";
        assertThat(client.call("careless", "add", "\"c\"").errorMessage()).isEqualTo(told);
        // What was damaged stays so until another state comes, and nothing is built on it.
        assertThat(client.call("careless", "count").errorMessage()).isEqualTo(told);
        assertThat(store.load("careless")).isEqualTo(Bytes.utf8("{\"names\":[\"b\"]}"));
        store.save("careless", UUID.randomUUID(), Bytes.utf8("{\"names\":[]}"));
        await().untilAsserted(() ->
                assertThat(RawClient.resultOf(client.call("careless", "count"))).isEqualTo("0"));
    }

    @Test
    void aStateThatCantBeReadIsNotOverwrittenByACallThatMetIt() throws IOException {
        AtomicBoolean edited = new AtomicBoolean();
        RawClient client = client(node(new ForwardingStore(store) {
            @Override
            public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
                if (expected != null && edited.compareAndSet(false, true)) {
                    store.save(actor, UUID.randomUUID(), Bytes.utf8("\"nonsense\""));
                }
                return super.saveIfVersion(actor, expected, write);
            }
        }));
        client.call("account", "add", "1");
        assertThat(client.call("account", "add", "1").errorMessage()).contains("can't be read");
        assertThat(store.load("account")).isEqualTo(Bytes.utf8("\"nonsense\""));
    }

    @Test
    void theStateOutlivesTheServer() throws Exception {
        StubServer first = node();
        client(first).call("account", "add", "7");
        first.close();
        assertThat(RawClient.resultOf(client(node()).call("account", "amount"))).isEqualTo("7");
    }

    @Test
    void aStreamOfOneServerShowsTheCallsOfAnother() throws IOException {
        RawClient watching = client(node());
        RawClient calling = client(node());
        watching.observe("account", "observeAmount");
        assertThat(shown(watching)).isEqualTo("0");
        calling.call("account", "add", "3");
        assertThat(shown(watching)).isEqualTo("3");
        // The other way round, and the check sees the newest state.
        assertThat(watching.call("account", "add", "-4").errorMessage())
                .isEqualTo("the balance must not be negative but would be -1");
        assertThat(RawClient.resultOf(watching.call("account", "add", "-3"))).isEqualTo("0");
    }

    @Test
    void aServerReadsNothingBackOfWhatItStoredItself() throws IOException {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        RawClient client = client(node(noting(asked)));
        client.observe("account", "observeState");
        shown(client);

        for (int i = 1; i <= 10; i++) {
            assertThat(RawClient.resultOf(client.call("account", "add", "1"))).isEqualTo(Integer.toString(i));
        }

        assertThat(asked)
                .filteredOn(question -> !question.equals("newestVersions"))
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of("loadWithVersion"), Collections.nCopies(10, "saveIfVersion").stream())
                                .toList());
    }

    /** Returns the store, whose questions are noted. */
    private ActorStateStore noting(Queue<String> asked) {
        return (ActorStateStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ActorStateStore.class}, (proxy, method, arguments) -> {
                    if (Set.of("loadWithVersion", "saveIfVersion", "readLog", "readLogFromState", "newestVersions")
                            .contains(method.getName())) {
                        asked.add(method.getName());
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void callsOnSeveralServersAtOnceLoseNoneAndDoubleNone() throws Exception {
        List<RawClient> clients = List.of(client(node()), client(node()), client(node()));
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (RawClient each : clients) {
            all.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 100; i++) {
                    assertThat(each.call("account", "add", "1").errorMessage()).isNull();
                }
            }));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        assertThat(RawClient.resultOf(client(node()).call("account", "amount"))).isEqualTo("300");
        assertThat(number("account")).isEqualTo(300);
    }

    @Test
    void anEditFromOutsideIsShownAndOneThatCantBeReadIsNot() throws IOException {
        RawClient client = client(node());
        client.observe("account", "observeAmount");
        client.data();
        store.save("account", UUID.randomUUID(), Bytes.utf8("{\"amount\":8,\"notes\":[]}"));
        assertThat(shown(client)).isEqualTo("8");
        store.save("account", UUID.randomUUID(), Bytes.utf8("{\"amount\":\"many\"}"));
        // A call sees the newest state that its server has heard of.
        await().untilAsserted(() -> assertThat(client.call("account", "amount").errorMessage())
                .startsWith("the stored state can't be read: "));
        store.save("account", UUID.randomUUID(), Bytes.utf8("{\"amount\":9,\"notes\":[]}"));
        assertThat(shown(client)).isEqualTo("9");
    }

    @Test
    void aDeletedActorBeginsAnew() throws IOException {
        RawClient client = client(node());
        client.call("account", "add", "4");
        client.observe("account", "observeAmount");
        assertThat(shown(client)).isEqualTo("4");
        store.delete("account");
        assertThat(shown(client)).isEqualTo("0");
        assertThat(RawClient.resultOf(client.call("account", "add", "1"))).isEqualTo("1");
    }

    /** The first versions of a state are many before the server that shows the actor reads them, and so are those after a deletion. */
    @Test
    void aStreamShowsEachVersionFromTheFirstOn() throws Exception {
        StubServer server = node();
        RawClient client = client(server);
        client.observe("account", "observeAmount");
        assertThat(shown(client)).isEqualTo("0");
        writeWhileBusy(server, 1, 2, 3);
        assertThat(List.of(shown(client), shown(client), shown(client))).containsExactly("1", "2", "3");
        assertThat(RawClient.resultOf(client.call("account", "add", "1"))).isEqualTo("4");
        assertThat(shown(client)).isEqualTo("4");

        store.delete("account");
        assertThat(shown(client)).isEqualTo("0");
        writeWhileBusy(server, 5, 6, 7);
        assertThat(List.of(shown(client), shown(client), shown(client))).containsExactly("5", "6", "7");
    }

    /** Others write after a server has found nothing new in the log, and before it asks for the newest version. */
    @Test
    void aStreamShowsEachVersionThatIsWrittenWhileItsServerLooks() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        ActorStateStore slow = (ActorStateStore) Proxy.newProxyInstance(
                ActorStateStore.class.getClassLoader(),
                new Class<?>[] {ActorStateStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("newestVersions") && looks.incrementAndGet() == 2) {
                        write(4, 5, 6);
                    }
                    return method.invoke(store, arguments);
                });
        write(1);
        StubServer server = node(slow);
        RawClient client = client(server);
        client.observe("account", "observeAmount");
        assertThat(shown(client)).isEqualTo("1");
        looks.set(1);

        writeWhileBusy(server, 2, 3);

        List<String> all = new ArrayList<>();
        for (int i = 2; i <= 6; i++) {
            all.add(shown(client));
        }
        assertThat(all).containsExactly("2", "3", "4", "5", "6");
        assertThat(looks).hasValueGreaterThan(1);
    }

    /** Others write while a turn of the actor keeps its server from reading. */
    private void writeWhileBusy(StubServer server, int... amounts) {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        CompletableFuture<Void> written = new CompletableFuture<>();
        server.actor("account").execute(() -> {
            busy.complete(null);
            written.join();
        });
        busy.join();
        write(amounts);
        written.complete(null);
    }

    private void write(int... amounts) {
        for (int amount : amounts) {
            store.save("account", UUID.randomUUID(), Bytes.utf8("{\"amount\":" + amount + ",\"notes\":[]}"));
        }
    }

    @Test
    void actorsAreMadeOnDemandByKey() throws IOException {
        RawClient client = client(node());
        client.call("account/ann", "add", "1");
        client.call("account/bob", "add", "2");
        assertThat(store.load("account/ann")).isEqualTo(Bytes.utf8("{\"amount\":1,\"notes\":[]}"));
        assertThat(RawClient.resultOf(client(node()).call("account/bob", "amount")))
                .isEqualTo("2");
        assertThat(client.call("account/nobody", "amount").errorMessage())
                .startsWith("Actor not found: account/nobody");
        assertThat(client.call("account/", "amount").errorMessage()).startsWith("Actor not found: account/");
        assertThat(client.call("account/a/b", "amount").errorMessage()).startsWith("Actor not found: ");
    }

    @Test
    void whoMayNotReachAKeyMakesNoActor() throws IOException {
        AtomicInteger made = new AtomicInteger();
        StubServer server = StubServer.builder()
                .store(store)
                .authorizer(request -> request.actor().equals("account/ann")
                        ? Authorizer.Decision.allowed()
                        : Authorizer.Decision.refused("not yours"))
                .expose("account/{owner}", owner -> {
                    made.incrementAndGet();
                    return new Account(runs);
                })
                .start();
        open.add(server);
        RawClient client = client(server);
        assertThat(client.call("account/bob", "amount").errorMessage()).contains("not yours");
        assertThat(made).hasValue(0);
        assertThat(RawClient.resultOf(client.call("account/ann", "amount"))).isEqualTo("0");
        assertThat(made).hasValue(1);
    }

    @Test
    void anActorThatNobodyUsesSleepsAndWakes() throws IOException {
        StubServer server = StubServer.builder()
                .store(store)
                .sleepAfter(Duration.ofMillis(20))
                .adminPort(0)
                .expose("account/{owner}", owner -> new Account(runs))
                .start();
        open.add(server);
        RawClient client = client(server);
        client.call("account/ann", "add", "1");
        await().until(() -> !hasActor(server, "account/ann"));
        assertThat(RawClient.resultOf(client.call("account/ann", "add", "1"))).isEqualTo("2");
        client.observe("account/ann", "observeAmount");
        client.data();
        // Observed, it stays awake.
        for (int i = 3; i < 10; i++) {
            client.call("account/ann", "add", "1");
            assertThat(shown(client)).isEqualTo(Integer.toString(i));
        }
        assertThat(hasActor(server, "account/ann")).isTrue();
    }

    /** Returns the next state that a stream of the client showed. */
    private static String shown(RawClient client) {
        StreamDataEnvelope update = client.later.isEmpty() ? client.data() : (StreamDataEnvelope) client.later.remove();
        return update.data().utf8();
    }

    private long number(String actor) {
        StoredState stored = store.loadWithVersion(actor);
        return stored == null ? 0 : stored.version().number();
    }

    private static boolean hasActor(StubServer server, String name) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(server.adminUri().resolve("/actors"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains('"' + name + '"');
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
