// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations on streams that clients ask for: open, resume, change the filter, end. Safe for use by any thread. Whatever touches a
 * stream happens in its actor's turn, where its updates happen too, so a resume has neither a hole nor a double.
 */
public final class Streams {
    /** The number of changes of its filter that wait, by stream; a stream of which none waits is not in it. */
    private final Map<UUID, Integer> filterChanges = new ConcurrentHashMap<>();

    private final ServerStreamRegistry registry;
    private final StreamOpener opener;
    private final Supplier<UUID> ids;

    /**
     * Creates the streams of a server.
     *
     * @param ids gives each stream its id
     * @param gate decides how each live update passes
     * @param encoder encodes the data of an update for the wire
     */
    public Streams(
            ActorRegistry actors,
            ServerStreamRegistry registry,
            TimeSource time,
            Supplier<UUID> ids,
            DeliveryGate gate,
            Function<Bytes, EncodedData> encoder) {
        this(actors, registry, time, ids, gate, encoder, false);
    }

    /**
     * Creates the streams of a server.
     *
     * @param sharesFormer whether former states are made once for all streams that come through them; for a server that lives shortly, since it
     *     keeps them
     */
    public Streams(
            ActorRegistry actors,
            ServerStreamRegistry registry,
            TimeSource time,
            Supplier<UUID> ids,
            DeliveryGate gate,
            Function<Bytes, EncodedData> encoder,
            boolean sharesFormer) {
        this.registry = registry;
        this.ids = ids;
        this.opener = new StreamOpener(actors, registry, time, ids, gate, encoder, sharesFormer);
    }

    /**
     * Opens the stream that an invocation asks for.
     *
     * @param refusal why it may not be opened, which is then its answer; null where it may
     */
    public void open(InvocationEnvelope invocation, @Nullable String refusal, Subscriber subscriber) {
        InvocationEnvelope.Ext ext = invocation.ext();
        opener.open(
                new SubscriptionRequest(
                        invocation.callID(),
                        List.of(invocation.actorID()),
                        invocation.targetIdentifier(),
                        invocation.arguments(),
                        invocation.streamFilter(),
                        heartbeat(ext == null ? null : ext.heartbeatMillis()),
                        ext == null ? null : ext.delta()),
                refusal,
                subscriber);
    }

    /** Returns the way to go on with streams that a former node has left. */
    public LeftStreams left() {
        return new LeftStreams(opener, registry.settings());
    }

    private @Nullable Duration heartbeat(@Nullable Long wished) {
        return wished == null ? null : registry.settings().heartbeat(wished);
    }

    /** Goes on with a stream on this connection, or restarts it. */
    public void resume(StreamResumeEnvelope asked, Subscriber subscriber) {
        StreamResumeEnvelope.Ext ext = asked.ext();
        String problem = ext == null ? null : StreamOpener.problemOf(ext.streamFilter());
        if (problem != null) {
            subscriber.send(new StreamErrorEnvelope(asked.streamID(), "Stream error: " + problem));
            return;
        }
        ActorCell cell = opener.find(actorsOf(asked), subscriber.principal());
        StateKeeper keeper = cell == null ? null : cell.keeper();
        Cursor cursor = ext == null ? null : Cursor.parse(ext.cursor());
        if (cell != null && keeper != null && cursor != null && !isBoundTo(asked.streamID(), subscriber)) {
            resumeFromLog(cell, keeper, cursor, asked, subscriber);
            return;
        }
        String epoch = ext == null ? null : ext.epoch();
        boolean foreign = epoch != null && !epoch.equals(registry.settings().epoch());
        ServerStream stream = registry.find(asked.streamID(), subscriber.principal());
        boolean known = stream != null && stream.isOf(cell, asked.targetIdentifier());
        // The epoch of a stored actor is looked at in its turn.
        if (foreign && (keeper == null || !known)) {
            restart(asked, null, RestartReason.EPOCH, subscriber);
        } else if (stream == null || !known) {
            restart(asked, null, goneFor(asked, subscriber), subscriber);
        } else if (!stream.cell().offer(0, () -> resume(stream, asked, subscriber))) {
            subscriber.send(new StreamErrorEnvelope(
                    asked.streamID(), "Stream error: " + stream.cell().busyMessage()));
        }
    }

    /** Returns whether a stream is bound to this connection, so that its client has not been at another server since. */
    private boolean isBoundTo(UUID streamId, Subscriber subscriber) {
        ServerStream known = registry.find(streamId, subscriber.principal());
        return known != null && subscriber.equals(known.subscriber());
    }

