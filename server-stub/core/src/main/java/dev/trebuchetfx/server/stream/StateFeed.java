// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.time.ThreadSlice;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.change.ApplicationDeltas;
import dev.trebuchetfx.server.change.Changes;
import dev.trebuchetfx.server.change.DeltaFormat;
import dev.trebuchetfx.server.change.DeltaStreamManager;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.actor.ActorJson;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A state with the streams that observe it. Each change is encoded and filtered once, and the streams share the bytes. It listens to the
 * state only while it has streams.
 *
 * <p>Confined to the turns of the actor whose state it is.
 */
final class StateFeed {
    private static final int STREAMS_IN_A_ROW = 64;

    private final ActorCell actor;
    private final StreamedState<?> state;
    private final ActorJson json;
    private final Function<Bytes, EncodedData> encoder;
    private final Runnable onEmpty;
    /** The feed's states of former versions, by identity; null where they are not shared. */
    private final @Nullable Map<HeldState, FeedState> formerStates;

    private final Changes patches;
    private final Changes ownDeltas;
    private final Set<ServerStream> streams = new LinkedHashSet<>();
    /** The filters of the streams, and how many have each. */
    private final Map<FilterPlan, Integer> plans = new HashMap<>();

    private @Nullable FeedState current;
    private @Nullable Runnable listening;
    private @Nullable Runnable doubting;

    /**
     * Creates a feed without streams.
     *
     * @param actor the actor to which the state belongs
     * @param encoder encodes the data of an update for the wire
     * @param sharesFormer whether former states are made once, for all streams that come through them, and kept until the last stream has left
     * @param onEmpty called when the last stream has left, in the actor's turn
     */
    StateFeed(
            ActorCell actor,
            StreamedState<?> state,
            ActorJson json,
            Function<Bytes, EncodedData> encoder,
            boolean sharesFormer,
            Runnable onEmpty) {
        this.formerStates = sharesFormer ? new IdentityHashMap<>() : null;
        this.actor = actor;
        this.state = state;
        this.json = json;
        this.encoder = encoder;
        this.onEmpty = onEmpty;
        this.patches = new DeltaStreamManager(state.keys());
        this.ownDeltas = new ApplicationDeltas(json);
    }

    /**
     * Adds a stream and gives it the current state.
     *
     * @throws ActorCallException if the state can't be written as JSON, or is another actor's
     */
    void add(ServerStream stream) throws ActorCallException {
        if (stream.cell() != actor) {
            throw new ActorCallException("a state must belong to one actor, but one of '" + actor.name()
                    + "' is observed through '" + stream.cell().name() + "'; give each actor a state of its own");
        }
        FeedState first = current;
        if (first == null) {
            first = new FeedState(state.get(), json, stored(), null);
            current = first;
        }
        if (listening == null) {
            listening = listen();
        }
        streams.add(stream);
        uses(stream.filterPlan());
        stream.doubted(doubt());
        stream.publish(first);
    }

    /**
     * Adds a stream that goes on from a former version, and gives it nothing.
     *
     * @param former the versions that the stream has yet to come through, oldest first, up to the current one
     * @return the feed's states of these versions, oldest first
     * @throws ActorCallException if a version can't be shown
     */
    List<FeedState> addAfter(ServerStream stream, List<HeldState> former) throws ActorCallException {
        if (listening == null) {
            listening = listen();
        }
        if (current == null) {
            current = new FeedState(state.get(), json, stored(), null);
        }
        streams.add(stream);
        uses(stream.filterPlan());
        stream.doubted(doubt());
        List<FeedState> states = new ArrayList<>();
        FeedState newest = current;
        for (HeldState each : former) {
            Object value = each.value();
            if (value != null) {
                boolean isNewest = newest != null && Objects.equals(newest.stored(), each);
                states.add(isNewest ? newest : former(each, value));
            }
        }
        return states;
    }

    private FeedState former(HeldState held, Object value) {
        Map<HeldState, FeedState> known = formerStates;
        return known == null
                ? new FeedState(state.of(value), json, held, null)
                : known.computeIfAbsent(held, each -> new FeedState(state.of(value), json, each, null));
    }

    private @Nullable HeldState stored() {
        StateKeeper keeper = keeper();
        return keeper == null ? null : keeper.held();
    }

    /** Returns the keeper of the state that the streams show; null where they show none that others can change too. */
    private @Nullable StateKeeper keeper() {
        StateKeeper keeper = actor.keeper();
        return keeper == null || !keeper.isShared() || !state.isStored() ? null : keeper;
    }

    /** Returns whether the states are versions in a log that outlives this server. */
    boolean isLogged() {
        return keeper() != null;
    }

    /** Returns the reason why the current state may not be the newest one; null where it is, as far as this server knows. */
    private @Nullable String doubt() {
        StateKeeper keeper = keeper();
        return keeper == null ? null : keeper.doubt();
    }

