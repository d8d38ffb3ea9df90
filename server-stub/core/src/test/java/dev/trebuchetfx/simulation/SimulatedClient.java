// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TestClients;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.filter.StreamFilter;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client with its streams and calls. */
final class SimulatedClient {
    /** One for all, since it learns each type only once. */
    private static final JsonMapper MAPPER = new JsonMapper();

    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final Mutant mutant;
    private final Duration resumeTimeout;
    private final SimulatedProcess process;
    private final TrebuchetClient client;
    private final List<SimulatedStream> streams = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private String principal = Principals.ALL.getFirst();
    private boolean closed;

    private record Call(long token, Ledger ledger, boolean idempotent, CompletableFuture<Long> result) {}

    SimulatedClient(
            SimulatedWorld world,
            SimulatedNetwork network,
            Mutant mutant,
            String name,
            Duration heartbeat,
            Duration resumeTimeout) {
        this.world = world;
        this.network = network;
        this.mutant = mutant;
        this.resumeTimeout = resumeTimeout;
        this.process = new SimulatedProcess(world, name, mutant.forgetsToCancel());
        this.client = TestClients.with(process, network.transport(name), process)
                .executor(process::executeCallback)
                .backoff(new BackoffPolicy(
                        Duration.ofMillis(100), Duration.ofSeconds(5), Integer.MAX_VALUE, Duration.ofSeconds(10)))
                .heartbeat(heartbeat)
                .token(() -> Principals.tokenOf(principal))
                .resumeTimeout(resumeTimeout)
                .mapper(MAPPER)
                .tap(this::tapped)
                .build();
    }

    SimulatedProcess process() {
        return process;
    }

    TrebuchetClient client() {
        return client;
    }

    List<SimulatedStream> openStreams() {
        return streams.stream().filter(s -> !s.isClosed() && !s.hasFailed()).toList();
    }

    /** It is somebody else from its next connection on. */
    void become(String other) {
        principal = other;
    }

    /** How many changes of filters have no end. */
    long unsettledChanges() {
        return streams.stream().mapToLong(SimulatedStream::unsettled).sum();
    }

    long updates() {
        return streams.stream().mapToLong(SimulatedStream::updates).sum();
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Opens a stream.
     *
     * @param filter what the stream's filters may leave out
     */
    void observe(int actor, Ledger ledger, StreamOptions options, @Nullable StreamFilter filter) {
        ActorRef ref = client.actor(SimulatedServer.actorName(actor));
        String name = process.name() + "/" + (streams.size() + 1);
        world.say(process.name(), () -> name + " observes " + ref.id().id() + " with " + options);
        streams.add(new SimulatedStream(
                world,
                resumeTimeout,
                name,
                ledger,
                network.wire(),
                filter,
                mutant,
                ref.observe("observeState", Versioned.class, options)));
    }

    void call(int actor, Ledger ledger, long token, int value, CallOptions options) {
        world.say(process.name(), () -> "calls change(" + token + ") with " + options);
        calls.add(new Call(
                token,
                ledger,
                options.idempotent(),
                client.actor(SimulatedServer.actorName(actor)).call("change", Long.class, options, token, value)));
    }

    void close() {
        world.say(process.name(), () -> "closes");
        closed = true;
        client.close();
    }

    private void tapped(TapEvent event) {
        switch (event) {
            case TapEvent.StreamStarted e -> stream(e.stream()).tapped(e, network.acceptedAt(process.name()));
            case TapEvent.UpdateAccepted e -> stream(e.stream()).tapped(e, network.acceptedAt(process.name()));
            case TapEvent.FreshnessChanged e -> stream(e.stream()).tapped(e, network.acceptedAt(process.name()));
            default -> {}
        }
    }

    /** Streams are numbered in the order in which they were opened. */
    private SimulatedStream stream(int number) {
        return streams.get(number - 1);
    }

    /** Holds after each event: without a connection nothing is called live. */
    void check() {
        if (client.connectionState() instanceof ConnectionState.Connected) {
            return;
        }
        for (SimulatedStream stream : streams) {
            if (stream.freshness() == Freshness.LIVE) {
                throw new Violation(stream.name() + " is live, but the connection is "
                        + client.connectionState().word());
            }
        }
    }

    /** Holds at the end: each call has ended, and was executed as often as its end says. */
    void checkCalls() {
        for (Call call : calls) {
            int executions = call.ledger().executions(call.token());
            String what = "call " + call.token() + " of " + process.name() + " was executed " + executions + " times";
            if (!call.result().isDone()) {
                throw new Violation(what + " and has no end");
            }
            boolean succeeded = !call.result().isCompletedExceptionally();
            boolean lost = succeeded && executions == 0;
            boolean doubled = executions > 1 && !call.idempotent();
            boolean unasked = executions > 0 && hasNotBeenSent(call);
            if (lost || doubled || unasked) {
                throw new Violation(what + " and ended as " + call.result());
            }
        }
    }

    private static boolean hasNotBeenSent(Call call) {
        return call.result()
                .handle((value, error) -> {
                    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
                    return cause instanceof NotConnectedException;
                })
                .join();
    }
}
