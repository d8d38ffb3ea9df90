// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.bindings.internal.feed.ActorMaker;
import dev.trebuchetfx.bindings.internal.feed.FeedSource;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose events a test makes, for view models and windows that take an {@link ObservableActor}. There is no server, no client and no waiting: what a method causes, the actor's
 * properties and lists show when it returns.
 *
 * <pre>{@code
 * FakeStream<Todos> stream = FakeStream.create();
 * TodoViewModel model = new TodoViewModel(stream.actor());
 * stream.update(new Todos(List.of(milk)));
 * assertEquals("1 open", model.titleProperty().get());
 * }</pre>
 *
 * <p><b>Threads.</b> It applies everything on the calling thread and needs no JavaFX toolkit. Where windows show the actor, call it on the FX thread:
 * {@code FxTesting.run(() -> stream.update(state))}. It is confined to one thread at a time.
 *
 * <p>At first the connection is up and no state has come. The server's clock begins at 2026-01-01T00:00:00Z and goes on by a second with each update.
 *
 * @param <S> the type of the state
 */
public final class FakeStream<S> {
    private static final UUID STREAM = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final URI ENDPOINT = URI.create("ws://127.0.0.1:8080/");

    private final Source source;
    private final FakeChanges<S> changes;
    private final ObservableActor<S> actor;
    private long sequence;
    private boolean closed;

    private FakeStream(ChangeOptions<S> options) {
        this.changes = new FakeChanges<>(options, this::isConnected, this::show);
        this.source = new Source();
        this.actor = make(source);
    }

    /** Returns a stream with no state yet. */
    public static <S> FakeStream<S> create() {
        return new FakeStream<>(ChangeOptions.defaults());
    }

    /** Returns a stream with no state yet, whose changes have {@code options}: the registered edits and what becomes of changes while there is no connection. */
    public static <S> FakeStream<S> create(ChangeOptions<S> options) {
        return new FakeStream<>(options);
    }

    @SuppressWarnings("unchecked") // The maker of the bindings returns an actor of the source's type.
    private static <S> ObservableActor<S> make(FeedSource<S> source) {
        try {
            Class.forName(ObservableActor.class.getName(), true, ObservableActor.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        ActorMaker maker = Objects.requireNonNull(ActorMaker.INSTALLED.get());
        return (ObservableActor<S>) maker.make(source, new StepPulse());
    }

    /** Returns the actor that shows the stream; the same each time. */
    public ObservableActor<S> actor() {
        return actor;
    }

    /** Lets the server send {@code state}. If the first state, or one after a cut, was awaited, the actor is live then. */
    public void update(S state) {
        update(UpdateKind.FULL, ++sequence, state);
        if (source.freshness == Freshness.CATCHING_UP) {
            freshness(Freshness.LIVE, "the state has come");
        }
    }

    private void update(UpdateKind kind, long number, S state) {
        Instant time = FIRST.plusSeconds(number - 1);
        changes.confirm(state, time);
        source.sink().onUpdate(new StreamEvent.Update<>(STREAM, number, kind, state, time, 0));
        show();
    }

    /**
     * Lets the server answer a resume and begin to replay {@code missed} updates; {@link #replayed} brings each of them.
     *
     * @throws IllegalArgumentException if {@code missed} is less than 1
     */
    public void replay(long missed) {
        if (missed < 1) {
            throw new IllegalArgumentException("Expected at least 1 missed update but found " + missed);
        }
        freshness(Freshness.CATCHING_UP, "what was missed is on its way");
        event(new StreamEvent.Resumed<>(new ResumeReport(
                STREAM,
                sequence,
                ResumeOutcome.REPLAYED,
                null,
                sequence + 1,
                sequence + missed,
                null,
                sequence + 1,
                sequence + missed,
                Duration.ofMillis(5))));
    }

    /** Lets the next missed update of a {@link #replay} come. The actor is live again with the next {@link #update}, or after the last missed one by {@link #freshness}. */
    public void replayed(S state) {
        update(UpdateKind.REPLAY, ++sequence, state);
    }

    /** Cuts the connection: the actor is stale and a first attempt to connect again is planned. */
    public void cut(String cause) {
        connection(new ConnectionState.Reconnecting(1, ENDPOINT, FIRST.plusSeconds(sequence + 5), cause));
        freshness(Freshness.STALE, cause);
    }

    /** Connects again: the changes that wait are sent, and the actor catches up until the next {@link #update}. */
    public void reconnect() {
        connection(new ConnectionState.Connected(ENDPOINT));
        freshness(Freshness.CATCHING_UP, "the connection is up again");
        changes.send();
    }

    /** Sets the state of the connection alone. */
    public void connection(ConnectionState state) {
        source.connection = state;
        source.sink().onConnectionState(state);
    }

    /** Sets the freshness alone. */
    public void freshness(Freshness freshness, String why) {
        source.freshness = freshness;
        event(new StreamEvent.FreshnessChanged<>(freshness, why));
    }

    /** Brings another event, such as a gap. */
    public void event(StreamEvent<S> event) {
        source.sink().onEvent(event);
    }

    /** Ends the stream as a server does that has no more updates. */
    public void end() {
        source.freshness = Freshness.ENDED;
        event(new StreamEvent.Ended<>(StreamEndReason.COMPLETED));
    }

    /** Lets the stream fail with {@code error}. */
    public void fail(TrebuchetException error) {
        source.freshness = Freshness.FAILED;
        event(new StreamEvent.Failed<>(error));
    }

    /** Returns the calls of the changes that were sent and have no answer, in order. */
    public List<RemoteCall<?>> calls() {
        return changes.sent();
    }

    /**
     * Answers the oldest call that was sent: the server has done it and its state has the effect of the edit, which the change is over with.
     *
     * @param result the call's result; null for a method without one
     * @throws IllegalStateException if no call was sent that has no answer
     */
    public void answer(@Nullable Object result) {
        FakeChange<?, S> answered = changes.oldest();
        S next = changes.edited(answered);
        changes.finish(answered, ChangeStatus.SHOWN);
        if (next != null) {
            update(UpdateKind.FULL, ++sequence, next);
        }
        answered.complete(result);
        show();
    }

    /**
     * Refuses the oldest call that was sent: its change is taken back for {@code why}.
     *
     * @throws IllegalStateException if no call was sent that has no answer
     */
    public void refuse(TrebuchetException why) {
        FakeChange<?, S> refused = changes.oldest();
        changes.finish(refused, ChangeStatus.FAILED);
        refused.result().completeExceptionally(why);
        show();
    }

    /** Returns whether the actor has closed the stream. */
    public boolean isClosed() {
        return closed;
    }

    private boolean isConnected() {
        return source.connection instanceof ConnectionState.Connected;
    }

    private void show() {
        source.sink().onShown(changes);
    }

    /** The side that the actor sees. */
    private final class Source implements FeedSource<S> {
        private ConnectionState connection = new ConnectionState.Connected(ENDPOINT);
        private Freshness freshness = Freshness.CATCHING_UP;
        private @Nullable Sink<S> sink;

        Sink<S> sink() {
            return Objects.requireNonNull(sink, "the actor opens its source when it is made");
        }

        @Override
        public ConnectionState connectionState() {
            return connection;
        }

        @Override
        public Freshness freshness() {
            return freshness;
        }

        @Override
        public void open(Sink<S> newSink) {
            sink = newSink;
        }

        @Override
        public ChangingState<S> changes() {
            return changes;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
