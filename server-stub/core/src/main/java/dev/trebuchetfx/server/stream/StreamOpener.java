// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.FilterMemory;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.filter.InvalidFilterException;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.change.DeltaFormat;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one place where streams begin, for an invocation and for a restart alike. Safe for use by any thread. */
final class StreamOpener {
    private static final String SETUP_ERROR = "Stream setup error: ";

    /**
     * The number of updates that are left out between the state before the first version and that version, where nobody can tell whether there was
     * another life in between, and what was in it.
     */
    static final long PERHAPS_A_LIFE = 1;

    private final ActorRegistry actors;
    private final ServerStreamRegistry registry;
    private final TimeSource time;
    private final Supplier<UUID> ids;
    private final DeliveryGate gate;
    private final Function<Bytes, EncodedData> encoder;
    /** The feeds by their states, which compare by identity. Each feed is confined to its actor's turns. */
    private final Map<StreamedState<?>, StateFeed> feeds = new ConcurrentHashMap<>();

    /** The ways of streams that another node has left on the connection on which they are resumed, as they were kept, by their ids. */
    private final Map<UUID, String> here = new ConcurrentHashMap<>();

    private final boolean sharesFormer;

    StreamOpener(
            ActorRegistry actors,
            ServerStreamRegistry registry,
            TimeSource time,
            Supplier<UUID> ids,
            DeliveryGate gate,
            Function<Bytes, EncodedData> encoder,
            boolean sharesFormer) {
        this.sharesFormer = sharesFormer;
        this.actors = actors;
        this.registry = registry;
        this.time = time;
        this.ids = ids;
        this.gate = gate;
        this.encoder = encoder;
    }

    /**
     * Sends {@code streamStart}, then either the states or a {@code streamError}.
     *
     * @param refusal why the stream may not be opened; null where it may
     */
    void open(SubscriptionRequest request, @Nullable String refusal, Subscriber subscriber) {
        open(request, refusal, subscriber, null);
    }

    /**
     * Does the same for a stream that takes the place of another one. It begins in the turn in which that one has ended: what the actor does between two turns would be
     * in neither.
     *
     * @param current the actor whose turn this is; null if it is nobody's
     */
    void open(
            SubscriptionRequest request, @Nullable String refusal, Subscriber subscriber, @Nullable ActorCell current) {
        UUID id = ids.get();
        ActorCell cell = actors.findFirst(request.actors(), subscriber.principal());
        ActorId asked = request.actors().get(0);
        if (cell == null) {
            announce(id, asked, request, DeltaFormat.NONE, subscriber);
            refuse(id, actors.notFound(asked, subscriber.principal()), subscriber);
            return;
        }
        // Before the actor's turn, so that a peer can't make any other method of the actor run.
        String problem = refusal == null
                ? cell.methods()
                        .problemOfObserving(
                                request.method(), request.arguments().size())
                : refusal;
        if (problem == null && subscriber.speaksExtension()) {
            problem = problemOf(request.filter());
        }
        if (problem != null) {
            announce(id, cell.realId(), request, DeltaFormat.NONE, subscriber);
            refuse(id, problem, subscriber);
            return;
        }
        DeltaFormat format = formatOf(request, cell);
        ServerStream stream = new ServerStream(id, subscriber.principal(), cell, request, registry, time, gate);
        // Known before its id leaves, so that an unsubscribe can't come too early.
        String full = stream.seat().take(subscriber);
        if (full == null) {
            full = registry.add(stream);
        }
        // A stored actor's epoch is known when its state is.
        boolean stored = full == null && cell.keeper() != null;
        if (!stored) {
            announce(id, cell.realId(), request, format, subscriber);
        }
        if (full != null) {
            stream.seat().giveUp();
            refuse(id, full, subscriber);
            return;
        }
        Runnable beginning = () -> cell.whenAwake(failure -> {
            if (failure != null && subscriber.speaksExtension()) {
                stream.end();
                subscriber.send(
                        new ResponseEnvelope(request.callId(), null, ResponseEnvelope.UNAVAILABLE + unloaded(failure)));
                return;
            }
            if (stored) {
                announce(id, cell.realId(), request, format, subscriber, epochOf(cell));
            }
            begin(stream, request, format, subscriber, failure);
        });
        if (cell.equals(current)) {
            beginning.run();
        } else if (!cell.offer(ActorCell.size(request.arguments()) + size(request.filter()), beginning)) {
            if (stored) {
                announce(id, cell.realId(), request, format, subscriber);
            }
            registry.remove(stream);
            stream.seat().giveUp();
            refuse(id, cell.busyMessage(), subscriber);
        }
    }

    /** Returns the epoch of an actor's streams, in its turn: the generation of its stored state, or else this server's own. */
    String epochOf(ActorCell cell) {
        StateKeeper keeper = cell.keeper();
        HeldState held = keeper == null || !keeper.isShared() ? null : keeper.held();
        StateVersion version = held == null ? null : held.version();
        return version == null
                ? registry.settings().epoch()
                : version.generation().toString();
    }

