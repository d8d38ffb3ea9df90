// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.testing.Clients;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault that hits updates, at the server, as a client of ours sees it over a real socket. */
@Timeout(60)
@TrebuchetTest
class FaultKindsTest {
    private final List<TapEvent> taps = new CopyOnWriteArrayList<>();
    private final List<Long> counts = new CopyOnWriteArrayList<>();
    private StubServer server;
    private TrebuchetClient elsewhere;

    /** The counter's state. */
    record Count(long count) {}

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.bundledActors();
    }

    @BeforeEach
    void start(StubServer given, TrebuchetClient client, Clients clients) {
        server = given;
        elsewhere = clients.connect();
        client.taps().attach(taps::add);
        client.actor("counter")
                .observe(
                        "observeState",
                        Count.class,
                        StreamOptions.builder().everyUpdate(1_000).build())
                .listen(StreamListener.ofUpdates(
                        update -> counts.add(update.value().count())));
        await().until(() -> counts.equals(List.of(0L)));
    }

    private void increment(int times) {
        for (int i = 0; i < times; i++) {
            elsewhere
                    .actor("counter")
                    .call("increment", Long.class, CallOptions.WHEN_CONNECTED)
                    .join();
        }
    }

    private void inject(Fault fault) {
        server.faults().inject(fault).join();
    }

    private <T extends TapEvent> List<T> seen(Class<T> kind) {
        return taps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private UUID streamId() {
        return server.streams().getFirst().streamId();
    }

    @Test
    void aDuplicateIsSeenAndNotShown() {
        inject(new Fault.Duplicate(1, streamId()));
        increment(2);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L)));
        await().until(() -> seen(TapEvent.DuplicateSeen.class).size() == 1);
    }

    @Test
    void reorderedUpdatesAreAGapThatHeals() {
        inject(new Fault.Reorder(1, null));
        increment(3);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L, 3L)));
        assertThat(seen(TapEvent.GapSeen.class)).isNotEmpty();
    }

    @Test
    void aReorderedUpdateThatNothingFollowsComesAllTheSame() {
        inject(new Fault.Reorder(1, null));
        increment(1);

        await().until(() -> counts.equals(List.of(0L, 1L)));
    }

    @Test
    void aCorruptUpdateIsReportedAndHealed() {
        inject(new Fault.Corrupt(1, null));
        increment(2);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L)));
        assertThat(seen(TapEvent.MessageUndecodable.class)).hasSize(1);
    }

    @Test
    void delayedUpdatesComeInOrderWithWhatIsBehindThem() {
        inject(new Fault.Delay(Duration.ofMillis(60), 2, null));
        increment(4);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L, 3L, 4L)));
        assertThat(seen(TapEvent.GapSeen.class)).isEmpty();
    }

    @Test
    void aPauseHoldsEverythingAndLosesNothing() {
        inject(new Fault.Pause(Duration.ofMillis(80), streamId()));
        increment(3);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L, 3L)));
        assertThat(seen(TapEvent.GapSeen.class)).isEmpty();
    }
}
