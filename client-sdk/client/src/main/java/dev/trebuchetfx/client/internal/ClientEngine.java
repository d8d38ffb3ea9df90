// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.internal.call.CallRegistry;
import dev.trebuchetfx.client.internal.call.CallTrace;
import dev.trebuchetfx.client.internal.change.ChangePort;
import dev.trebuchetfx.client.internal.connection.ConnectionManager;
import dev.trebuchetfx.client.internal.connection.ConnectionObserver;
import dev.trebuchetfx.client.internal.connection.KeepAlive;
import dev.trebuchetfx.client.internal.connection.MessageSender;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.flight.ConnectionFlight;
import dev.trebuchetfx.client.internal.stream.Checkpoints;
import dev.trebuchetfx.client.internal.stream.LogicalStream;
import dev.trebuchetfx.client.internal.stream.StreamContext;
import dev.trebuchetfx.client.internal.stream.StreamRegistry;
import dev.trebuchetfx.client.internal.stream.StreamRequest;
import dev.trebuchetfx.client.internal.stream.StreamSink;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a client, and the one place that lists the stages of a message's way: transport → {@link #onMessage codec → router} →
 * calls, or a stream's sequence tracking → delivery.
 *
 * <p>A serial loop owns all state beneath; the public methods may be called by any thread and hand their work to it.
 */
public final class ClientEngine implements ConnectionObserver, MessageSender {
    private final EngineSettings settings;
    private final TimeSource time;
    private final SerialExecutor loop;
    private final TapHub taps;
    private final EnvelopeCodec codec;
    private final ConnectionManager connection;
    private final CallRegistry calls;
    private final StreamRegistry streams;
    private final Checkpoints checkpoints;
    private final KeepAlive keepAlive;
    private final List<Consumer<ConnectionState>> stateListeners = new ArrayList<>();
    private volatile ConnectionState state;
    private final ConnectionLog log = new ConnectionLog();
    private final UnreferencedHandles handles = new UnreferencedHandles();
    private TimeSource.@Nullable Timer sweeper;
    private boolean closed;

    public ClientEngine(EngineSettings settings) {
        this.settings = settings;
        this.time = settings.time();
        this.taps = settings.taps();
        this.loop = new SerialExecutor(settings.loopThreads());
        this.codec = new EnvelopeCodec(settings.limits());
        this.connection = new ConnectionManager(
                settings.connection(),
                newId().toString(),
                settings.transport(),
                time,
                loop,
                settings.loopThreads(),
                this);
        this.state = connection.state();
        this.calls = new CallRegistry(time, loop, taps, this, settings.callTimeout());
        this.checkpoints = new Checkpoints(settings.checkpoints(), time, loop, taps);
        this.streams = new StreamRegistry(new StreamContext(
                time,
                loop,
                settings.loopThreads(),
                taps,
                this,
                this::newId,
                checkpoints,
                settings.answerTimeout(),
                settings.connection().heartbeatInterval()));
        this.keepAlive = new KeepAlive(time, loop, streams::tellPositions);
    }

    /** Begins to connect. */
    public void start() {
        loop.execute(() -> {
            connection.start();
            sweepLater();
        });
    }

    private void sweepLater() {
        sweeper = time.schedule(
                settings.connection().heartbeatInterval(),
                () -> loop.execute(() -> {
                    if (!closed) {
                        handles.sweep();
                        connection.closeRetired(calls::areUnderWay);
                        sweepLater();
                    }
                }));
    }

    // ---- what an application asks for, on any thread ----

    /** Returns the state of the connection. */
    public ConnectionState state() {
        return state;
    }

    /** Adds a listener of the connection's state. It is called on the loop, first with the current state. */
    public void addStateListener(Consumer<ConnectionState> listener) {
        loop.execute(() -> {
            stateListeners.add(listener);
            listener.accept(state);
        });
    }

    /** Removes a listener. */
    public void removeStateListener(Consumer<ConnectionState> listener) {
        loop.execute(() -> stateListeners.remove(listener));
    }

    /** Ends a wait for the next attempt to connect, or being offline, with an attempt at once. */
    public void reconnectNow() {
        loop.execute(connection::reconnectNow);
    }

    /**
     * Calls a method and returns the JSON of its result. The future is completed on the loop.
     *
     * @param showing the place where the call's effect must show before it is complete; null for none
     */
    public CompletableFuture<Bytes> call(
            ActorId actor,
            String targetIdentifier,
            List<Bytes> arguments,
            CallOptions options,
            CallRegistry.@Nullable Showing showing) {
        return calls.start(invocation(newId(), actor, targetIdentifier, arguments), options, showing);
    }

    private static InvocationEnvelope invocation(
            UUID key, ActorId actor, String targetIdentifier, List<Bytes> arguments) {
        return new InvocationEnvelope(
                key,
                actor,
                targetIdentifier,
                InvocationEnvelope.CURRENT_PROTOCOL_VERSION,
                List.of(),
                arguments,
                null,
                CallTrace.current(key),
                new InvocationEnvelope.Ext(1, List.of(), null));
    }

    /**
     * Calls a method under an id of the caller's choice, if there is a connection. The future is completed on the loop.
     *
     * @param repeated true if the call may have been sent before
     */
    public CompletableFuture<ChangePort.Answer> call(
            ActorId actor, ChangePort.Outgoing call, boolean repeated, CallOptions options) {
        long[] version = new long[1];
        InvocationEnvelope invocation = invocation(call.key(), actor, call.targetIdentifier(), call.arguments());
        return calls.start(repeated ? invocation.asRepeated() : invocation, options, (made, shown) -> {
                    version[0] = made;
                    shown.complete(null);
                })
                .thenApply(json -> new ChangePort.Answer(json, version[0] == 0 ? null : version[0]));
    }

