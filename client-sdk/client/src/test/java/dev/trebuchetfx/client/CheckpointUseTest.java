// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which stream a checkpoint is for, and what happens where it or its store is of little use. */
class CheckpointUseTest extends CheckpointRuns {
    @Test
    void tellsStreamsApartByActorArgumentsAndFilter() {
        StreamOptions changed = EVERY.toBuilder()
                .filter(StreamFilter.predefined("changed", Map.of()))
                .build();
        Run run = new Run();
        run.observe(changed, 7);
        run.live(5, true);

        Run next = new Run();
        next.observe();
        next.observe(EVERY, 7);
        next.observe(changed);
        assertThat(next.seen()).isEmpty();
        next.observe(changed, 7);
        assertThat(next.seen()).containsExactly("replay 5=50", "STALE");
    }

    @Test
    void showsNoStateOfAnotherServerOrUser() {
        killedAt(5);
        List<Integer> shown = new ArrayList<>();
        try (TrebuchetClient other = TestClients.inCallingThread(time, new ScriptedServer())
                .checkpoints(store)
                .checkpointScope("ws://test.invalid:8080 as somebody else")
                .build()) {
            other.actor("counter")
                    .observe("observeState", Integer.class, EVERY)
                    .listen(StreamListener.ofUpdates(update -> shown.add(update.value())));
            assertThat(shown).isEmpty();
        }
    }

    @Test
    void givesACheckpointToTheFirstOfTwoEqualStreams() {
        UUID id = killedAt(5);
        Run next = new Run();
        next.observe();
        next.observe();
        assertThat(next.seen()).containsExactly("replay 5=50", "STALE");
        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        InvocationEnvelope second = next.server.take(InvocationEnvelope.class);
        UUID other = UUID.randomUUID();
        next.server.send(current(resume));
        next.server.send(start(other, second.callID(), "epoch-1"));
        next.server.send(data(other, 1, "50"));

        assertThat(store.load()).as("the second leaves nothing").singleElement().matches(kept -> kept.position()
                .streamID()
                .equals(id));
    }

    @Test
    void asksForTheFullStateWhenTheKeptOneWasTooLarge() {
        killedAt(5);
        store.save(store.load().iterator().next().withoutState());
        Run next = new Run();
        next.observe();
        assertThat(next.seen()).as("there is nothing to show").isEmpty();
        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).haveBase()).isFalse();
        next.server.send(current(resume));

        StreamResumeEnvelope full = next.server.take(StreamResumeEnvelope.class);
        assertThat(extOf(full).full()).isTrue();
        next.server.send(restarted(full, RestartReason.FULL, 5L));
        UUID id = UUID.randomUUID();
        next.server.send(start(id, extOf(full).callID(), "epoch-1"));
        next.server.send(data(id, 1, "50"));
        assertThat(next.seen()).endsWith("started after 5", "full 1=50", "LIVE").noneMatch(s -> s.startsWith("gap"));
    }

    /** An earlier run was told in which format updates travel; its checkpoint does not say, and the answer that does was lost. */
    @Test
    void neverTakesWhatAChangeIsWrappedInForAState() {
        UUID id = killedAt(5);
        Run next = new Run();
        next.observe(EVERY.toBuilder().deltas(Deltas.AUTOMATIC).build());
        next.server.acceptPlain();
        next.server.take(StreamResumeEnvelope.class);
        next.server.send(DeltaStreamTest.change(id, 6, 5L, 60));
        next.server.send(DeltaStreamTest.full(id, 7, 70));

        assertThat(next.seen())
                .contains("replay 5=50", "replay 6=60", "replay 7=70")
                .noneMatch(seen -> seen.startsWith("undecodable"));
    }

    @Test
    void goesOnWithAStoreThatThrows() {
        Run run = new Run(Runnable::run, new BrokenStore());
        run.observe();
        run.live(2, true);

        assertThat(run.seen()).containsExactly("started", "full 1=10", "LIVE", "full 2=20");
        assertThat(taps)
                .filteredOn(TapEvent.CheckpointsImpaired.class::isInstance)
                .extracting(
                        event -> ((TapEvent.CheckpointsImpaired) event).report().kind())
                .isNotEmpty()
                .containsOnly(CheckpointReport.Kind.FAILED);
        run.client.close();
    }

    /** Breaks the contract wherever it can. */
    private static final class BrokenStore implements CheckpointStore {
        @Override
        public Collection<StoredCheckpoint> load() {
            throw new IllegalStateException("load");
        }

        @Override
        public void save(StoredCheckpoint checkpoint) {
            throw new IllegalStateException("save");
        }

        @Override
        public void remove(StreamKey key) {
            throw new IllegalStateException("remove");
        }

        @Override
        public void flush() {
            throw new IllegalStateException("flush");
        }

        @Override
        public void close() {}
    }
}
