// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.util.concurrent.CompletableFuture;

/** An actor of the server with one state; what is not public is not for peers. */
public final class SoakActor implements ActorLifecycle {
    private final CompletableFuture<ActorContext> context = new CompletableFuture<>();
    private final StreamedState<SoakState> state = new StreamedState<>(SoakState.first());

    @Override
    public void started(ActorContext given) {
        context.complete(given);
    }

    /** Returns the state that clients observe. */
    public StreamedState<SoakState> observeState() {
        return state;
    }

    /** Returns the newest state. By any thread. */
    SoakState newest() {
        return state.get();
    }

    /** Changes the state once, in the actor's turn. */
    void change() {
        context.join().execute(() -> state.set(state.get().next()));
    }

    /** Changes the state so many times in one turn, and once more if the last one would be odd; then calls {@code done}. */
    void changeUntilEven(int times, Runnable done) {
        context.join().execute(() -> {
            for (int i = 0; i < times || !state.get().even(); i++) {
                state.set(state.get().next());
            }
            done.run();
        });
    }
}
