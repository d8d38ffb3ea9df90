// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.bindings.internal.feed.FeedSource;
import dev.trebuchetfx.bindings.internal.pulse.FxPulse;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An actor that could not be begun leaves nothing behind that would harm one that could. */
@ExtendWith(FxToolkitExtension.class)
class StartTest {
    private final AtomicBoolean toolkitRuns = new AtomicBoolean();
    private final FxPulse pulse = new FxPulse(
            task -> {
                if (!toolkitRuns.get()) {
                    throw new IllegalStateException("Toolkit not initialized");
                }
                Platform.runLater(task);
            },
            () -> 0);

    @Test
    void anAttemptBeforeTheToolkitRunsDoesNotCloseTheStreamOfALaterOne() {
        FakeSource<List<Todo>> source = new FakeSource<>();
        assertThatThrownBy(() -> ObservableActor.of(source, pulse))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Application.start");

        toolkitRuns.set(true);
        ObservableActor<List<Todo>> actor = ObservableActor.of(source, pulse);
        source.update(List.of(Todo.of(1)));

        await().untilAsserted(() ->
                FxToolkitExtension.onFx(() -> assertThat(actor.getState()).containsExactly(Todo.of(1))));
        FxToolkitExtension.awaitPulse();
        assertThat(source.closes).hasValue(0);
    }

    @Test
    void aSourceThatCanNotBeOpenedIsNotClosed() {
        AtomicInteger closes = new AtomicInteger();
        ManualPulse byHand = new ManualPulse();
        FeedSource<List<Todo>> source = new FeedSource<>() {
            @Override
            public ConnectionState connectionState() {
                return new ConnectionState.Connecting(URI.create("ws://127.0.0.1:8080"));
            }

            @Override
            public Freshness freshness() {
                return Freshness.CATCHING_UP;
            }

            @Override
            public void open(Sink<List<Todo>> sink) {
                throw new NoClassDefFoundError("codec");
            }

            @Override
            public void close() {
                closes.incrementAndGet();
            }
        };
        assertThatThrownBy(() -> ObservableActor.of(source, byHand)).isInstanceOf(NoClassDefFoundError.class);
        byHand.run();
        assertThat(closes).hasValue(0);
    }
}