    private void resumeFromLog(
            ActorCell cell, StateKeeper keeper, Cursor cursor, StreamResumeEnvelope asked, Subscriber subscriber) {
        ServerStream other = registry.find(asked.streamID());
        String problem = cell.methods()
                .problemOfObserving(
                        asked.targetIdentifier(),
                        asked.ext() == null ? 0 : asked.ext().arguments().size());
        if (problem != null) {
            subscriber.send(new StreamErrorEnvelope(asked.streamID(), "Stream error: " + problem));
        } else {
            // Another principal's id must not tell anything of its stream.
            boolean foreign = other != null && !other.principal().equals(subscriber.principal());
            new LogResume(cell, keeper, cursor, asked, subscriber, new FromLog())
                    .begin(foreign ? RestartReason.UNKNOWN : null);
        }
    }

    /** Ends a stream that its principal does not want any more. */
    public void unsubscribe(UUID streamId, Subscriber subscriber) {
        ServerStream stream = registry.find(streamId, subscriber.principal());
        if (stream != null && stream.beginsToEnd()) {
            stream.cell().turn(stream::end);
        }
    }

    /** Changes the filter of a stream. */
    public void update(StreamUpdateEnvelope asked, Subscriber subscriber) {
        ServerStream stream = registry.find(asked.streamID(), subscriber.principal());
        if (stream == null) {
            subscriber.send(new StreamErrorEnvelope(asked.streamID(), "Stream error: unknown stream"));
            return;
        }
        String problem = StreamOpener.problemOf(asked.streamFilter());
        if (problem != null) {
            subscriber.send(new StreamErrorEnvelope(asked.streamID(), "Stream error: " + problem));
            return;
        }
        boolean taken = stream.cell().offer(StreamOpener.size(asked.streamFilter()), () -> {
            // Counted first, so that a filter that fails does not keep those after it from being shown.
            boolean isLast = countFilterChanges(asked.streamID(), -1) <= 0;
            stream.filterBy(asked.streamFilter());
            subscriber.send(
                    new StreamUpdatedEnvelope(asked.streamID(), stream.updates().newest() + 1));
            // One that follows already will show it. What a filter makes of a large state takes long.
            if (isLast) {
                stream.showCurrent();
            }
        });
        if (taken) {
            // Not before: one that is refused would let the others wait for it. If its turn is over, nothing is left of
            // it.
            countFilterChanges(asked.streamID(), 1);
        } else {
            subscriber.send(new StreamErrorEnvelope(
                    asked.streamID(), "Stream error: " + stream.cell().busyMessage()));
        }
    }

    /** Returns how many changes of a stream's filter are known to wait; fewer may be known than wait. */
    private int countFilterChanges(UUID streamId, int by) {
        Integer waiting =
                filterChanges.merge(streamId, by, (before, more) -> before + more == 0 ? null : before + more);
        return waiting == null ? 0 : waiting;
    }

