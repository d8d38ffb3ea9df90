// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TestClients;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client with its streams and calls. */
final class SimulatedClient {
    /** One for all, since it learns each type only once. */
    private static final JsonMapper MAPPER = new JsonMapper();

    /** How long a user takes to log in again. */
    private static final Duration LOGIN = Duration.ofSeconds(1);

    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final Mutant mutant;
    private final OfflineChanges offline;
    private final Duration resumeTimeout;
    private final SimulatedProcess process;
    private final TrebuchetClient client;
    private final List<SimulatedStream> streams = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Tokens tokens;
    private final SimulatedStore store;
    private long accepted;
    /** What the process before has left, as far as no stream goes on with it. */
    private final Map<StreamKey, StoredCheckpoint> left = new HashMap<>();

    private String principal = Principals.ALL.getFirst();
    private boolean closed;
    private boolean killed;
    private boolean comesBack;
    private boolean connected;

    private record Call(long token, Ledger ledger, boolean idempotent, CompletableFuture<Long> result) {}

    SimulatedClient(
            SimulatedWorld world,
            SimulatedNetwork network,
            Mutant mutant,
            String name,
            Duration heartbeat,
            Duration resumeTimeout,
            LineOptions line,
            Keeping keeping) {
        this.world = world;
        this.network = network;
        this.mutant = mutant;
        this.resumeTimeout = resumeTimeout;
        this.process = new SimulatedProcess(world, name, mutant.forgetsToCancel());
        this.offline = keeping.offline();
        this.tokens = new Tokens(world, name);
        this.store = new SimulatedStore(process, mutant, keeping.written(), keeping.delay(), this::checkTaken);
        keeping.written().forEach(checkpoint -> left.put(checkpoint.key(), checkpoint));
        this.client = TestClients.with(process, network.transport(name, tokens), process)
                .executor(process::executeCallback)
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofMillis(100), Duration.ofSeconds(5))
                        .resetAfter(Duration.ofSeconds(10))
                        .build())
                .heartbeat(heartbeat)
                .token(mutant.asked(() -> tokens.ask(principal)))
                .resumeTimeout(resumeTimeout)
                .line(mutant.line(line))
                .checkpoints(store)
                .checkpointMaxAge(keeping.maxAge())
                .mapper(MAPPER)
                .tap(this::tapped)
                .build();
    }

    /**
     * How a client keeps its checkpoints.
     *
     * @param written by the process before
     * @param delay until something is written
     * @param offline what becomes of changes without a connection
     */
    record Keeping(List<StoredCheckpoint> written, Duration delay, Duration maxAge, OfflineChanges offline) {}

    SimulatedProcess process() {
        return process;
    }

    TrebuchetClient client() {
        return client;
    }

    List<SimulatedStream> openStreams() {
        return streams.stream().filter(s -> !s.isClosed() && !s.hasFailed()).toList();
    }

    Tokens tokens() {
        return tokens;
    }

    void reconnectNow() {
        tokens.forgiven();
        client.reconnectNow();
    }

    /** What the next process finds on disk. */
    List<StoredCheckpoint> written() {
        return store.written();
    }

    String principal() {
        return principal;
    }

    /** What its open streams observe. */
    List<Observation> observed() {
        return openStreams().stream().map(SimulatedStream::observation).toList();
    }

    /** It is somebody else from its next connection on. */
    void become(String other) {
        principal = other;
    }

    /** How many changes of filters have no end, though they might have. */
    long unsettledChanges() {
        return killed
                ? 0
                : streams.stream().mapToLong(SimulatedStream::unsettled).sum();
    }

    long updates() {
        return streams.stream().mapToLong(SimulatedStream::updates).sum();
    }

    boolean isClosed() {
        return closed;
    }

    /** Opens the streams of the process before, which go on with what it has left. */
    void observeAgain(List<Observation> observations) {
        for (Observation observation : observations) {
            observe(
                    observation,
                    left.entrySet().stream()
                            .filter(entry -> isKeyOf(observation, entry.getKey()))
                            .findFirst()
                            .map(entry -> left.remove(entry.getKey()))
                            .orElse(null));
        }
    }

    private static boolean isKeyOf(Observation observation, StreamKey key) {
        return !key.isOfCall()
                && key.actor().id().equals(SimulatedServer.actorName(observation.actor()))
                && Objects.equals(key.filter(), observation.options().filter());
    }

    /** Opens a stream. */
    void observe(Observation observation) {
        observe(observation, null);
    }

    private void observe(Observation observation, @Nullable StoredCheckpoint goesOn) {
        var options = observation.options();
        ActorRef ref = client.actor(SimulatedServer.actorName(observation.actor()));
        String name = process.name() + "/" + (streams.size() + 1);
        world.say(process.name(), () -> name + " observes " + ref.id().id() + " with " + options);
        SimulatedStream stream = new SimulatedStream(
                world,
                resumeTimeout,
                name,
                observation,
                network.wire(),
                goesOn,
                mutant,
                offline,
                ref.observe("observeState", Versioned.class, options));
        stream.connected(accepted, false);
        streams.add(stream);
    }

    void call(int actor, Ledger ledger, long token, int value, CallOptions options) {
        world.say(process.name(), () -> "calls change(" + token + ") with " + options);
        calls.add(new Call(
                token,
                ledger,
                options.idempotent(),
                client.actor(SimulatedServer.actorName(actor)).call("change", Long.class, options, token, value)));
    }

    /** The end of its process, without a word: what was not written is lost. */
    void kill() {
        world.say(process.name(), () -> "is killed");
        closed = true;
        killed = true;
        process.kill();
    }

    /** Nothing is kept of which the subscriber has not taken the state, or a newer one. */
    private void checkTaken(StoredCheckpoint saved) {
        if (saved.key().isOfCall()) {
            return;
        }
        var position = saved.position();
        Wire.Sent sent = network.wire().sent(position.streamID(), position.lastSequence());
        if (sent == null || store.isFound(position)) {
            return;
        }
        long taken = streams.stream()
                .filter(stream -> saved.key()
                        .actor()
                        .id()
                        .equals(SimulatedServer.actorName(stream.observation().actor())))
                .mapToLong(SimulatedStream::taken)
                .max()
                .orElse(0);
        if (sent.version() > taken) {
            throw new Violation(process.name() + " keeps #" + position.lastSequence() + " of " + saved.key()
                    + ", version " + sent.version() + ", where its subscriber has taken " + taken);
        }
    }

    void close() {
        world.say(process.name(), () -> "closes");
        closed = true;
        client.close();
    }

    private void tapped(TapEvent event) {
        switch (event) {
            case TapEvent.ConnectionChanged e -> connectionChanged(e.state() instanceof ConnectionState.Connected);
            case TapEvent.CheckpointRestored e -> stream(e.stream()).tapped(e);
            case TapEvent.StreamStarted e -> stream(e.stream()).tapped(e);
            case TapEvent.ResumeAnswered e -> stream(e.stream()).tapped(e);
            case TapEvent.UpdateAccepted e -> stream(e.stream()).tapped(e);
            case TapEvent.FreshnessChanged e -> stream(e.stream()).tapped(e);
            default -> {}
        }
    }

    private void connectionChanged(boolean now) {
        boolean replaced = connected && now;
        connected = now;
        if (replaced) {
            network.counts().add(FaultKind.LINE_REPLACED);
        }
        if (now) {
            accepted = network.acceptedAt(process.name());
            streams.forEach(stream -> stream.connected(accepted, replaced));
        }
    }

    /** Streams are numbered in the order in which they were opened. */
    private SimulatedStream stream(int number) {
        return streams.get(number - 1);
    }

    /** The user logs in again. */
    private void comeBack() {
        tokens.forgiven();
        if (!comesBack) {
            comesBack = true;
            var unused = process.schedule(LOGIN, () -> {
                comesBack = false;
                reconnectNow();
            });
        }
    }

    /** Holds after each event: without a connection nothing is called live. */
    void check() {
        if (closed) {
            return;
        }
        if (client.connectionState() instanceof ConnectionState.Offline) {
            comeBack();
        } else {
            tokens.check();
        }
        if (client.connectionState() instanceof ConnectionState.Connected) {
            streams.forEach(SimulatedStream::checkHandover);
            return;
        }
        for (SimulatedStream stream : streams) {
            if (stream.freshness() == Freshness.LIVE) {
                throw new Violation(stream.name() + " is live, but the connection is "
                        + client.connectionState().word());
            }
        }
    }

    /** Holds at the end: each call and each change has ended, and was executed as often as its end says. */
    void checkCalls() {
        streams.forEach(stream -> stream.checkEdits(killed));
        for (Call call : calls) {
            int executions = call.ledger().executions(call.token());
            String what = "call " + call.token() + " of " + process.name() + " was executed " + executions + " times";
            if (!call.result().isDone() && !killed) {
                throw new Violation(what + " and has no end");
            }
            boolean succeeded = call.result().isDone() && !call.result().isCompletedExceptionally();
            boolean lost = succeeded && executions == 0;
            boolean doubled =
                    executions > 1 && (!call.idempotent() || call.ledger().isFindingCalls());
            boolean unasked = executions > 0 && call.result().isDone() && hasNotBeenSent(call);
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
