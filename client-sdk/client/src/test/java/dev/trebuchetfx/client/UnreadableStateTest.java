// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An update that the application's type can't hold: as long as it is the newest, what is shown is stale. */
class UnreadableStateTest extends CheckpointRuns {
    private static final String UNKNOWN = "\"PAUSED\"";

    @Test
    void theStateBeforeIsStaleUntilALaterOneCanBeRead() {
        Run run = new Run();
        ActorStream<Integer> stream = run.observe();
        UUID id = run.live(2, true);
        run.server.send(data(id, 3, UNKNOWN));
        assertThat(run.seen()).endsWith("LIVE", "full 2=20", "undecodable 3", "STALE");
        assertThat(stream.freshness()).isEqualTo(Freshness.STALE);

        run.server.send(data(id, 4, UNKNOWN));
        run.server.send(data(id, 5));
        run.server.send(data(id, 6));
        assertThat(run.seen()).endsWith("STALE", "undecodable 4", "full 5=50", "LIVE", "full 6=60");
        assertThat(stream.freshness()).isEqualTo(Freshness.LIVE);
        assertThat(freshnessTapped()).containsExactly(Freshness.LIVE, Freshness.STALE, Freshness.LIVE);
    }

    @Test
    void nothingIsLiveWhereTheFirstStateCannotBeRead() {
        Run run = new Run();
        ActorStream<Integer> stream = run.observe();
        UUID id = run.live(0, true);
        run.server.send(data(id, 1, UNKNOWN));

        assertThat(run.seen()).containsExactly("started", "undecodable 1", "STALE");
        assertThat(stream.freshness()).isEqualTo(Freshness.STALE);
        run.server.send(data(id, 2));
        assertThat(run.seen()).endsWith("full 2=20", "LIVE");
    }

    @Test
    void aReconnectMakesItNoFresher() {
        Run run = new Run();
        ActorStream<Integer> stream = run.observe();
        UUID id = run.live(2, true);
        run.server.send(data(id, 3, UNKNOWN));
        run.server.lose("cut");
        awaitAttempt(run);
        run.server.acceptExtended();
        run.server.send(current(run.server.take(StreamResumeEnvelope.class)));

        assertThat(run.seen())
                .endsWith("undecodable 3", "STALE", "STALE", "CATCHING_UP", "resumed at 3 CURRENT lost 0", "STALE");
        assertThat(stream.freshness()).isEqualTo(Freshness.STALE);
        run.server.send(data(id, 4));
        assertThat(run.seen()).endsWith("full 4=40", "LIVE");
    }

    @Test
    void aReplayThatEndsWithItIsNotLive() {
        UUID id = killedAt(2);
        Run next = new Run();
        ActorStream<Integer> stream = next.observe();
        next.server.acceptExtended();
        next.server.send(replayed(next.server.take(StreamResumeEnvelope.class), 4));
        next.server.send(data(id, 3));
        next.server.send(data(id, 4, UNKNOWN));

        assertThat(next.seen()).endsWith("replay 3=30", "undecodable 4", "STALE");
        assertThat(stream.freshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void theStateOfTheRunBeforeIsNotLiveWhereTheServersCannotBeRead() {
        killedAt(2);
        Run next = new Run();
        next.observe();
        next.server.acceptPlain();
        next.server.take(StreamResumeEnvelope.class);
        UUID id = UUID.randomUUID();
        next.server.send(start(id, UUID.randomUUID(), null));
        next.server.send(data(id, 1, UNKNOWN));
        assertThat(next.seen()).endsWith("undecodable 1", "STALE").doesNotContain("LIVE");

        // And the same one again, which nothing shows was shown.
        next.server.lose("cut");
        awaitAttempt(next);
        next.server.acceptPlain();
        next.server.take(StreamResumeEnvelope.class);
        UUID again = UUID.randomUUID();
        next.server.send(start(again, UUID.randomUUID(), null));
        next.server.send(data(again, 1, UNKNOWN));
        assertThat(next.seen()).endsWith("STALE").doesNotContain("LIVE");
    }

    @Test
    void anEndDoesNotMakeTheStateBeforeTheLastOne() {
        Run run = new Run();
        ActorStream<Integer> stream = run.observe();
        UUID id = run.live(2, true);
        run.server.send(data(id, 3, UNKNOWN));
        run.server.send(new StreamEndEnvelope(id, StreamEndReason.COMPLETED));

        assertThat(run.seen()).endsWith("undecodable 3", "STALE", "ended completed");
        assertThat(stream.freshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void whatIsConflatedIsNeverReadAndCountsForNothing() {
        Deque<Runnable> threads = new ArrayDeque<>();
        Run run = new Run(threads::add, store);
        run.observe(StreamOptions.DEFAULT);
        UUID id = run.live(2, true);
        runAll(threads);
        run.server.send(data(id, 3, UNKNOWN));
        run.server.send(data(id, 4));
        runAll(threads);
        assertThat(run.seen()).endsWith("full 4=40").doesNotContain("STALE", "undecodable 3");

        run.server.send(data(id, 5));
        run.server.send(data(id, 6, UNKNOWN));
        runAll(threads);
        assertThat(run.seen()).endsWith("full 4=40", "undecodable 6", "STALE");
    }

    @Test
    void aListenerThatComesLaterHearsThatItIsStale() {
        Run run = new Run();
        ActorStream<Integer> stream = run.observe();
        UUID id = run.live(2, true);
        run.server.send(data(id, 3, UNKNOWN));
        Deque<Freshness> heard = new ArrayDeque<>();
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<Integer> update) {}

            @Override
            public void onFreshness(Freshness freshness, String why) {
                heard.add(freshness);
            }
        });

        assertThat(heard).containsExactly(Freshness.STALE);
        assertThat(run.server.untaken()).doesNotHaveAnyElementsOfTypes(InvocationEnvelope.class);
    }

    private List<Freshness> freshnessTapped() {
        return taps.stream()
                .filter(TapEvent.FreshnessChanged.class::isInstance)
                .map(event -> ((TapEvent.FreshnessChanged) event).freshness())
                .toList();
    }

    private static void runAll(Deque<Runnable> threads) {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    private void awaitAttempt(Run run) {
        int before = run.server.attempts().size();
        for (int i = 0; i < 600 && run.server.attempts().size() == before; i++) {
            time.advance(Duration.ofMillis(100));
        }
    }
}
