// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.time.Duration;
import java.time.Instant;

/** Ticks once a second, whether anyone looks or not. */
public final class Ticker implements ActorLifecycle {
    private final TimeSource time;
    private final StreamedState<Tick> state;
    private final Repeater repeater;

    public Ticker(TimeSource time) {
        this.time = time;
        this.state = new StreamedState<>(new Tick(0, time.instant()));
        this.repeater = new Repeater(time, Duration.ofSeconds(1), this::tick);
    }

    @Override
    public void started(ActorContext context) {
        repeater.start(context);
    }

    @Override
    public void stopped() {
        repeater.stop();
    }

    /** The ticks. */
    public StreamedState<Tick> observeState() {
        return state;
    }

    private void tick() {
        state.set(new Tick(state.get().tick() + 1, time.instant()));
    }

    /** The state that the actor streams. */
    public record Tick(long tick, Instant at) {}
}
