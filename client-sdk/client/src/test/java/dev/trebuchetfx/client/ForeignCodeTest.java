// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.error.CallTimeoutException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the application's code throws, wherever it is called: other streams go on, timers fire, and no stream lies about what it shows. */
class ForeignCodeTest {
    private static final List<Integer> TWO_STATES = List.of(10, 20);

    /** What can be thrown. */
    enum Thrown {
        RUNTIME_EXCEPTION(() -> new IllegalStateException("on purpose")),
        ASSERTION_ERROR(() -> new AssertionError("on purpose")),
        STACK_OVERFLOW(StackOverflowError::new),
        LINKAGE_ERROR(() -> new NoClassDefFoundError("on/purpose")),
        CHECKED_EXCEPTION(() -> new IOException("on purpose")),
        INTERRUPTION(() -> new InterruptedException("on purpose")),
        OUT_OF_MEMORY(() -> new OutOfMemoryError("on purpose")),
        UNSPEAKABLE(Unspeakable::new);

        @SuppressWarnings("ImmutableEnumChecker") // It holds nothing.
        private final Supplier<Throwable> made;

        Thrown(Supplier<Throwable> made) {
            this.made = made;
        }

        void fly() {
            ForeignCodeTest.<RuntimeException>sneak(made.get());
        }
    }

    /** Even to ask for its message fails. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As languages without checked exceptions do.
    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    /** Thrown by the types below, while one is set. */
    private static final List<Thrown> FLYING = new ArrayList<>();

    private static void flyIfAsked() {
        if (!FLYING.isEmpty()) {
            FLYING.getFirst().fly();
        }
    }

    /** A state whose own code fails. */
    record Fragile(int value) implements DeltaCodable<Fragile> {
        @JsonCreator
        static Fragile of(int value) {
            flyIfAsked();
            return new Fragile(value);
        }

        @JsonValue
        int json() {
            flyIfAsked();
            return value;
        }

        @Override
        public Optional<Fragile> delta(Fragile from) {
            return Optional.empty();
        }

        @Override
        public Fragile applying(Fragile delta) {
            flyIfAsked();
            return new Fragile(value + delta.value);
        }
    }

    private final ManualTime time = new ManualTime();
    private final ScriptedServer server = new ScriptedServer();
    private final List<Integer> healthy = new ArrayList<>();

    @AfterEach
    void land() {
        FLYING.clear();
    }

    private TrebuchetClient.Builder builder() {
        return TestClients.inCallingThread(time, server);
    }

