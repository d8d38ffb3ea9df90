// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.StoredActorTest.Account;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait while a state is stored: the next write stores all of them, and each is shown and answered as if it were alone. */
@Timeout(60)
class StoredTogetherTest {
    private final ActorStateStore real =
            new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID);
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch firstWrite = new CountDownLatch(1);
    private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
    private final SystemTime time = new SystemTime("stored-together-timers", Clock.systemUTC());
    private final SlowStore store = new SlowStore();
    private StubServer server;
    private RawClient client;

    /** A clock that stands, so that no machine is too slow for calls to be stored together; its timers run. */
    private record StandingTime(TimeSource real) implements TimeSource {
        @Override
        public Instant instant() {
            return real.instant();
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return real.schedule(delay, task);
        }

        @Override
        public RandomGenerator random() {
            return real.random();
        }
    }

    /** A store whose first write takes as long as a test wants, and that does something of the test's before it stores several states. */
    private final class SlowStore extends ForwardingStore {
        volatile Runnable beforeSeveral = () -> {};
        volatile String refused = "nothing";
        volatile int storedBeforeTheLineBreaks = Integer.MAX_VALUE;

        SlowStore() {
            super(real);
        }

        @Override
        public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
            if (sizes.isEmpty()) {
                try {
                    firstWrite.await();
                } catch (InterruptedException e) {
                    throw new StateStoreException("interrupted", e);
                }
            }
            sizes.add(1);
            return save(actor, expected, write);
        }

        private StoredState save(String actor, @Nullable StateVersion expected, StateWrite write) {
            if (write.json().utf8().contains(refused)) {
                throw new StateRefusedException("it does not like " + refused);
            }
            return super.saveIfVersion(actor, expected, write);
        }

        @Override
        public List<StoredState> saveAllIfVersion(
                String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
            sizes.add(writes.size());
            beforeSeveral.run();
            List<StoredState> stored = new ArrayList<>();
            for (StateWrite write : writes) {
                if (stored.size() == storedBeforeTheLineBreaks) {
                    storedBeforeTheLineBreaks = Integer.MAX_VALUE;
                    throw new StateStoreException("the line broke", null);
                }
                stored.add(save(
                        actor, stored.isEmpty() ? expected : stored.getLast().version(), write));
            }
            return stored;
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .store(store)
                .time(new StandingTime(time))
                .expose("account", new Account(runs))
                .start();
        client = RawClient.ext(server.uri());
        // Nothing is loaded any more when a test begins.
        client.call("account", "amount");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        time.close();
    }

    private void send(String method, String... arguments) {
        client.send(RawClient.invocation(
                "account", method, null, new InvocationEnvelope.Ext(1, List.of(), null), arguments));
    }

    /** Lets the first write go on when all calls that were sent wait behind it, and returns their answers: results, or messages of errors. */
    private List<String> answers(int calls) {
        letAllWait();
        return answersThen(calls);
    }

    private void letAllWait() {
        // The stream is opened in a turn behind the calls that were sent.
        client.observe("account", "observeAmount");
    }

    private List<String> answersThen(int calls) {
        firstWrite.countDown();
        List<String> answers = new ArrayList<>();
        while (answers.size() < calls) {
            if (client.next() instanceof ResponseEnvelope answer) {
                answers.add(answer.errorMessage() == null ? RawClient.resultOf(answer) : answer.errorMessage());
            }
        }
        return answers;
    }

    @Test
    void theNextWriteStoresAllThatWaited() {
        for (int i = 0; i < 4; i++) {
            send("add", "1");
        }
        send("amount");
        send("add", "-9");
        send("add", "1");

        assertThat(answers(7))
                .containsExactly("1", "2", "3", "4", "4", "the balance must not be negative but would be -5", "5");
        assertThat(sizes).containsExactly(1, 4);
        assertThat(runs).hasValue(6);
        StoredState stored = real.loadWithVersion("account");
        assertThat(Objects.requireNonNull(stored).version().number()).isEqualTo(5);
        assertThat(stored.json()).isEqualTo(Bytes.utf8("{\"amount\":5,\"notes\":[]}"));
    }

    @Test
    void aStreamShowsEachVersionInOrder() {
        send("add", "1");
        send("add", "1");
        send("add", "1");
        letAllWait();
        firstWrite.countDown();
        List<String> shown = new ArrayList<>();
        while (shown.size() < 4) {
            if (client.next() instanceof StreamDataEnvelope update) {
                shown.add(update.data().utf8());
            }
        }
        assertThat(shown).containsExactly("0", "1", "2", "3");
    }

    @Test
    void aCallThatAnotherServerHasDoneWhileItWaitedIsNotDoneAgain() throws Exception {
        send("add", "1");
        InvocationEnvelope waiting =
                RawClient.invocation("account", "add", null, new InvocationEnvelope.Ext(1, List.of(), null), "10");
        client.send(waiting);
        letAllWait();
        try (StubServer other = StubServer.builder()
                        .store(real)
                        .expose("account", new Account(runs))
                        .start();
                RawClient elsewhere = RawClient.ext(other.uri())) {
            elsewhere.send(waiting.asRepeated());
            assertThat(RawClient.resultOf(elsewhere.next(ResponseEnvelope.class)))
                    .isEqualTo("10");
        }

        assertThat(answersThen(2)).containsExactly("11", "10");
        assertThat(real.load("account")).isEqualTo(Bytes.utf8("{\"amount\":11,\"notes\":[]}"));
    }

    @Test
    void afterAConflictAllRunAgainOnWhatIsStored() {
        store.beforeSeveral = () -> {
            store.beforeSeveral = () -> {};
            real.save("account", UUID.randomUUID(), Bytes.utf8("{\"amount\":100,\"notes\":[]}"));
        };
        send("add", "1");
        send("add", "1");
        send("amount");
        send("add", "1");

        assertThat(answers(4)).containsExactly("1", "101", "101", "102");
        assertThat(sizes).containsExactly(1, 2, 2);
    }

    @Test
    void aLineThatBreaksWithinLosesNoneAndDoublesNone() {
        store.storedBeforeTheLineBreaks = 2;
        for (int i = 0; i < 5; i++) {
            send("add", "1");
        }

        assertThat(answers(5)).containsExactly("1", "2", "3", "4", "5");
        assertThat(sizes).containsExactly(1, 4, 2);
        assertThat(real.load("account")).isEqualTo(Bytes.utf8("{\"amount\":5,\"notes\":[]}"));
    }

    @Test
    void aStateThatTheStoreRefusesFailsItsOwnCallAlone() {
        store.refused = "bad";
        send("add", "1");
        send("add", "1");
        send("note", "\"bad\"");
        send("add", "1");

        assertThat(answers(4)).containsExactly("1", "2", "it does not like bad", "3");
        assertThat(real.load("account")).isEqualTo(Bytes.utf8("{\"amount\":3,\"notes\":[]}"));
    }

    @Test
    void aMethodThatMustNotRunAgainIsStoredAlone() {
        send("add", "1");
        send("add", "1");
        send("add", "1");
        send("addOnce", "1");
        send("add", "1");
        send("add", "1");

        assertThat(answers(6)).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(sizes).containsExactly(1, 2, 1, 2);
    }
}