    /**
     * Lets a stream go on that another server, or this one before, has numbered up to {@code last}, in the actor's turn.
     *
     * @param id the stream's id
     * @param leftOut the number of updates that are left out after the version that the client has
     * @param states the version that the client has, and all that follow it
     * @param heard told of the stream, and of the updates to replay, before they are sent; not called where the stream can't go on
     * @return false if the method's states are not stored, so that the stream has to begin anew
     */
    boolean goOn(
            UUID id,
            ActorCell cell,
            SubscriptionRequest request,
            Cursor cursor,
            long last,
            boolean haveBase,
            long leftOut,
            List<HeldState> states,
            Subscriber subscriber,
            BiConsumer<ServerStream, List<Update>> heard) {
        StreamedState<?> state = stateOf(id, cell, request, subscriber);
        if (state == null || !state.isStored()) {
            return state == null;
        }
        ServerStream stream = seated(id, cell, request, subscriber);
        if (stream == null) {
            return true;
        }
        try {
            StateFeed feed = feed(state, cell);
            stream.follow(feed, request.deltas() == null);
            List<FeedState> former = feed.addAfter(stream, states);
            stream.goOnFrom(cursor, last, haveBase ? sentBefore(stream, cursor, former) : null);
            stream.bind(subscriber, last, haveBase, formatOf(stream, request, cell));
            stream.keepFilter(request.filter());
            List<Update> missed = stream.numberFormer(former, former.size() > 1 ? leftOut : 0);
            subscriber.together(() -> {
                heard.accept(stream, missed);
                stream.replay(missed);
            });
        } catch (Throwable e) {
            stream.fail("Stream error: " + ActorCallException.describe(e));
        }
        return true;
    }

    /**
     * Lets a stream go on with the newest state, in the actor's turn, where the log does not lead on from what its client has.
     *
     * @param last the newest number that the client has
     * @param unread the number of versions that it will never see
     */
    void goOnWithNewest(
            UUID id, ActorCell cell, SubscriptionRequest request, long last, long unread, Subscriber subscriber) {
        StreamedState<?> state = stateOf(id, cell, request, subscriber);
        ServerStream stream = state == null ? null : seated(id, cell, request, subscriber);
        if (state == null || stream == null) {
            return;
        }
        try {
            StateFeed feed = feed(state, cell);
            stream.follow(feed, request.deltas() == null);
            stream.updates().goOnAfter(last, null);
            stream.bind(subscriber, last, false, formatOf(stream, request, cell));
            stream.keepFilter(request.filter());
            stream.leaveOut(unread, false);
            feed.add(stream);
        } catch (Throwable e) {
            stream.fail("Stream error: " + ActorCallException.describe(e));
        }
    }

    /** Notes a stream that another node has left on the connection on which it is resumed next. */
    void isHere(SavedStream saved) {
        String way = saved.firstLife();
        if (way != null) {
            here.put(saved.resume().streamID(), way);
        }
    }

    /**
     * Returns the number of updates that are left out after the state that a client comes back with; -1 where the stream has numbered another life after
     * it, so that it can't go on from there.
     *
     * @param old the stream as this server has it; null for none
     * @param states the version that the client has, and all that follow it
     */
    long leftOutAfter(
            UUID id, Cursor cursor, @Nullable ServerStream old, List<HeldState> states, Subscriber subscriber) {
        if (!cursor.isOrigin() || states.size() < 2) {
            return 0;
        }
        // What it has sent on this very connection may be under way still, and must not get other numbers now.
        String way = here.get(id);
        if (way != null) {
            return LogPositions.leftOutAfterOrigin(way, states.getLast());
        }
        return old != null && subscriber.equals(old.subscriber())
                ? old.positions().leftOutAfterOrigin(states.getLast())
                : PERHAPS_A_LIFE;
    }

    /** Returns the state that a stream shows; null where there is none, which its client is told. */
    private static @Nullable StreamedState<?> stateOf(
            UUID id, ActorCell cell, SubscriptionRequest request, Subscriber subscriber) {
        try {
            return cell.methods().observe(request.method(), request.arguments());
        } catch (Throwable e) {
            refuse(id, ActorCallException.describe(e), subscriber);
            return null;
        }
    }

    /** Returns a stream with a place among those of its connection; null where there is no place, which its client is told. */
    private @Nullable ServerStream seated(UUID id, ActorCell cell, SubscriptionRequest request, Subscriber subscriber) {
        ServerStream stream = new ServerStream(id, subscriber.principal(), cell, request, registry, time, gate);
        String full = stream.seat().take(subscriber);
        if (full == null) {
            full = registry.add(stream);
        }
        if (full == null) {
            return stream;
        }
        stream.seat().giveUp();
        subscriber.send(new StreamErrorEnvelope(id, "Stream error: " + full));
        return null;
    }