    private Runnable listen() throws ActorCallException {
        StateKeeper keeper = keeper();
        if (keeper != null && doubting == null) {
            doubting = keeper.onDoubt(why -> streams.forEach(stream -> stream.doubted(why)));
        }
        try {
            Runnable changes = state.source().onChange(actor, this::changed);
            Runnable ends = state.onEnd(this::ended);
            return () -> {
                changes.run();
                ends.run();
            };
        } catch (IllegalStateException e) {
            throw new ActorCallException(ActorCallException.describe(e), e);
        }
    }

    /** Notes that one of its streams has this filter from now on. */
    void uses(FilterPlan plan) {
        plans.merge(plan, 1, Integer::sum);
    }

    /** Notes that one of its streams has this filter no more. What the filter makes is shared as long as there is one that has it. */
    void leaves(FilterPlan plan) {
        if (plans.merge(plan, -1, Integer::sum) == 0) {
            plans.remove(plan);
            FeedState newest = current;
            if (newest != null) {
                newest.forget(plan);
            }
        }
    }

    /** Returns what computes the changes between its states in this format; null where states travel. */
    @Nullable
    Changes changes(DeltaFormat format) {
        return switch (format) {
            case NONE -> null;
            case JSON_PATCH -> patches;
            case APPLICATION -> ownDeltas;
        };
    }

    /** Returns whether changes travel to clients that can't ask for them. */
    boolean isSendingDeltas() {
        return state.isSendingDeltas();
    }

    /** Returns the state as it is now; null before the first stream. */
    @Nullable
    FeedState current() {
        return current;
    }

    /** Returns the encoding of an update's data; the same object for all streams that send it while the state is the newest. */
    EncodedData encoded(Bytes data) {
        FeedState newest = current;
        return newest == null ? encoder.apply(data) : newest.encoded(data, encoder);
    }

    void remove(ServerStream stream) {
        if (streams.remove(stream)) {
            leaves(stream.filterPlan());
        }
        if (streams.isEmpty()) {
            Runnable stop = listening;
            if (stop != null) {
                stop.run();
                listening = null;
            }
            Runnable believe = doubting;
            if (believe != null) {
                believe.run();
                doubting = null;
            }
            if (formerStates != null) {
                formerStates.clear();
            }
            onEmpty.run();
        }
    }

    private static boolean isNewLife(@Nullable FeedState before, FeedState now) {
        StateVersion from = versionOf(before);
        StateVersion to = versionOf(now);
        return from != null && to != null && !from.isOfSameLife(to);
    }

    private static @Nullable StateVersion versionOf(@Nullable FeedState state) {
        HeldState stored = state == null ? null : state.stored();
        return stored == null ? null : stored.version();
    }

    /**
     * Returns the number of versions between two states that this server could not read, since the log had forgotten them. A new life counts as one
     * more, since nobody can tell whether the last versions of the life before were read.
     */
    private static long unreadBetween(@Nullable FeedState before, FeedState now) {
        StateVersion from = versionOf(before);
        StateVersion to = versionOf(now);
        if (to == null) {
            return 0;
        }
        if (from == null) {
            return to.number() - 1;
        }
        return from.isOfSameLife(to) ? to.number() - 1 - from.number() : to.number();
    }

    /** Lets the threads that write begin after some streams each time: they sleep and wake for each message otherwise, which takes longer than to write it. */
    private void publish(FeedState now, long unread, boolean newLife) throws ActorCallException {
        List<Subscriber> held = new ArrayList<>(STREAMS_IN_A_ROW);
        ThreadSlice slice = new ThreadSlice();
        try {
            for (ServerStream stream : streams) {
                // What each filter makes of a large state takes long.
                slice.letOthersRun();
                Subscriber subscriber = stream.subscriber();
                if (subscriber != null) {
                    subscriber.hold();
                    held.add(subscriber);
                }
                if (unread > 0) {
                    // A filter may have let some of them pass: its client must not take an older state for the newest.
                    stream.leaveOut(unread, newLife || !stream.filterPlan().isEverything());
                }
                stream.publish(now);
                if (held.size() == STREAMS_IN_A_ROW) {
                    held.forEach(Subscriber::release);
                    held.clear();
                }
            }
        } finally {
            held.forEach(Subscriber::release);
        }
    }

    private void changed(Object next) {
        try {
            // A view is made here, since the application's code may throw.
            FeedState now = new FeedState(state.isStored() ? state.of(next) : next, json, stored(), current);
            long unread = unreadBetween(current, now);
            boolean newLife = isNewLife(current, now);
            current = now;
            publish(now, unread, newLife);
            now.forgetBefore();
        } catch (Throwable e) {
            ended(ActorCallException.describe(e));
        }
    }

    /**
     * Ends all streams.
     *
     * @param why the reason for which they fail; null if they are complete
     */
    private void ended(@Nullable String why) {
        // Copied, since a stream that ends leaves this feed.
        for (ServerStream stream : List.copyOf(streams)) {
            if (why == null) {
                Subscriber subscriber = stream.subscriber();
                stream.end();
                if (subscriber != null) {
                    subscriber.send(new StreamEndEnvelope(stream.id(), StreamEndReason.COMPLETED));
                }
            } else {
                stream.fail("Stream error: " + why);
            }
        }
    }
}
