// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stateless;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.dispatch.AccessControl;
import dev.trebuchetfx.server.dispatch.AccessRule;
import dev.trebuchetfx.server.dispatch.Dispatcher;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.internal.persistence.AwakeActors;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.internal.persistence.Persistence;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.internal.persistence.StoreAccess;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.stream.LogPosition;
import dev.trebuchetfx.server.stream.Passage;
import dev.trebuchetfx.server.stream.SavedStream;
import dev.trebuchetfx.server.stream.ServerStream;
import dev.trebuchetfx.server.stream.ServerStreamRegistry;
import dev.trebuchetfx.server.stream.StreamSettings;
import dev.trebuchetfx.server.stream.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answering of one event: actors, streams and dispatch that are made for it. The methods block while the store is asked. Confined to one thread.
 */
public final class StatelessRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatelessRun.class);

    /** The time in which the store must answer one question. */
    private static final Duration STORE_LIMIT = Duration.ofSeconds(10);

    private static final int MAX_WAITING = 10_000;
    private static final long MAX_REPLAY_BYTES = 1 << 20;

    private final EnvelopeCodec codec;
    private final EventLoop loop;
    private final ActorRegistry actors;
    private final ServerStreamRegistry registry;
    private final Streams streams;
    private final Dispatcher dispatcher;
    private final AtomicBoolean asking = new AtomicBoolean();

    StatelessRun(
            ActorStateStore store,
            Map<String, Function<String, ? extends Object>> made,
            @Nullable AccessRule rule,
            String epoch,
            EnvelopeCodec codec,
            TimeSource clock) {
        this.codec = codec;
        this.loop = new EventLoop(clock);
        TimeSource time = loop.time();
        Supplier<UUID> ids = () -> StatelessNode.randomId(time);
        // Asked on this very thread: the event waits for the answer in any case.
        StoreAccess access = new StoreAccess(store, Runnable::run, time, STORE_LIMIT, true);
        AwakeActors awake = new AwakeActors(access);
        // Whatever is held has been read for this event, so nothing has to be heard.
        awake.connected();
        this.actors = new ActorRegistry(
                loop, ids, MAX_WAITING, ActorRegistry.MAX_ON_DEMAND, new Persistence(access, awake, false));
        made.forEach(actors::exposeOnDemand);
        this.registry = new ServerStreamRegistry(settings(epoch, store.retention()));
        this.streams = new Streams(actors, registry, time, ids, id -> Passage.CLEAR, EncodedData::of, true);
        this.dispatcher = new Dispatcher(actors, streams, rule == null ? null : new AccessControl(rule, time, loop));
    }

    private static StreamSettings settings(String epoch, LogRetention log) {
        return new StreamSettings(
                epoch,
                log.versions(),
                log.bytes(),
                log.age(),
                Integer.MAX_VALUE,
                0,
                MAX_REPLAY_BYTES,
                Runtime.getRuntime().maxMemory() / 8,
                Integer.MAX_VALUE,
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
    }

    /**
     * Returns a peer for whom messages are gathered.
     *
     * @param extension whether it has shown the extension
     */
    public StatelessPeer peer(String principal, boolean extension) {
        return new StatelessPeer(principal, extension, codec);
    }

    /** Sets the address that is part of the actors' real ids. */
    public void servesAt(String host, int port) {
        actors.listensAt(host, port);
    }

    /**
     * Answers a message: what is to be sent is then with the peer.
     *
     * @param longest the longest time for which it waits for a call
     * @return whether all is answered; false where a call goes on beyond that time
     */
    public boolean answer(Envelope message, StatelessPeer from, Duration longest) {
        AccessRule.Question question = dispatcher.isGuarded() ? dispatcher.question(message, from) : null;
        if (question == null) {
            dispatcher.dispatch(message, from, null);
        } else {
            asking.set(true);
            dispatcher.ask(
                    question,
                    LOG::warn,
                    refusal -> loop.execute(() -> {
                        asking.set(false);
                        dispatcher.dispatch(message, from, refusal);
                    }));
        }
        return loop.runUntil(() -> !asking.get() && dispatcher.callsInFlight() == 0, longest);
    }

    /**
     * Lets a stream go on: what has come since it was left is then with the peer.
     *
     * @param until the version after which nothing is sent; null for the newest one
     * @throws StateStoreException if the store can't be read; nothing is sent
     */
    public void goOn(SavedStream saved, @Nullable StateVersion until, StatelessPeer peer) {
        AtomicReference<@Nullable String> failure = new AtomicReference<>();
        streams.left().goOn(saved, until, peer, failure::set);
        settle();
        String why = failure.get();
        if (why != null) {
            throw new StateStoreException(why, null);
        }
    }

    /** Notes a stream whose client is about to resume it on the connection on which it is: what it was sent there keeps its numbers. */
    public void isHere(SavedStream saved) {
        streams.left().isHere(saved);
    }

    /** Runs what waits. What would wait for a timer is not waited for. */
    private void settle() {
        loop.runUntil(() -> true, STORE_LIMIT.multipliedBy(3));
    }

    /** Returns a stream that was begun or goes on, as it is to be kept; null where there is none. */
    public @Nullable SavedStream saved(UUID streamId) {
        ServerStream stream = registry.find(streamId);
        if (stream == null) {
            return null;
        }
        AtomicReference<@Nullable SavedStream> saved = new AtomicReference<>();
        stream.cell().turn(() -> saved.set(stream.saved()));
        settle();
        return saved.get();
    }

    /** Returns the streams that were begun or go on, as they are to be kept, in no order. */
    public List<SavedStream> allSaved() {
        List<SavedStream> all = new ArrayList<>();
        for (ServerStream stream : registry.all()) {
            SavedStream saved = saved(stream.id());
            if (saved != null) {
                all.add(saved);
            }
        }
        return all;
    }

    /** Ends a stream here, so that it takes no memory any more; its client hears nothing of that. */
    public void forget(UUID streamId) {
        ServerStream stream = registry.find(streamId);
        if (stream != null) {
            stream.cell().turn(stream::end);
            settle();
        }
    }

    /**
     * Returns the newest position in the log of an actor, read on the first call and then kept.
     *
     * @return null where there is no such actor, or none that is stored
     * @throws StateStoreException if the store can't be read
     */
    public @Nullable LogPosition newest(String actor) {
        ActorCell cell = actors.find(ActorId.of(actor));
        StateKeeper keeper = cell == null ? null : cell.keeper();
        if (cell == null || keeper == null) {
            return null;
        }
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicReference<@Nullable LogPosition> position = new AtomicReference<>();
        cell.turn(() -> keeper.whenAwake(failed -> {
            HeldState held = keeper.held();
            if (held == null) {
                failure.set(failed);
            } else {
                position.set(LogPosition.of(held, loop.time()));
            }
        }));
        settle();
        Throwable why = failure.get();
        if (why != null) {
            throw new StateStoreException("the state of the actor '" + actor + "' can't be read", why);
        }
        return position.get();
    }

    /** Ends what is left of the streams, with their timers. */
    @Override
    public void close() {
        registry.all().forEach(stream -> stream.cell().turn(stream::end));
        settle();
    }
}
