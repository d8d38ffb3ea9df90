// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.internal.ClientEngine;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The ways in which an application hears of a client's connection. */
final class ConnectionWatch {
    private ConnectionWatch() {}

    /** Adds a listener that hears the current state and then each change, in order, one at a time, on {@code callbacks}. */
    static Registration listen(ClientEngine engine, Executor callbacks, Consumer<ConnectionState> listener) {
        SerialExecutor inOrder = new SerialExecutor(callbacks);
        AtomicBoolean removed = new AtomicBoolean();
        Consumer<ConnectionState> onLoop = state -> inOrder.execute(() -> {
            if (!removed.get()) {
                listener.accept(state);
            }
        });
        engine.addStateListener(onLoop);
        return () -> {
            removed.set(true);
            engine.removeStateListener(onLoop);
        };
    }

    /** Returns a future of the next connection, or of the one that there is. */
    static CompletableFuture<Void> connected(ClientEngine engine, Executor callbacks) {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        Registration watch = listen(engine, callbacks, state -> {
            switch (state) {
                case ConnectionState.Connected up -> connected.complete(null);
                case ConnectionState.Closed closed ->
                    connected.completeExceptionally(
                            new ClientClosedException("there is no connection to come: the client was closed"));
                // Offline may end: the application may ask for another attempt.
                default -> {}
            }
        });
        // Also where the application cancels it, so that nobody listens for nothing.
        var unused = connected.whenComplete((nothing, error) -> watch.close());
        return connected;
    }
}
