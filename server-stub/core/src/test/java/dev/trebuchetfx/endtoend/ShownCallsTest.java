// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that find what they have done in what their stream shows, over a real socket and with a store. */
@Timeout(60)
class ShownCallsTest {
    /** Longer than a test may take: a call that completes only at its timeout fails the test. */
    private static final CallOptions PATIENT =
            CallOptions.builder().timeout(Duration.ofMinutes(2)).build();

    private final InMemoryStateStore store =
            new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID);
    private final Recorder<Total> heard = new Recorder<>();
    private StubServer server;
    private TrebuchetClient client;
    private ActorRef till;

    public record Total(long value) {}

    /** An actor as a user would write one. */
    public static final class Till implements StatefulActor<Total> {
        private final PersistentState<Total> state = new PersistentState<>(Total.class, new Total(0));

        @Override
        public PersistentState<Total> persistentState() {
            return state;
        }

        public StreamedState<Total> observeState() {
            return state.streamed();
        }

        public long add(long more) {
            state.set(new Total(state.get().value() + more));
            return state.get().value();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = node();
        client = TrebuchetClient.builder(server.uri())
                .heartbeat(Duration.ofSeconds(1))
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofMillis(10), Duration.ofMillis(100))
                        .build())
                .build();
        till = client.actor("till");
    }

    private StubServer node() throws IOException {
        return StubServer.builder().store(store).expose("till", new Till()).start();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private CompletableFuture<Long> add(ActorStream<Total> shownBy, long more) {
        return till.shownBy(shownBy).call("add", Long.class, PATIENT, more);
    }

    private ActorStream<Total> observeLive(StreamOptions options) {
        ActorStream<Total> stream = till.observe("observeState", Total.class, options);
        stream.listen(heard);
        await().untilAsserted(() -> assertThat(heard.freshness()).isEqualTo(Freshness.LIVE));
        return stream;
    }

    @Test
    void whatACompletedCallHasDoneIsInTheStream() throws Exception {
        ActorStream<Total> stream = observeLive(StreamOptions.DEFAULT);
        // Another server changes the same state meanwhile.
        try (StubServer other = node();
                TrebuchetClient stranger = TrebuchetClient.connect(other.uri().toString())) {
            for (int i = 0; i < 50; i++) {
                var theirs = stranger.actor("till").call("add", Long.class, CallOptions.WHEN_CONNECTED, 1);
                long sum = add(stream, 1).get(20, TimeUnit.SECONDS);
                assertThat(heard.newest().value()).isGreaterThanOrEqualTo(sum);
                theirs.get(20, TimeUnit.SECONDS);
            }
        }
        assertThat(add(stream, 0).get(20, TimeUnit.SECONDS)).isEqualTo(100);
        assertThat(heard.newest()).isEqualTo(new Total(100));
    }

    @Test
    void aCallIsNotCompleteWhileAListenerIsBusyWithAnOlderState() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        ActorStream<Total> stream = observeLive(StreamOptions.DEFAULT);
        stream.listen(event -> {
            if (event instanceof StreamEvent.Update<Total> update
                    && update.value().value() == 1) {
                busy.countDown();
                try {
                    assertThat(free.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        var first = add(stream, 1);
        assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
        var second = add(stream, 1);
        // The answer of a later call shows that those before are answered too.
        assertThat(till.call("add", Long.class, PATIENT, 1).get(20, TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);

        free.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(heard.newest().value()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aCallWhoseEffectTheFilterLeavesOutCompletesWithTheHeartbeat() throws Exception {
        ActorStream<Total> stream = observeLive(StreamOptions.builder()
                .filter(StreamFilter.where("/value >= 100"))
                .build());
        assertThat(add(stream, 1).get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(add(stream, 1).get(20, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(heard.updates()).isEmpty();

        assertThat(add(stream, 100).get(20, TimeUnit.SECONDS)).isEqualTo(102);
        assertThat(heard.newest()).isEqualTo(new Total(102));
        assertThat(add(stream, -100).get(20, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(heard.updates()).hasSize(1);
    }

    @Test
    void aCallWhoseEffectTheFilterLeavesOutCompletesOnTheNextLineToo() throws Exception {
        ActorStream<Total> stream = observeLive(StreamOptions.builder()
                .filter(StreamFilter.where("/value >= 100"))
                .build());
        CompletableFuture<Long> shown = add(stream, 1);
        // Its answer shows that the first one is answered too; the line ends before a heartbeat tells more.
        assertThat(till.call("add", Long.class, PATIENT, 1).get(20, TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(shown).isNotDone();
        server.faults().cut();

        assertThat(shown.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aLostUpdateIsAwaited() throws Exception {
        ActorStream<Total> stream = observeLive(StreamOptions.DEFAULT);
        server.faults().drop(1);
        assertThat(add(stream, 5).get(20, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(heard.newest()).isEqualTo(new Total(5));
        assertThat(heard.gaps()).hasSize(1);
    }

    @Test
    void aNewLifeOfTheStateLetsCallsOfTheOldOneGo() throws Exception {
        ActorStream<Total> stream = observeLive(StreamOptions.DEFAULT);
        assertThat(add(stream, 7).get(20, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(store.delete("till")).isTrue();
        assertThat(add(stream, 1).get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(add(stream, 1).get(20, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(heard.newest()).isEqualTo(new Total(2));
    }
}
