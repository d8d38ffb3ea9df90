// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stateless;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.RawClient;
import dev.trebuchetfx.server.demo.Counter;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls at a node that keeps nothing, while others call the same actor and the store's answers are lost. */
@Timeout(60)
class ContendedCallTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final InvocationEnvelope CALL =
            RawClient.invocation("counter", "increment", null, new InvocationEnvelope.Ext(1, List.of(), null));

    /** An event at a write of the call. */
    private enum Event {
        /** Somebody else stores a version right before. */
        OTHER_IS_QUICKER,
        /** Somebody else stores a version right before, and the next reading fails. */
        OTHER_IS_QUICKER_AND_READING_FAILS,
        /** The request is lost. */
        REQUEST_LOST,
        /** The version is stored, and the answer is lost. */
        ANSWER_LOST,
        /** The version is stored, and the answer is lost, and another request of the same write meets a conflict. */
        CONFLICT_WITH_ITSELF,
        /** The client has sent the call again, and another node has done it. */
        DONE_ELSEWHERE
    }

    private final InMemoryStateStore real;
    private final StatelessNode others;
    private final Deque<Event> events = new ArrayDeque<>();
    private final Troubled store;
    private final StatelessNode node;
    private int ofOthers;
    /** The changes that others make while the call pauses. */
    private int duringPauses;

    ContendedCallTest() {
        ManualTime time = new ManualTime();
        real = new InMemoryStateStore(LogRetention.DEFAULT, time, () -> StatelessNode.randomId(time));
        others = node(real, time);
        store = new Troubled(real);
        node = node(store, new PausesAtOnce(time));
    }

    private static StatelessNode node(ActorStateStore store, TimeSource time) {
        return new StatelessNode(store, Map.of("counter", name -> new Counter()), null, "epoch", time);
    }

    private void othersIncrement() {
        ofOthers++;
        ResponseEnvelope response = answer(others, RawClient.invocation("counter", "increment", null, null));
        assertThat(response.errorMessage()).isNull();
    }

    private static ResponseEnvelope answer(StatelessNode node, InvocationEnvelope call) {
        try (StatelessRun run = node.begin()) {
            StatelessPeer peer = run.peer("anna", true);
            assertThat(run.answer(call, peer, LONG)).isTrue();
            List<OutgoingMessage> answers = peer.takeMessages();
            assertThat(answers).hasSize(1);
            return (ResponseEnvelope) answers.getFirst().envelope();
        }
    }

    private String stored() {
        return text(requireNonNull(real.load("counter")));
    }

    private static String text(@Nullable Bytes json) {
        return json == null ? "" : json.utf8();
    }

    @Test
    void aCallThatHasPausedRunsOnWhatOthersHaveStoredMeanwhile() {
        othersIncrement();
        duringPauses = 100;
        events.add(Event.OTHER_IS_QUICKER);
        ResponseEnvelope response = answer(node, CALL);
        assertThat(response.errorMessage()).isNull();
        assertThat(store.writes).isEqualTo(2);
        assertThat(text(response.result())).isEqualTo("4");
    }

    @Test
    void whateverHappensToTheWritesTheCallIsDoneOnce() {
        List<Event> all = List.of(Event.values());
        for (Event first : all) {
            for (Event second : all) {
                for (Event third : all) {
                    for (boolean repeated : List.of(false, true)) {
                        check(List.of(first, second, third), repeated);
                    }
                }
            }
        }
    }

    private void check(List<Event> happens, boolean repeated) {
        real.delete("counter");
        ofOthers = 0;
        duringPauses = 2;
        events.clear();
        events.addAll(happens);
        othersIncrement();
        ResponseEnvelope response = answer(node, repeated ? CALL.asRepeated() : CALL);
        assertThat(response.errorMessage()).as("%s", happens).isNull();
        assertThat(stored()).as("%s", happens).isEqualTo("{\"count\":" + (ofOthers + 1) + "}");
    }

    /** A store in which the events happen. */
    private final class Troubled extends ForwardingStore {
        private int writes;
        private boolean failsNext;

        Troubled(ActorStateStore real) {
            super(real);
        }

        @Override
        public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
            writes++;
            Event event = events.poll();
            if (event == null) {
                return super.saveIfVersion(actor, expected, write);
            }
            switch (event) {
                case OTHER_IS_QUICKER -> othersIncrement();
                case OTHER_IS_QUICKER_AND_READING_FAILS -> {
                    othersIncrement();
                    failsNext = true;
                }
                case REQUEST_LOST -> throw new StateStoreException("the request was lost", null);
                case ANSWER_LOST -> {
                    super.saveIfVersion(actor, expected, write);
                    throw new StateStoreException("the answer was lost", null);
                }
                case CONFLICT_WITH_ITSELF -> super.saveIfVersion(actor, expected, write);
                case DONE_ELSEWHERE -> answer(others, CALL.asRepeated());
            }
            return super.saveIfVersion(actor, expected, write);
        }

        @Override
        public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
            if (failsNext) {
                failsNext = false;
                throw new StateStoreException("the reading failed", null);
            }
            return super.readLog(actor, after, limit, maxBytes);
        }
    }

    /** A time in which a pause is over at once, after others have used it, and a limit is never reached. */
    private final class PausesAtOnce implements TimeSource {
        private final TimeSource time;

        PausesAtOnce(TimeSource time) {
            this.time = time;
        }

        @Override
        public Instant instant() {
            return time.instant();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            if (delay.toMillis() <= 200) {
                if (duringPauses > 0) {
                    duringPauses--;
                    othersIncrement();
                }
                task.run();
            }
            return () -> {};
        }

        @Override
        public RandomGenerator random() {
            return time.random();
        }
    }
}
