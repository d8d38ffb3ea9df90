// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.StubServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server and the clients of one test, or of one class. Safe for use by any thread, but on virtual time by the test's alone. */
abstract sealed class World implements AutoCloseable permits SocketWorld, VirtualWorld {
    private final Setups setups;
    private final Queue<TrebuchetClient> clients = new ConcurrentLinkedQueue<>();
    private final Object lock = new Object();
    private @Nullable TrebuchetClient first;

    World(Setups setups) {
        this.setups = setups;
    }

    /** Returns the running server. */
    abstract StubServer server();

    /** Returns the address of the server; null where it has none. */
    abstract @Nullable URI uri();

    /** Returns the clock; null where time is the system's. */
    abstract @Nullable ManualTime clock();

    /** Returns a builder of a client of the server, which leaves room for the setup of the test. */
    abstract TrebuchetClient.Builder clientBuilder();

    /** Fixes what the test must not change, after its setup. */
    abstract void complete(TrebuchetClient.Builder builder);

    /** Returns how long a client may take to connect. */
    abstract Duration connectPatience();

    /** Returns what the server and the clients, closed now, have left behind. */
    abstract List<String> leftovers();

    /** Returns the one client that all parameters share; started when it is asked for first. */
    TrebuchetClient client() {
        synchronized (lock) {
            TrebuchetClient known = first;
            if (known == null) {
                known = connect(builder -> {});
                first = known;
            }
            return known;
        }
    }

    TrebuchetClient connect(Consumer<TrebuchetClient.Builder> setup) {
        TrebuchetClient.Builder builder = clientBuilder();
        setups.apply(builder);
        setup.accept(builder);
        complete(builder);
        TrebuchetClient client = builder.build();
        clients.add(client);
        awaitConnected(client);
        return client;
    }

    private void awaitConnected(TrebuchetClient client) {
        CountDownLatch connected = new CountDownLatch(1);
        Registration listening = client.onConnectionState(state -> {
            if (state instanceof ConnectionState.Connected) {
                connected.countDown();
            }
        });
        try {
            if (connected.await(connectPatience().toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listening.close();
        }
        ConnectionState state = client.connectionState();
        client.close();
        throw new IllegalStateException("the client of the test is not connected after "
                + connectPatience().toSeconds() + " s but " + state
                + "; a client that is meant to be refused is built by hand, with TrebuchetClient.builder");
    }

    /**
     * Closes the clients and the server.
     *
     * @throws AssertionError if something is left behind
     */
    @Override
    public void close() {
        clients.forEach(TrebuchetClient::close);
        server().close();
        List<String> left = new ArrayList<>(leftovers());
        int calls = server().callsInFlight();
        if (calls > 0) {
            left.addFirst(
                    "the server has not answered " + calls
                            + (calls == 1 ? " call" : " calls")
                            + ": a method of an actor has not returned, or the CompletionStage that it returned is not complete");
        }
        if (!left.isEmpty()) {
            throw new AssertionError("the test must end what it began, but server and clients are closed and"
                    + System.lineSeparator() + "  - "
                    + String.join(System.lineSeparator() + "  - ", left));
        }
    }
}
