// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fanout;

import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.util.concurrent.CompletableFuture;

/** An actor of the server whose state has 200 bytes as JSON. */
public final class Feed implements ActorLifecycle {
    private static final int TEXT_LENGTH = 175;

    private final CompletableFuture<ActorContext> context = new CompletableFuture<>();
    private final StreamedState<News> state = new StreamedState<>(news(0));
    /** Confined to the actor's turns. */
    private int number;

    /** A state; the number has always as many digits, so that all updates are of one size. */
    public record News(int number, String text) {}

    private static News news(int number) {
        return new News(100_000_000 + number, "x".repeat(TEXT_LENGTH));
    }

    @Override
    public void started(ActorContext given) {
        context.complete(given);
    }

    /** Returns the state that clients observe. */
    public StreamedState<News> observeState() {
        return state;
    }

    /** Changes the state once, in the actor's turn. */
    void change() {
        context.join().execute(() -> state.set(news(++number)));
    }
}