    /**
     * Forgets what could be replayed, as if the time had passed: a detached stream expires, a bound one goes on with an empty
     * buffer.
     *
     * @return a future that completes when it is done
     */
    public CompletableFuture<Void> forget(ServerStream stream) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        stream.cell().turn(() -> {
            if (stream.subscriber() == null) {
                stream.expire();
            } else {
                stream.clearBuffer();
            }
            done.complete(null);
        });
        return done;
    }

    /** Resumes or restarts a stream, in its actor's turn. */
    private void resume(ServerStream stream, StreamResumeEnvelope asked, Subscriber subscriber) {
        if (stream.isOverdue()) {
            stream.expire();
        }
        if (stream.isEnded()) {
            restart(asked, null, goneFor(asked, subscriber), subscriber);
            return;
        }
        String epoch = asked.ext() == null ? null : asked.ext().epoch();
        if (epoch != null
                && !epoch.equals(registry.settings().epoch())
                && !epoch.equals(opener.epochOf(stream.cell()))) {
            restart(asked, stream, RestartReason.EPOCH, subscriber);
            return;
        }
        stream.settle();
        long last = asked.lastSequence();
        boolean full = asked.ext() != null && asked.ext().full();
        if (readsLog(stream, asked, subscriber)) {
            return;
        }
        // Taken out once, since the budget of all streams may evict them at any moment.
        List<Update> missed = stream.updates().buffer().after(last);
        switch (ResumeDecision.of(
                last, stream.updates().newest(), missed, full, maxReplayBytes(stream, asked), () -> stream.updates()
                        .bytes(
                                missed,
                                last,
                                hasBase(asked),
                                stream.format().changes(stream.format().forClient(deltas(asked)))))) {
            case ResumeDecision.Current current
            when isSeated(stream, asked, subscriber) -> {
                stream.bind(subscriber, last, hasBase(asked), stream.format().forClient(deltas(asked)));
                answer(asked, ResumeOutcome.CURRENT, null, stream, subscriber);
                stream.tellReached();
                filterAsAsked(stream, asked);
            }
            case ResumeDecision.Replay replay
            when isSeated(stream, asked, subscriber) -> {
                stream.bind(subscriber, last, hasBase(asked), stream.format().forClient(deltas(asked)));
                subscriber.together(() -> {
                    answer(asked, ResumeOutcome.REPLAYED, null, stream, subscriber);
                    stream.replay(replay.missed());
                });
                stream.tellReached();
                filterAsAsked(stream, asked);
            }
            case ResumeDecision.Restart restart -> restart(asked, stream, restart.reason(), subscriber);
            default -> {
                // It was told that its connection has too many streams; the stream stays where it was.
            }
        }
    }

    /** Reads what was missed from the actor's log, if the stream keeps no updates for that; returns whether it does. */
    private boolean readsLog(ServerStream stream, StreamResumeEnvelope asked, Subscriber subscriber) {
        StateKeeper keeper = stream.cell().keeper();
        Cursor cursor = asked.ext() == null ? null : Cursor.parse(asked.ext().cursor());
        if (keeper == null
                || cursor == null
                || !stream.updates().isLeftToLog()
                || asked.lastSequence() == stream.updates().newest()) {
            return false;
        }
        if (stream.filterPlan().intervalNanos() > 0 && subscriber.equals(stream.subscriber())) {
            // Its updates may be under way, and read again they could get other numbers, since they depend on the
            // clock.
            restart(asked, stream, RestartReason.EVICTED, subscriber);
        } else {
            new LogResume(stream.cell(), keeper, cursor, asked, subscriber, new FromLog()).begin(null);
        }
        return true;
    }

    /** Returns whether the connection may have the stream too; otherwise tells it so. */
    private static boolean isSeated(ServerStream stream, StreamResumeEnvelope asked, Subscriber subscriber) {
        String full = stream.seat().take(subscriber);
        if (full != null) {
            subscriber.send(new StreamErrorEnvelope(asked.streamID(), "Stream error: " + full));
        }
        return full == null;
    }

    /** Changes the filter to the one that the resume names, since it may have changed while the client was away. */
    private static void filterAsAsked(ServerStream stream, StreamResumeEnvelope asked) {
        StreamResumeEnvelope.Ext ext = asked.ext();
        if (ext != null && !stream.filterPlan().equals(FilterPlan.of(ext.streamFilter()))) {
            stream.filterBy(ext.streamFilter());
            stream.showCurrent();
        }
    }

    /**
     * Returns how many bytes a replay may have before the full state is sent instead: the larger of the limit and the full state
     * itself, where that is allowed. It is not allowed where a filter holds the current state back, since the client would miss what had passed before.
     */
    private long maxReplayBytes(ServerStream stream, StreamResumeEnvelope asked) {
        Update newest = stream.updates().buffer().newest();
        return asked.ext() == null || newest == null || !endsWithCurrentState(stream)
                ? Long.MAX_VALUE
                : Math.max(registry.settings().maxReplayBytes(), newest.data().size());
    }

    /** Returns whether the newest number stands for the state that a new stream would begin with. */
    private static boolean endsWithCurrentState(ServerStream stream) {
        StateFeed feed = stream.feed();
        FeedState current = feed == null ? null : feed.current();
        Update last = stream.updates().buffer().newest();
        if (current == null || last == null) {
            return false;
        }
        try {
            FilteredState filtered = current.by(stream.filterPlan());
            return filtered.passes() && filtered.data().equals(last.data());
        } catch (ActorCallException unwritable) {
            return false;
        }
    }

    /** Returns whether the client has the state that it resumes from; a version 2 client always has it. */
    private static boolean hasBase(StreamResumeEnvelope asked) {
        return asked.ext() == null || asked.ext().haveBase();
    }

    private static @Nullable List<String> deltas(StreamResumeEnvelope asked) {
        return asked.ext() == null ? null : asked.ext().delta();
    }

    private RestartReason goneFor(StreamResumeEnvelope asked, Subscriber subscriber) {
        return registry.hasExpired(asked.streamID(), subscriber.principal())
                ? RestartReason.EXPIRED
                : RestartReason.UNKNOWN;
    }

    /**
     * Gives up the stream that there was and opens another.
     *
     * @param old the stream that is given up, in its actor's turn; null where there is none
     */
    private void restart(
            StreamResumeEnvelope asked, @Nullable ServerStream old, RestartReason reason, Subscriber subscriber) {
        answer(asked, ResumeOutcome.RESTARTED, reason, old, subscriber);
        if (old != null) {
            old.end();
        }
        opener.open(restartOf(asked, old), null, subscriber, old == null ? null : old.cell());
    }

    /** Returns the request that restarts a stream. For a version 2 client it has neither filter nor arguments, and a call id of the server's making. */
    private SubscriptionRequest restartOf(StreamResumeEnvelope asked, @Nullable ServerStream old) {
        StreamResumeEnvelope.Ext ext = asked.ext();
        return ext == null
                ? new SubscriptionRequest(
                        ids.get(), actorsOf(asked), asked.targetIdentifier(), List.of(), null, null, null)
                : new SubscriptionRequest(
                        ext.callID(),
                        actorsOf(asked),
                        asked.targetIdentifier(),
                        ext.arguments(),
                        ext.streamFilter(),
                        heartbeat(ext, old),
                        ext.delta());
    }

    /** Returns the names of the actor in the order in which they are tried: the real id ends with its server process. */
    public static List<ActorId> actorsOf(StreamResumeEnvelope asked) {
        StreamResumeEnvelope.Ext ext = asked.ext();
        return ext == null ? List.of(asked.actorID()) : List.of(ext.invokedActorID(), asked.actorID());
    }

    /** Returns the interval that the client asks for now; where it names none, the one that it once asked for, or else the usual one. */
    private @Nullable Duration heartbeat(StreamResumeEnvelope.Ext ext, @Nullable ServerStream old) {
        if (ext.heartbeatMillis() != null) {
            return heartbeat(ext.heartbeatMillis());
        }
        return old == null ? registry.settings().usualHeartbeat() : old.heartbeat();
    }

    /** Answers a client that asked with the extension; a version 2 client gets no answer and sees what follows. */
    private void answer(
            StreamResumeEnvelope asked,
            ResumeOutcome outcome,
            @Nullable RestartReason reason,
            @Nullable ServerStream stream,
            Subscriber subscriber) {
        StreamResumeEnvelope.Ext ext = asked.ext();
        if (ext == null) {
            return;
        }
        subscriber.send(new StreamResumedEnvelope(
                asked.streamID(),
                ext.callID(),
                epoch(asked, stream, outcome, subscriber),
                outcome,
                reason,
                outcome == ResumeOutcome.REPLAYED ? Long.valueOf(asked.lastSequence() + 1) : null,
                outcome == ResumeOutcome.RESTARTED || stream == null
                        ? null
                        : Long.valueOf(stream.updates().newest()),
                stream == null ? null : stream.updates().buffer().oldest(),
                stream == null ? null : Long.valueOf(stream.updates().newest()),
                outcome == ResumeOutcome.RESTARTED || stream == null
                        ? null
                        : stream.format().current().wireName()));
    }

    /** Returns the epoch of an answer: the one that was accepted, or that of the actor's streams now. */
    private String epoch(
            StreamResumeEnvelope asked, @Nullable ServerStream stream, ResumeOutcome outcome, Subscriber subscriber) {
        StreamResumeEnvelope.Ext ext = asked.ext();
        if (outcome != ResumeOutcome.RESTARTED && ext != null && ext.epoch() != null && ext.cursor() == null) {
            return ext.epoch();
        }
        ActorCell cell = stream == null ? opener.find(actorsOf(asked), subscriber.principal()) : stream.cell();
        return cell == null ? registry.settings().epoch() : opener.epochOf(cell);
    }

    /** The ends of resumes from an actor's log. */
    private final class FromLog implements LogResume.Outcome {
        @Override
        public void failed(StreamResumeEnvelope asked, String why, Subscriber subscriber) {
            subscriber.send(new StreamErrorEnvelope(asked.streamID(), ResponseEnvelope.UNAVAILABLE + why));
        }

        @Override
        public void restart(StreamResumeEnvelope asked, RestartReason reason, Subscriber subscriber) {
            Streams.this.restart(asked, registry.find(asked.streamID(), subscriber.principal()), reason, subscriber);
        }

        @Override
        public void goOn(
                StreamResumeEnvelope asked,
                ActorCell cell,
                Cursor cursor,
                List<HeldState> states,
                Subscriber subscriber) {
            ServerStream old = registry.find(asked.streamID(), subscriber.principal());
            long leftOut = opener.leftOutAfter(asked.streamID(), cursor, old, states, subscriber);
            if (leftOut < 0) {
                Streams.this.restart(asked, old, RestartReason.EPOCH, subscriber);
                return;
            }
            if (old != null) {
                // It may have gone on with numbers of its own while the client was at another server.
                old.end();
            }
            boolean goesOn = opener.goOn(
                    asked.streamID(),
                    cell,
                    restartOf(asked, old),
                    cursor,
                    asked.lastSequence(),
                    hasBase(asked),
                    leftOut,
                    states,
                    subscriber,
                    (stream, missed) -> answer(
                            asked,
                            missed.isEmpty() ? ResumeOutcome.CURRENT : ResumeOutcome.REPLAYED,
                            null,
                            stream,
                            subscriber));
            if (!goesOn) {
                Streams.this.restart(asked, null, RestartReason.UNKNOWN, subscriber);
            }
        }
    }
}