    /** What works before works after: another stream shows updates, and a call's timeout fires. */
    private void assertWorks(TrebuchetClient client) {
        ActorStream<Integer> other = client.actor("other").observe("observeState", Integer.class, ScriptedTest.EVERY);
        other.listen(StreamListener.ofUpdates(update -> healthy.add(update.value())));
        UUID id = begin();
        server.send(ScriptedTest.data(id, 1));
        server.send(ScriptedTest.data(id, 2));
        assertThat(healthy).isEqualTo(TWO_STATES);
        assertThat(other.freshness()).isEqualTo(Freshness.LIVE);

        CompletableFuture<Integer> call = client.actor("other").call("add", Integer.class, 1);
        time.advance(Duration.ofSeconds(31));
        assertThat(call)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CallTimeoutException.class);
    }

    private UUID begin() {
        UUID id = UUID.randomUUID();
        InvocationEnvelope invocation = null;
        for (Envelope came = server.poll(); came != null; came = server.poll()) {
            if (came instanceof InvocationEnvelope found
                    && found.targetIdentifier().equals("observeState")) {
                invocation = found;
            }
        }
        server.send(ScriptedTest.start(id, Objects.requireNonNull(invocation).callID(), "epoch-1"));
        return id;
    }

    @ParameterizedTest
    @EnumSource
    void aListener(Thrown thrown) {
        try (TrebuchetClient client = builder().build()) {
            ActorStream<Integer> stream = client.actor("a").observe("observeState", Integer.class, ScriptedTest.EVERY);
            List<Integer> seen = new ArrayList<>();
            stream.listen(new StreamListener<>() {
                @Override
                public void onUpdate(StreamEvent.Update<Integer> update) {}

                @Override
                public void onEvent(StreamEvent<Integer> event) {
                    thrown.fly();
                }
            });
            stream.listen(StreamListener.ofUpdates(update -> seen.add(update.value())));
            server.acceptExtended();
            UUID id = begin();
            server.send(ScriptedTest.data(id, 1));
            server.send(ScriptedTest.data(id, 2));

            assertThat(seen).as("another listener of the same stream").isEqualTo(TWO_STATES);
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriber(Thrown thrown) {
        try (TrebuchetClient client = builder().build()) {
            ActorStream<Integer> stream = client.actor("a").observe("observeState", Integer.class, ScriptedTest.EVERY);
            int[] given = {0};
            stream.values().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(Integer item) {
                    given[0]++;
                    thrown.fly();
                }

                @Override
                public void onError(Throwable error) {
                    thrown.fly();
                }

                @Override
                public void onComplete() {
                    thrown.fly();
                }
            });
            List<Integer> seen = new ArrayList<>();
            stream.listen(StreamListener.ofUpdates(update -> seen.add(update.value())));
            server.acceptExtended();
            UUID id = begin();
            server.send(ScriptedTest.data(id, 1));
            server.send(ScriptedTest.data(id, 2));

            assertThat(given[0]).as("who throws has cancelled").isEqualTo(1);
            assertThat(seen).isEqualTo(TWO_STATES);
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTypeThatIsRead(Thrown thrown) {
        try (TrebuchetClient client = builder().build()) {
            ActorStream<Fragile> stream = client.actor("a").observe("observeState", Fragile.class, ScriptedTest.EVERY);
            List<String> seen = listen(stream);
            server.acceptExtended();
            UUID id = begin();
            FLYING.add(thrown);
            server.send(ScriptedTest.data(id, 1));
            assertThat(stream.freshness()).isEqualTo(Freshness.STALE);
            FLYING.clear();
            server.send(ScriptedTest.data(id, 2));

            assertThat(seen).containsExactly("undecodable 1", "STALE", "full 2=Fragile[value=20]", "LIVE");
            FLYING.add(thrown);
            CompletableFuture<Fragile> call = client.actor("a").call("get", Fragile.class);
            InvocationEnvelope asked = (InvocationEnvelope) server.untaken().getLast();
            server.send(new ResponseEnvelope(asked.callID(), Bytes.utf8("1"), null));
            assertThat(call).as("the answer can't be read").isCompletedExceptionally();
            FLYING.clear();
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTypeWithDeltasOfItsOwn(Thrown thrown) {
        try (TrebuchetClient client = builder().build()) {
            ActorStream<Fragile> stream = client.actor("a")
                    .observe(
                            "observeState",
                            Fragile.class,
                            ScriptedTest.EVERY.toBuilder().deltas(Deltas.OWN).build());
            List<String> seen = listen(stream);
            server.acceptPlain();
            UUID id = UUID.randomUUID();
            server.send(
                    ScriptedTest.start(id, server.take(InvocationEnvelope.class).callID(), null));
            server.send(DeltaStreamTest.full(id, 1, 10));
            FLYING.add(thrown);
            server.send(DeltaStreamTest.change(id, 2, 1L, 5));
            FLYING.clear();

            assertThat(seen).contains("full 1=Fragile[value=10]", "undecodable 2");
            assertThat(stream.freshness()).isNotEqualTo(Freshness.LIVE);
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTap(Thrown thrown) {
        Tap tap = new Tap() {
            @Override
            public void onEvent(TapEvent event) {
                thrown.fly();
            }

            @Override
            public boolean wantsRoutine() {
                thrown.fly();
                return true;
            }
        };
        try (TrebuchetClient client = builder().tap(tap).build()) {
            server.acceptExtended();
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenSupplier(Thrown thrown) {
        int[] asked = {0};
        TrebuchetClient.Builder builder = builder().token(() -> {
            if (asked[0]++ == 0) {
                thrown.fly();
            }
            return "token";
        });
        try (TrebuchetClient client = builder.build()) {
            assertThat(server.attempts()).isEmpty();
            time.advance(Duration.ofSeconds(1));
            server.acceptExtended();
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCheckpointStore(Thrown thrown) {
        CheckpointStore store = new CheckpointStore() {
            @Override
            public Collection<StoredCheckpoint> load() {
                thrown.fly();
                return List.of();
            }

            @Override
            public void save(StoredCheckpoint checkpoint) {
                thrown.fly();
            }

            @Override
            public void remove(StreamKey key) {
                thrown.fly();
            }

            @Override
            public void flush() {
                thrown.fly();
            }

            @Override
            public Registration onReport(Consumer<CheckpointReport> listener) {
                thrown.fly();
                return () -> {};
            }

            @Override
            public void close() {
                thrown.fly();
            }

            @Override
            public String toString() {
                thrown.fly();
                return "";
            }
        };
        try (TrebuchetClient client = builder().checkpoints(store).build()) {
            server.acceptExtended();
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListenerOfTheConnection(Thrown thrown) {
        try (TrebuchetClient client = builder().build()) {
            List<String> states = new ArrayList<>();
            client.onConnectionState(state -> thrown.fly());
            client.onConnectionState(state -> states.add(state.word()));
            server.acceptExtended();
            assertThat(states).containsExactly("connecting", "connected");
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExecutorThatRejects(Thrown thrown) {
        try (TrebuchetClient client = builder().executor(task -> thrown.fly()).build()) {
            CompletableFuture<Integer> heard = new CompletableFuture<>();
            client.actor("a")
                    .observe("observeState", Integer.class, StreamOptions.DEFAULT)
                    .listen(StreamListener.ofUpdates(update -> heard.complete(update.value())));
            CompletableFuture<Integer> call = client.actor("a").call("add", Integer.class, 1);
            assertThat(call).failsWithin(Duration.ofSeconds(10));
            server.acceptExtended();
            server.send(ScriptedTest.data(begin(), 1));
            assertThat(heard).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExecutorThatRejectsOnce(Thrown thrown) {
        int[] asked = {0};
        try (TrebuchetClient client = TestClients.with(time, server, task -> {
                    if (asked[0]++ == 3) {
                        thrown.fly();
                    }
                    task.run();
                })
                .executor(Runnable::run)
                .build()) {
            server.acceptExtended();
            client.reconnectNow();
            client.reconnectNow();
            assertWorks(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatFollowsACall(Thrown thrown) {
        try (TrebuchetClient client = builder().build()) {
            server.acceptExtended();
            List<String> ran = new ArrayList<>();
            var unused = client.actor("a").call("add", Integer.class, 1).whenComplete((value, error) -> {
                ran.add("ran");
                thrown.fly();
            });
            time.advance(Duration.ofSeconds(31));
            assertThat(ran).containsExactly("ran");
            assertWorks(client);
        }
    }

    private static List<String> listen(ActorStream<Fragile> stream) {
        List<String> seen = new ArrayList<>();
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<Fragile> update) {}

            @Override
            public void onEvent(StreamEvent<Fragile> event) {
                boolean plain = event instanceof StreamEvent.Started
                        || (event instanceof StreamEvent.FreshnessChanged<Fragile> changed
                                && changed.freshness() == Freshness.CATCHING_UP);
                if (!plain) {
                    seen.add(ScriptedTest.describe(event));
                }
            }
        });
        return seen;
    }
}
