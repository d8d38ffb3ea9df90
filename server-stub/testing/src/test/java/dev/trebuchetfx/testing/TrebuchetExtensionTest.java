// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.StubFaults;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The extension, by tests that use it and are run here. */
@Timeout(120)
class TrebuchetExtensionTest {
    /** The counter's state. */
    record Count(long count) {}

    /** Whatever the tests that are run leave here, each under its class. */
    private static final Queue<Seen> SEEN = new ConcurrentLinkedQueue<>();

    private record Seen(Class<?> by, Object value) {}

    private static void see(Object by, Object value) {
        SEEN.add(new Seen(by.getClass(), value));
    }

    private static List<Object> seen(Class<?> by) {
        return SEEN.stream().filter(seen -> seen.by() == by).map(Seen::value).toList();
    }

    @AfterEach
    void forget() {
        SEEN.clear();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static void assertPasses(Class<?> tests, int count) {
        EngineExecutionResults results = run(tests);
        assertThat(failures(results)).isEmpty();
        results.testEvents()
                .assertStatistics(statistics -> statistics.succeeded(count).failed(0));
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }

    private static Throwable onlyFailure(Class<?> tests) {
        List<Throwable> failures = failures(run(tests));
        assertThat(failures).hasSize(1);
        return failures.getFirst();
    }

    private static long increment(TrebuchetClient client) {
        return client.actor("counter").call("increment", Long.class).join();
    }

    /** A test with the bundled actors. */
    @TrebuchetTest
    abstract static class Bundled {
        @TrebuchetSetup
        static void setUp(StubServerBuilder builder) {
            builder.bundledActors();
        }
    }

    static class Injected extends Bundled {
        private final StubServer server;
        private Clients clients;

        Injected(StubServer server, Clients clients) {
            this.server = server;
            this.clients = clients;
        }

        @BeforeEach
        void start(StubServer same, Clients others) {
            assertThat(same).isSameAs(server);
            clients = others;
        }

        @Test
        void everything(
                StubServer same, StubFaults faults, TrebuchetClient client, TrebuchetClient sameClient, URI uri) {
            assertThat(same).isSameAs(server);
            assertThat(sameClient).isSameAs(client);
            assertThat(uri).isEqualTo(server.uri());
            assertThat(increment(client)).isEqualTo(1);
            assertThat(increment(clients.connect())).isEqualTo(2);
            assertThat(server.connectionCount()).isEqualTo(2);
            assertThat(faults.cut()).isEqualTo(2);
        }

        @Test
        void anotherServer(TrebuchetClient client) {
            assertThat(increment(client)).isEqualTo(1);
        }
    }

    @Test
    void parametersAreInjectedAndEachTestHasItsOwnServer() {
        assertPasses(Injected.class, 2);
    }

    /** An actor that a setup method adds. */
    public static final class Seven {
        public int seven() {
            return 7;
        }
    }

    static class SetUp extends Bundled {
        @TrebuchetSetup
        void setUp(TrebuchetClient.Builder builder) {
            builder.tap(event -> see(this, "tapped"));
        }

        @Nested
        class Within {
            @TrebuchetSetup
            void setUpMore(StubServerBuilder builder) {
                builder.expose("seven", new Seven());
            }

            @Test
            void isSetUpByAll(StubServer server, TrebuchetClient client) {
                assertThat(client.actor("seven").call("seven", Integer.class).join())
                        .isEqualTo(7);
                assertThat(increment(client)).isEqualTo(1);
                // A client that has connected is counted a moment later, but before it is answered.
                assertThat(server.connectionCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void setupMethodsOfTheClassAndThoseAroundItAreCalled() {
        assertPasses(SetUp.class, 1);
        assertThat(seen(SetUp.class)).contains("tapped");
    }

    @TrebuchetTest(perClass = true)
    static class Shared extends Bundled {
        @BeforeAll
        static void begin(TrebuchetClient client) {
            increment(client);
        }

        @RepeatedTest(3)
        void counts(TrebuchetClient client, StubServer server) {
            see(this, increment(client));
            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void aClassCanShareAServer() {
        assertPasses(Shared.class, 3);
        assertThat(seen(Shared.class)).containsExactly(2L, 3L, 4L);
    }

    @TrebuchetTest(perClass = true)
    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    static class Repeated extends Bundled {
        Repeated(int number) {}

        @BeforeAll
        static void begin(TrebuchetClient client) {
            increment(client);
        }

        @Test
        void counts(TrebuchetClient client) {
            see(this, increment(client));
        }
    }

    @Test
    void aClassThatRunsSeveralTimesSharesAServer() {
        assertPasses(Repeated.class, 2);
        assertThat(seen(Repeated.class)).containsExactly(2L, 3L);
    }

    static class Kinds {
        @Nested
        @TrebuchetTest(perClass = true, virtualTime = true)
        class InMemory {
            @RepeatedTest(2)
            void hasAClock(StubServer server, ManualTime time) {
                see(this, server);
            }
        }

        @Nested
        @TrebuchetTest(perClass = true)
        class OverASocket {
            @TrebuchetSetup
            static void setUp(StubServerBuilder builder) {
                builder.expose("seven", new Seven());
            }

            @RepeatedTest(2)
            void hasAnAddress(StubServer server, TrebuchetClient client, URI uri) {
                see(this, server);
                assertThat(client.actor("seven").call("seven", Integer.class).join())
                        .isEqualTo(7);
            }

            @Test
            @TrebuchetTest(perClass = true, virtualTime = true)
            void isInMemoryAllTheSame(ManualTime time) {}
        }
    }

    @Test
    void nestedClassesThatAskForAServerHaveOneEach() {
        assertPasses(Kinds.class, 5);
        List<Object> inMemory = seen(Kinds.InMemory.class);
        List<Object> overASocket = seen(Kinds.OverASocket.class);
        assertThat(inMemory).hasSize(2);
        assertThat(inMemory.get(1)).isSameAs(inMemory.getFirst());
        assertThat(overASocket).hasSize(2).doesNotContain(inMemory.getFirst());
        assertThat(overASocket.get(1)).isSameAs(overASocket.getFirst());
    }

    @TrebuchetTest(perClass = true)
    static class SetUpTooLate extends Bundled {
        @Nested
        class Within {
            @TrebuchetSetup
            static void setUp(StubServerBuilder builder) {
                builder.expose("seven", new Seven());
            }

            @Test
            void neverRuns(StubServer server) {}
        }
    }

    @Test
    void aClassThatSharesTheServerOfTheOneAroundItCantSetItUp() {
        assertThat(onlyFailure(SetUpTooLate.class))
                .hasMessageContaining("Within shares the server of SetUpTooLate, so it can't set it up")
                .hasMessageContaining("a @TrebuchetTest of its own");
    }

    static class Ended extends Bundled {
        @Test
        void fails(StubServer server, TrebuchetClient client, Clients clients) {
            see(this, server);
            see(this, client);
            see(this, clients.connect());
            throw new AssertionError("the test's own");
        }
    }

    @Test
    void everythingIsEndedThoughTheTestFails() throws InterruptedException {
        assertThat(onlyFailure(Ended.class)).hasMessage("the test's own").hasNoSuppressedExceptions();
        List<Object> seen = seen(Ended.class);
        StubServer server = (StubServer) seen.getFirst();
        server.awaitClosed();
        assertThat(seen.subList(1, 3)).allSatisfy(client -> assertThat(((TrebuchetClient) client).connectionState())
                .isEqualTo(new ConnectionState.Closed()));
        String threads = "trebuchet-test-" + server.uri().getPort() + "-";
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith(threads)));
    }

    static class Throwing extends Bundled {
        @Test
        void listens(TrebuchetClient client) {
            client.actor("counter").observe("observeState", Count.class).listen(StreamListener.ofUpdates(update -> {
                throw new IllegalStateException("the listener's own");
            }));
            assertThat(increment(client)).isEqualTo(1);
        }
    }

    @Test
    void aListenerThatThrowsIsTheClientsBusinessAsEver() {
        assertPasses(Throwing.class, 1);
    }

    /** An actor with a call that is never answered, and one that is. */
    public static final class Sphinx {
        public int blink() {
            return 1;
        }

        public CompletableFuture<String> ask() {
            return new CompletableFuture<>();
        }
    }

    @TrebuchetTest
    static class Unanswered {
        @Test
        void asks(StubServer server, TrebuchetClient client) {
            server.expose("sphinx", new Sphinx());
            see(this, client.actor("sphinx").call("ask", String.class));
            // Answered after the call before it, on the same connection, has begun.
            assertThat(client.actor("sphinx").call("blink", Integer.class).join())
                    .isEqualTo(1);
        }
    }

    @Test
    void aCallThatIsNeverAnsweredIsTold() {
        assertThat(onlyFailure(Unanswered.class))
                .hasMessageContaining("the test must end what it began")
                .hasMessageContaining("the server has not answered 1 call: a method of an actor has not returned");
    }

    static class Blocked extends Bundled {
        @Test
        void listens(TrebuchetClient client) throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            CountDownLatch blocked = new CountDownLatch(1);
            see(this, never);
            client.actor("counter").observe("observeState", Count.class).listen(StreamListener.ofUpdates(update -> {
                blocked.countDown();
                waitFor(never);
            }));
            blocked.await();
        }

        private static void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aListenerThatNeverReturnsIsTold() {
        Throwable failure = onlyFailure(Blocked.class);
        ((CountDownLatch) seen(Blocked.class).getFirst()).countDown();
        assertThat(failure)
                .hasMessageContaining("the thread 'trebuchet-test-listener' still runs")
                .hasMessageContaining("waitFor");
    }

    static class Clockless extends Bundled {
        @Test
        void wantsTheClock(ManualTime time) {}
    }

    @Test
    void theClockOfASocketIsRefused() {
        assertThat(onlyFailure(Clockless.class))
                .hasMessageContaining("runs over a socket")
                .hasMessageContaining("use @TrebuchetTest(virtualTime = true)");
    }

    static class ForTheClass extends Bundled {
        @BeforeAll
        static void begin(StubServer server) {}

        @Test
        void neverRuns() {}
    }

    @Test
    void aServerForAWholeClassIsAskedForInTheAnnotation() {
        assertThat(onlyFailure(ForTheClass.class)).hasMessageContaining("use @TrebuchetTest(perClass = true)");
    }

    @TrebuchetTest
    static class WrongSetup {
        @TrebuchetSetup
        static void setUp(String builder) {}

        @Test
        void neverRuns(StubServer server) {}
    }

    @Test
    void aSetupMethodWithAnotherParameterIsRefused() {
        assertThat(onlyFailure(WrongSetup.class))
                .hasMessageContaining("must have one parameter, a StubServerBuilder or");
    }

    @TrebuchetTest
    static class TooEarly {
        TooEarly(StubServer server) {}

        @TrebuchetSetup
        void setUp(StubServerBuilder builder) {}

        @Test
        void neverRuns() {}
    }

    @Test
    void aSetupMethodMustBeStaticWhereAConstructorAsksForTheServer() {
        assertThat(onlyFailure(TooEarly.class)).hasMessageContaining("make the setup method static");
    }

    @TrebuchetTest(virtualTime = true)
    static class Virtual extends Bundled {
        @Test
        void isTheSameInEachRun(
                TrebuchetClient client, StubServer server, StubFaults faults, Clients clients, ManualTime time) {
            Thread test = Thread.currentThread();
            client.actor("counter")
                    .observe(
                            "observeState",
                            Count.class,
                            StreamOptions.builder().everyUpdate(100).build())
                    .listen(StreamListener.ofUpdates(update -> {
                        assertThat(Thread.currentThread()).isSameAs(test);
                        see(this, update.sequence() + ": " + update.value().count() + " at " + time.nanoTime());
                    }));
            faults.cut(Duration.ofSeconds(3));
            TrebuchetClient other = clients.connect();
            for (int i = 0; i < 5; i++) {
                increment(other);
                time.advance(Duration.ofSeconds(1));
            }
            time.advance(Duration.ofMinutes(1));
            see(this, server.epoch());
            see(this, server.streams().getFirst().streamId());
        }

        @Test
        void hasNoAddress(URI uri) {}

        @Test
        @TrebuchetTest
        void canBeOverASocketAllTheSame(URI uri) {
            assertThat(uri.getPort()).isPositive();
        }
    }

    @Test
    void virtualTimeGivesTheSameRunAgain() {
        assertThat(onlyFailure(Virtual.class)).hasMessageContaining("its server has no address");
        List<Object> first = seen(Virtual.class);
        assertThat(first).hasSize(8).element(5).asString().startsWith("6: 5 at ");
        forget();

        run(Virtual.class);
        assertThat(seen(Virtual.class)).isEqualTo(first);
    }

    @TrebuchetTest(virtualTime = true)
    static class VirtualUnanswered {
        @Test
        void asks(StubServer server, TrebuchetClient client) {
            server.expose("sphinx", new Sphinx());
            see(this, client.actor("sphinx").call("ask", String.class));
        }
    }

    @Test
    void aCallThatIsNeverAnsweredIsToldOnVirtualTimeToo() {
        assertThat(onlyFailure(VirtualUnanswered.class)).hasMessageContaining("has not answered 1 call");
    }

    static class Crowded extends Bundled {
        @RepeatedTest(12)
        void countsForItself(StubServer server, TrebuchetClient client, StubFaults faults, Clients clients) {
            for (int i = 1; i <= 20; i++) {
                assertThat(increment(client)).isEqualTo(i);
            }
            assertThat(server.connectionCount()).isEqualTo(1);
            assertThat(faults.cut()).isEqualTo(1);
            assertThat(increment(clients.connect())).isEqualTo(21);
        }
    }

    @Test
    void testsThatRunInParallelDoNotDisturbEachOther() {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Crowded.class))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "6")
                .execute();
        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(12));
    }
}