    /** Draws the id of a call. */
    public UUID newKey() {
        return newId();
    }

    /** Returns the checkpoints, for calls that are kept beside them. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Returns the time. */
    public TimeSource time() {
        return time;
    }

    /** Runs {@code task} on the loop, after what was handed to it before. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Opens a stream, which the loop owns. Called on the loop. */
    public LogicalStream open(StreamRequest request, StreamSink sink) {
        return streams.open(request, sink);
    }

    /**
     * Runs {@code action} on the loop when nobody refers to {@code handle} any more, within a heartbeat interval after the garbage
     * collector has found that. The action must not refer to the handle.
     */
    public void whenUnreferenced(Object handle, Runnable action) {
        handles.watch(handle, action);
    }

    /** Closes the streams, the calls, the connection and the checkpoints, in this order. Pending calls and open streams fail. */
    public void close() {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            closed = true;
            if (sweeper != null) {
                sweeper.cancel();
            }
            TrebuchetException why = new ClientClosedException("the client was closed");
            streams.close(why);
            calls.close();
            connection.close();
            checkpoints.close();
            settings.onClosed().run();
        });
    }

    // ---- what the connection tells, on the loop ----

    @Override
    public void onStateChanged(int number, ConnectionState next) {
        state = next;
        log.changed(number, next);
        ConnectionFlight.changed(number, next);
        if (next instanceof ConnectionState.Reconnecting again) {
            calls.reconnecting(again.cause());
        }
        if (taps.isActive()) {
            taps.emit(new TapEvent.ConnectionChanged(TapEvent.instant(time.epochNanos()), number, next));
        }
        for (Consumer<ConnectionState> listener : List.copyOf(stateListeners)) {
            listener.accept(next);
        }
    }

    @Override
    public void onConnected(Session session) {
        calls.connected(session);
        keepAlive.begin(session);
        streams.connected(session);
    }

    @Override
    public void onReplaced(Session before, Session next) {
        calls.connected(next);
        keepAlive.begin(next);
        streams.replaced(next);
        connection.closeRetired(calls::areUnderWay);
    }

    @Override
    public void onLineAdapted(Session ending, String how) {
        if (taps.isActive()) {
            taps.emit(new TapEvent.LineAdapted(
                    TapEvent.instant(time.epochNanos()), ending.number(), ending.endpoint(), how));
        }
    }

    @Override
    public void onDisconnected(Session session, String why) {
        calls.disconnected(session, why);
        keepAlive.end(session);
        streams.disconnected(session, why);
    }

    @Override
    public void onOffline(TrebuchetException cause) {
        calls.offline(cause);
    }

    @Override
    public void onMessage(Session session, Bytes message) {
        Envelope envelope;
        try {
            envelope = codec.decode(message);
        } catch (WireException e) {
            if (taps.isActive()) {
                taps.emit(new TapEvent.MessageUndecodable(
                        TapEvent.instant(time.epochNanos()), session.number(), message, e));
            }
            return;
        }
        if (taps.isActive()) {
            taps.message(time.epochNanos(), session.number(), false, envelope, message);
        }
        if (session == connection.session()) {
            route(session, envelope);
        } else if (envelope instanceof ResponseEnvelope response) {
            // Streams have gone on with another session, but a call is answered on the one that it was sent on.
            var unused = calls.responded(response);
            connection.closeRetired(calls::areUnderWay);
        }
    }

    private void route(Session session, Envelope envelope) {
        switch (envelope) {
            case ResponseEnvelope response -> responded(session, response);
            case StreamStartEnvelope start -> streams.started(session, start);
            case StreamDataEnvelope data -> streams.data(session, data);
            case StreamEndEnvelope end -> streams.ended(end);
            case StreamErrorEnvelope error -> streams.broken(error);
            case StreamResumedEnvelope resumed -> streams.resumed(session, resumed);
            case HeartbeatEnvelope heartbeat -> streams.heartbeat(session, heartbeat);
            case StreamUpdatedEnvelope updated -> streams.updated(session, updated);
            // A client has no use for these; a tap has been told of them.
            case InvocationEnvelope ignored -> {}
            case StreamResumeEnvelope ignored -> {}
            case StreamUpdateEnvelope ignored -> {}
            case UnknownEnvelope ignored -> {}
        }
    }

    private void responded(Session session, ResponseEnvelope response) {
        boolean leaving = !calls.responded(response) && streams.answeredAsCall(response);
        // A call under way would have an unknown outcome, so the client does not leave before it is answered.
        if (leaving && !calls.areUnderWay(session)) {
            connection.goElsewhere(session, "it opens no streams any more: " + response.errorMessage());
        }
    }

    // ---- what calls and streams send, on the loop ----

    @Override
    public @Nullable String send(Session session, Envelope envelope) {
        Bytes message = codec.encode(envelope);
        String refusal = session.refusal(message.size());
        if (refusal != null) {
            return refusal;
        }
        if (!connection.hasRoom(session)) {
            // The session ends, which tells everybody what became of the message.
            return null;
        }
        if (taps.isActive()) {
            taps.message(time.epochNanos(), session.number(), true, envelope, message);
        }
        session.send(message, time.nanoTime());
        return null;
    }

    private UUID newId() {
        long most = (time.random().nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x0000000000004000L;
        long least = (time.random().nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(most, least);
    }
}
