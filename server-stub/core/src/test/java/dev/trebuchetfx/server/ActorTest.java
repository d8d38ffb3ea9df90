// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ActorTest {
    private final Probe probe = new Probe();
    private StubServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .expose("probe", probe)
                .maxWaitingMessages(3)
                // A call that a test holds up must not hold up its end.
                .drainTimeout(Duration.ZERO)
                .start();
        client = RawClient.v2(server);
    }

    @AfterEach
    void stop() {
        probe.gate.countDown();
        client.close();
        server.close();
    }

    /** An actor as a user would write one. */
    @SuppressWarnings("DoNotCallSuggester")
    public static final class Probe implements ActorLifecycle {
        final CountDownLatch gate = new CountDownLatch(1);
        final CountDownLatch entered = new CountDownLatch(1);
        final CompletableFuture<String> later = new CompletableFuture<>();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final StreamedState<Object> state = new StreamedState<>("first");
        volatile @Nullable ActorContext context;

        @Override
        public void started(ActorContext given) {
            context = given;
        }

        public String startedAs() {
            ActorContext known = context;
            return known == null ? "not started" : known.name();
        }

        public void block() throws InterruptedException {
            entered.countDown();
            gate.await();
        }

        public int enter() {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            for (int i = 0; i < 2_000; i++) {
                // Long enough for another to come in, if another could.
                Thread.onSpinWait();
            }
            return inside.decrementAndGet();
        }

        public CompletableFuture<String> later() {
            return later;
        }

        public CompletableFuture<String> never() {
            return CompletableFuture.failedFuture(new IllegalStateException("not today"));
        }

        public void fail() {
            throw new UnsupportedOperationException();
        }

        public String overflow() {
            throw new StackOverflowError("deep");
        }

        public List<Object> values() {
            return List.of(
                    Instant.parse("2026-01-01T00:00:00.987Z"), UUID.fromString("abcdefab-0000-0000-0000-000000000001"));
        }

        public int sum(int a, int b) {
            return a + b;
        }

        public int sum(int a, int b, int c) {
            return a + b + c;
        }

        public StreamedState<Object> observeState() {
            return state;
        }

        public StreamedState<Object> observeRefused() {
            throw new IllegalStateException("not for you");
        }

        public void set(String next) {
            state.set(next);
        }

        public void setUnwritable() {
            state.set(new Unwritable());
        }
    }

    /** What no mapper can write. */
    @SuppressWarnings("DoNotCallSuggester")
    public static final class Unwritable {
        public Unwritable self() {
            return this;
        }

        public String getValue() {
            throw new IllegalStateException("no value");
        }
    }

    @Test
    void letsOneMessageInAtATime() {
        try (RawClient other = RawClient.v2(server)) {
            Thread peer = Thread.startVirtualThread(() -> {
                for (int i = 0; i < 200; i++) {
                    other.call("probe", "enter");
                }
            });
            for (int i = 0; i < 200; i++) {
                assertThat(RawClient.resultOf(client.call("probe", "enter"))).isEqualTo("0");
            }
            peer.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(probe.most).hasValue(1);
    }

    @Test
    void startsInItsOwnTurnBeforeAnyCall() {
        assertThat(RawClient.resultOf(client.call("probe", "startedAs"))).isEqualTo("\"probe\"");
    }

    @Test
    void takesNoMoreBytesThanCanWait() throws Exception {
        Probe blocked = new Probe();
        try (StubServer roomy = StubServer.builder().expose("probe", blocked).start();
                RawClient sender = RawClient.v2(roomy)) {
            sender.send(RawClient.invocation("probe", "block", null, null));
            blocked.entered.await();
            String large = "\"" + "x".repeat(600_000) + "\"";
            for (int i = 0; i < 28; i++) {
                sender.send(RawClient.invocation("probe", "set", null, null, large));
            }
            assertThat(sender.next(ResponseEnvelope.class).errorMessage())
                    .isEqualTo("Actor is busy: 16777216 bytes wait for probe; try again later");
            blocked.gate.countDown();
        }
    }

    @Test
    void saysThatItIsBusy() throws InterruptedException {
        client.send(RawClient.invocation("probe", "block", null, null));
        probe.entered.await();
        for (int i = 0; i < 4; i++) {
            client.send(RawClient.invocation("probe", "enter", null, null));
        }
        ResponseEnvelope refused = client.next(ResponseEnvelope.class);
        assertThat(refused.errorMessage()).isEqualTo("Actor is busy: 3 messages wait for probe; try again later");
        probe.gate.countDown();
        for (int i = 0; i < 4; i++) {
            assertThat(client.next(ResponseEnvelope.class).errorMessage()).isNull();
        }
    }

    @Test
    void answersLaterWhereTheMethodDoes() {
        client.send(RawClient.invocation("probe", "later", null, null));
        assertThat(RawClient.resultOf(client.call("probe", "sum", "1", "2"))).isEqualTo("3");
    }

    @Test
    void aFutureIsAnsweredWhenItCompletes() {
        client.send(RawClient.invocation("probe", "later", null, null));
        probe.later.complete("now");
        assertThat(RawClient.resultOf(client.next(ResponseEnvelope.class))).isEqualTo("\"now\"");
        assertThat(client.call("probe", "never").errorMessage()).isEqualTo("not today");
    }

    @Test
    void tellsWhatWentWrong() {
        assertThat(client.call("probe", "fail").errorMessage()).isEqualTo("UnsupportedOperationException");
        assertThat(client.call("probe", "overflow").errorMessage()).isEqualTo("deep");
        assertThat(client.call("probe", "sum", "1", "null").errorMessage())
                .startsWith("argument 2 of sum(int a, int b)");
        assertThat(client.call("probe", "sum", "1", "2.5").errorMessage())
                .startsWith("argument 2 of sum(int a, int b)");
        assertThat(client.call("probe", "sum", "1", "2 3").errorMessage())
                .startsWith("argument 2 of sum(int a, int b)");
        assertThat(client.call("probe", "sum", "1").errorMessage())
                .isEqualTo(
                        "wrong number of arguments: expected sum(int a, int b) or sum(int a, int b, int c) but found 1");
        assertThat(client.call("probe", "started", "1").errorMessage()).startsWith("Unknown method: started");
        assertThat(client.call("probe", "hashCode").errorMessage()).startsWith("Unknown method: hashCode");
    }

    @Test
    void writesValuesAsSwiftPeersDo() {
        assertThat(RawClient.resultOf(client.call("probe", "values")))
                .isEqualTo("[\"2026-01-01T00:00:00Z\",\"ABCDEFAB-0000-0000-0000-000000000001\"]");
    }

    @Test
    void choosesAnOverloadByTheNumberOfArguments() {
        assertThat(RawClient.resultOf(client.call("probe", "sum", "1", "2", "3")))
                .isEqualTo("6");
    }

    @Test
    void aStreamThatItRefusesFails() {
        client.observe("probe", "observeRefused");
        assertThat(client.next(StreamErrorEnvelope.class).errorMessage()).isEqualTo("Stream setup error: not for you");
    }

    @Test
    void aStateThatCannotBeWrittenFailsTheStreamAndNotTheActor() {
        client.observe("probe", "observeState");
        client.data();
        assertThat(client.call("probe", "setUnwritable").errorMessage()).isNull();
        assertThat(((StreamErrorEnvelope) client.later.remove()).errorMessage())
                .startsWith("Stream error: a value of ");
        assertThat(server.streams()).isEmpty();
        client.call("probe", "set", "\"second\"");
        client.observe("probe", "observeState");
        assertThat(client.data().data().utf8()).isEqualTo("\"second\"");
    }

    @Test
    void refusesASetFromOutsideItsTurnAndGivesAWayIn() throws Exception {
        probe.state.set("before anybody observes");
        client.observe("probe", "observeState");
        assertThat(client.data().data().utf8()).isEqualTo("\"before anybody observes\"");

        assertThatThrownBy(() -> probe.state.set("from outside"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("actor's turn")
                .hasMessageContaining("server.actor(\"probe\")");
        assertThat(probe.state.get()).isEqualTo("before anybody observes");

        server.actor("probe").execute(() -> probe.state.set("by the way in"));
        assertThat(client.data().data().utf8()).isEqualTo("\"by the way in\"");
        assertThatThrownBy(() -> server.actor("nobody")).hasMessageContaining("'nobody'");
    }

    @Test
    void countsWithoutAHoleWhateverThreadsSet() throws Exception {
        client.observe("probe", "observeState");
        assertThat(client.data().sequenceNumber()).isEqualTo(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                int number = i;
                threads.execute(() -> server.actor("probe").execute(() -> probe.state.set(number)));
                threads.execute(() -> {
                    try {
                        probe.state.set("refused " + number);
                    } catch (IllegalStateException refused) {
                        // As it must be.
                    }
                });
            }
        }
        for (int i = 0; i < 200; i++) {
            StreamDataEnvelope update = client.data();
            assertThat(update.sequenceNumber()).isEqualTo(i + 2);
            assertThat(update.data().utf8()).doesNotContain("refused");
        }
    }

    @Test
    void goesToAnotherServerWhenItsOwnIsClosed() throws Exception {
        client.observe("probe", "observeState");
        client.data();
        server.close();
        probe.state.set("between two servers");
        try (StubServer next = StubServer.builder().expose("probe", probe).start();
                RawClient other = RawClient.v2(next)) {
            other.observe("probe", "observeState");
            assertThat(other.data().data().utf8()).isEqualTo("\"between two servers\"");
            assertThatThrownBy(() -> probe.state.set("from outside")).hasMessageContaining("actor's turn");
        }
    }

    /** Streams a state that is another's. */
    public static final class Borrower {
        private final StreamedState<Object> borrowed;

        Borrower(StreamedState<Object> borrowed) {
            this.borrowed = borrowed;
        }

        public StreamedState<Object> observeState() {
            return borrowed;
        }
    }

    @Test
    void refusesToStreamAStateOfAnotherActor() {
        server.expose("borrower", new Borrower(probe.state));
        client.observe("probe", "observeState");
        assertThat(client.data().data().utf8()).isEqualTo("\"first\"");
        client.observe("borrower", "observeState");
        assertThat(client.next(StreamErrorEnvelope.class).errorMessage())
                .contains("must belong to one actor")
                .contains("'probe'")
                .contains("'borrower'");
        client.call("probe", "set", "\"second\"");
        assertThat(client.later.stream()
                        .filter(StreamDataEnvelope.class::isInstance)
                        .count())
                .isEqualTo(1);
    }

    public static final class WrongName {
        public StreamedState<Integer> watch() {
            return new StreamedState<>(1);
        }
    }

    public static final class WrongResult {
        public int observeState() {
            return 1;
        }
    }

    public static final class Ambiguous {
        public void say(int number) {}

        public void say(String text) {}
    }

    @Test
    void refusesWhatCannotBeAnActor() {
        assertThatThrownBy(() -> server.expose("probe", new Probe()))
                .hasMessage("an actor named 'probe' is exposed already");
        assertThatThrownBy(() -> server.expose(" ", new Probe())).hasMessage("an actor's name must not be blank");
        assertThatThrownBy(() -> server.expose("x", new Object())).hasMessageContaining("must have a public method");
        assertThatThrownBy(() -> server.expose("x", new WrongName())).hasMessageContaining("must start with 'observe'");
        assertThatThrownBy(() -> server.expose("x", new WrongResult()))
                .hasMessageContaining("must start with 'observe'");
        assertThatThrownBy(() -> server.expose("x", new Ambiguous()))
                .hasMessageContaining("must differ in their number of parameters");
    }
}
