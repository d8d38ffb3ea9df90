// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.resume;

import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.util.concurrent.CompletableFuture;

/** An actor of the server with one state; what is not public is not for peers. */
public final class Instrument implements ActorLifecycle {
    private final CompletableFuture<ActorContext> context = new CompletableFuture<>();
    private final StreamedState<Quote> state;

    Instrument(String symbol) {
        this.state = new StreamedState<>(Quote.first(symbol));
    }

    @Override
    public void started(ActorContext given) {
        context.complete(given);
    }

    /** Returns the state that clients observe. */
    public StreamedState<Quote> observeState() {
        return state;
    }

    /** Changes the state so many times, in the actor's turn. */
    void change(int times, Runnable done) {
        context.join().execute(() -> {
            for (int i = 0; i < times; i++) {
                state.set(state.get().next());
            }
            done.run();
        });
    }
}