    /**
     * Returns the state that a stream has sent last before it goes on; null where nobody knows. A filter may have sent an older state than the one of the
     * cursor.
     *
     * @param former the state of the cursor, and all that follow it
     */
    private @Nullable StateContent sentBefore(ServerStream stream, Cursor cursor, List<FeedState> former)
            throws ActorCallException {
        if (former.isEmpty()) {
            return null;
        }
        FilterPlan plan = stream.filterPlan();
        FilteredState first = former.getFirst().by(plan);
        return new FilterMemory<>(plan, cursor.markBy(time)).hasSent(first.reading()) ? first.content() : null;
    }

    private static DeltaFormat formatOf(ServerStream stream, SubscriptionRequest request, ActorCell cell) {
        return request.deltas() == null ? stream.format().current() : formatOf(request, cell);
    }

    private StateFeed feed(StreamedState<?> state, ActorCell cell) {
        return feeds.computeIfAbsent(
                state, key -> new StateFeed(cell, key, actors.json(), encoder, sharesFormer, () -> feeds.remove(key)));
    }

    /** Returns the actor that these names lead to, made for the principal if it is made now; null where there is none. */
    @Nullable
    ActorCell find(List<ActorId> candidates, String principal) {
        return actors.findFirst(candidates, principal);
    }

    /** Returns what a peer is told where {@link #find} gave nothing. */
    String notFound(List<ActorId> candidates, String principal) {
        return actors.notFound(candidates.get(0), principal);
    }

    /** Returns about how many bytes a filter takes. */
    static long size(@Nullable StreamFilter filter) {
        if (filter == null) {
            return 0;
        }
        String name = filter.name();
        Map<String, String> parameters = filter.parameters();
        long size = name == null ? 0 : name.length();
        if (parameters != null) {
            for (Map.Entry<String, String> each : parameters.entrySet()) {
                size += each.getKey().length() + each.getValue().length();
            }
        }
        return size;
    }

    /** Returns why a client with the extension is refused this filter; null for a filter that can be used. A client without is not refused and gets more than it asked for. */
    static @Nullable String problemOf(@Nullable StreamFilter filter) {
        if (filter == null) {
            return null;
        }
        try {
            filter.check();
            return null;
        } catch (InvalidFilterException e) {
            return "the filter can't be used: " + e.getMessage();
        }
    }

    /** Binds the stream and lets it follow its state, in the actor's turn. */
    private void begin(
            ServerStream stream,
            SubscriptionRequest request,
            DeltaFormat format,
            Subscriber subscriber,
            @Nullable Throwable unloaded) {
        if (stream.isEnded()) {
            return;
        }
        if (unloaded != null) {
            stream.bind(subscriber, 0, false, format);
            stream.fail(SETUP_ERROR + unloaded(unloaded));
            return;
        }
        stream.bind(subscriber, 0, false, format);
        stream.keepFilter(request.filter());
        try {
            StreamedState<?> state = stream.cell().methods().observe(request.method(), request.arguments());
            StateFeed feed = feed(state, stream.cell());
            stream.follow(feed, request.deltas() == null);
            feed.add(stream);
            if (!stream.isEnded()
                    && stream.heartbeat() != null
                    && subscriber.speaksExtension()
                    && stream.updates().newest() == 0) {
                // The current state does not pass the filter, so there is nothing to wait for.
                subscriber.send(new HeartbeatEnvelope(Map.of(stream.id(), 0L)));
            }
        } catch (Throwable e) {
            stream.fail(SETUP_ERROR + ActorCallException.describe(e));
        }
    }

    private static String unloaded(Throwable why) {
        return "the state of the actor can't be loaded: " + ActorCallException.describe(why);
    }

    private static DeltaFormat formatOf(SubscriptionRequest request, ActorCell cell) {
        List<String> offered = request.deltas();
        return offered == null || offered.isEmpty()
                ? DeltaFormat.NONE
                : DeltaFormat.choose(
                        offered,
                        cell.methods()
                                .streamsDeltaCodable(
                                        request.method(), request.arguments().size()));
    }

    private void announce(
            UUID id, ActorId actor, SubscriptionRequest request, DeltaFormat format, Subscriber subscriber) {
        announce(id, actor, request, format, subscriber, registry.settings().epoch());
    }

    private void announce(
            UUID id,
            ActorId actor,
            SubscriptionRequest request,
            DeltaFormat format,
            Subscriber subscriber,
            String epoch) {
        subscriber.send(new StreamStartEnvelope(
                id,
                request.callId(),
                actor,
                request.method(),
                request.filter(),
                extension(request, format, subscriber, epoch)));
    }

    private StreamStartEnvelope.@Nullable Ext extension(
            SubscriptionRequest request, DeltaFormat format, Subscriber subscriber, String epoch) {
        if (!subscriber.speaksExtension()) {
            return null;
        }
        StreamSettings settings = registry.settings();
        Duration heartbeat = request.heartbeat();
        return new StreamStartEnvelope.Ext(
                1,
                epoch,
                settings.bufferSize(),
                settings.timeToLive().toSeconds(),
                format.wireName(),
                heartbeat == null ? null : Long.valueOf(heartbeat.toMillis()));
    }

    private static void refuse(UUID id, String why, Subscriber subscriber) {
        subscriber.send(new StreamErrorEnvelope(id, SETUP_ERROR + why));
    }
}
