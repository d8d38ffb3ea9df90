// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.change.DeltaFormat;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.actor.ActorMethods;
import dev.trebuchetfx.server.replay.Position;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber's stream: it numbers what passes the filter, keeps it for a replay and hands it to the {@link Outlet} of the connection
 * that it is bound to.
 *
 * <p>A peer that reads slowly gets the newest state only. One with the extension is told which numbers were left out; for one
 * without, a state is numbered when there is room for it, so that its numbers have no holes.
 *
 * <p>Confined to the turns of its actor, but for what never changes, {@link #snapshot} and {@link #subscriber}.
 */
public final class ServerStream {
    private final UUID id;
    private SubscriptionRequest request;
    private final String principal;
    private final ActorCell cell;
    private final ServerStreamRegistry registry;
    private final NumberedUpdates updates;
    private final FilterStage filter;
    private final StreamFormat format;
    private final OutletContext context;
    private final Detachment detachment;

    private @Nullable StateFeed feed;
    private @Nullable String doubt;
    /** The state that has passed the filter but has no number yet; null for none. */
    private @Nullable StateContent unnumbered;

    private final FilterRoom filterRoom;
    private final LogPositions positions;
    /** The updates of a replay that is being made, which are not sent before it is complete; null outside one. */
    private @Nullable List<Update> replaying;

    private long conflated;
    private boolean ended;
    private boolean full;
    private final Seat seat = new Seat();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile @Nullable Outlet outlet;
    private volatile StreamSnapshot snapshot;

    ServerStream(
            UUID id,
            String principal,
            ActorCell cell,
            SubscriptionRequest request,
            ServerStreamRegistry registry,
            TimeSource time,
            DeliveryGate gate) {
        this.id = id;
        this.request = request;
        this.principal = principal;
        this.cell = cell;
        this.registry = registry;
        this.updates = new NumberedUpdates(
                registry.settings(), time, principal, registry.budget(), () -> cell.turn(this::noRoom));
        this.format = new StreamFormat(cell.methods()
                .streamsDeltaCodable(request.method(), request.arguments().size()));
        this.context = new OutletContext(
                id,
                request.heartbeat(),
                format,
                gate,
                time,
                registry.budget(),
                principal,
                this::conflated,
                way -> cell.turn(() -> roomAgain(way)),
                gone -> cell.turn(() -> connectionClosed(gone)));
        this.detachment = new Detachment(time, registry.settings().timeToLive());
        this.filterRoom = new FilterRoom(registry.budget(), principal, () -> cell.turn(this::noRoom));
        this.filter = new FilterStage(request, time, cell::turn, this::passed);
        this.positions = new LogPositions(request, filter, time, cell.keeper());
        this.snapshot = StreamSnapshot.of(this, request.method(), updates, filter.leftOut(), 0);
    }

    /** Returns the id on the wire. */
    public UUID id() {
        return id;
    }

    /** Returns the principal to whom the stream belongs; nobody else may resume or end it. */
    public String principal() {
        return principal;
    }

    /** Returns the actor in whose turns it lives. */
    public ActorCell cell() {
        return cell;
    }

    /** Returns whether it is the stream of this actor and method, so that a resume that names others is none of it. */
    boolean isOf(@Nullable ActorCell actor, String targetIdentifier) {
        return cell == actor && ActorMethods.nameOf(request.method()).equals(ActorMethods.nameOf(targetIdentifier));
    }

    /** Returns the time between two heartbeats that its client asked for, on whatever connection; null for none. */
    @Nullable
    Duration heartbeat() {
        return context.heartbeat();
    }

    /** Returns the connection that it is bound to; null while it is detached. By any thread. */
    public @Nullable Subscriber subscriber() {
        Outlet bound = outlet;
        return bound == null ? null : bound.subscriber();
    }

    /** Returns a description of the stream as it is now. By any thread. */
    public StreamSnapshot snapshot() {
        return snapshot;
    }

    NumberedUpdates updates() {
        return updates;
    }

    LogPositions positions() {
        return positions;
    }

    boolean isEnded() {
        return ended;
    }

    /** Returns whether it has been detached for as long as a stream is kept, though its timer may not have fired. */
    boolean isOverdue() {
        return outlet == null && detachment.isOverdue();
    }

    /** Returns the feed that it follows; null before it does. */
    @Nullable
    StateFeed feed() {
        return feed;
    }

    /** Returns the way in which changes travel. */
    StreamFormat format() {
        return format;
    }

    /** Returns true for the first who asks to end it, so that a peer that asks again and again queues it but once. By any thread. */
    boolean beginsToEnd() {
        return ending.compareAndSet(false, true);
    }

    /** Returns the place among the streams of a connection. */
    Seat seat() {
        return seat;
    }

    /** Takes the states from {@code source} from here on. A client of {@code plain} version 2 gets changes where the state is declared so. */
    void follow(StateFeed source, boolean plain) {
        feed = source;
        Outlet way = outlet;
        if (source.isLogged() && (way == null || way.declaresSkips())) {
            updates.leaveToLog();
        }
        format.follow(source, plain);
    }

    /** Tells the client whether this server vouches for what the stream shows, now and whenever it is bound; {@code why} is null where it does. */
    void doubted(@Nullable String why) {
        boolean news = !Objects.equals(why, doubt);
        doubt = why;
        if (news && why == null) {
            filter.caughtUp();
        }
        if (news && outlet != null) {
            outlet.tellStale(why);
        }
    }

    /** Numbers, keeps and sends a state, if it passes the filter. */
    void publish(FeedState state) throws ActorCallException {
        if (ended || full) {
            return;
        }
        filter.offer(state);
        positions.comeThrough(state.stored(), updates.newest(), outlet);
        if (snapshot.leftOut() != filter.leftOut().updates()) {
            publishSnapshot();
        }
    }

    /**
     * Numbers versions that this server could not read any more, so that a client with the extension hears that they were left out, though a filter might
     * have done so. Of those that are {@code untold} it does not hear: it sees a gap, resumes, and hears why they are lost.
     */
    void leaveOut(long versions, boolean untold) {
        Outlet way = outlet;
        if (!ended && (way == null || way.declaresSkips())) {
            settle();
            updates.leaveOut(versions);
            if (untold && way != null) {
                way.passOver(updates.newest());
            }
        }
    }

    /** Goes on from the position that a client has at another server, whose newest number there was {@code last}. */
    void goOnFrom(Cursor cursor, long last, @Nullable StateContent content) {
        updates.goOnAfter(last, content);
        positions.goOnFrom(cursor);
    }

    /**
     * Numbers those former states that follow the first, each as it would have been numbered when it was stored.
     *
     * @return those that passed the filter, which are to be replayed
     */
    List<Update> numberFormer(List<FeedState> former, long leftOut) throws ActorCallException {
        if (leftOut > 0) {
            leaveOut(leftOut, false);
        }
        List<Update> made = new ArrayList<>();
        replaying = made;
        try {
            positions.comeThroughFormer(former, leftOut, updates::newest, outlet);
        } finally {
            replaying = null;
        }
        publishSnapshot();
        return made;
    }

    private void passed(Offered offered) {
        StateContent state = offered.filtered().content();
        if (format.isNothing(unnumbered == null ? updates.newestContent() : unnumbered, state)) {
            return;
        }
        Outlet way = outlet;
        if (way == null || way.declaresSkips()) {
            settle();
            Update update = number(state, positions.of(offered.stored()));
            List<Update> replay = replaying;
            if (update != null && replay != null) {
                replay.add(update);
            } else if (way != null && update != null) {
                way.offer(update);
            }
        } else {
            if (unnumbered != null) {
                conflated();
            }
            unnumbered = state;
            sendUnnumbered(way);
        }
        publishSnapshot();
    }

    /** Counts an update that was left out, since the peer reads too slowly. */
    private void conflated() {
        conflated++;
        registry.conflated();
    }

    /** Sends what waits, after the connection of {@code way} can take more. */
    private void roomAgain(Outlet way) {
        if (!ended && outlet == way) {
            way.flush();
            sendUnnumbered(way);
            publishSnapshot();
        }
    }

    /** Gives a number to a state that waits for one, as a decision about a resume needs; a replay will bring it. */
    void settle() {
        if (unnumbered != null) {
            number(unnumbered, null);
            unnumbered = null;
        }
    }

    private void sendUnnumbered(Outlet way) {
        StateContent state = unnumbered;
        if (state == null) {
            return;
        }
        if (way.hasRoom()) {
            unnumbered = null;
            Update update = number(state, null);
            if (update != null) {
                way.sendLive(update);
            }
        } else {
            way.awaitRoom();
        }
    }

    /** Lets go at once what the filter made, since it has no room, and ends later: the feed is going through its streams, and others are about to begin. */
    private void giveUp() {
        full = true;
        FeedState current = feed == null ? null : feed.current();
        if (current != null) {
            current.forget(filter.plan());
        }
        filter.end();
        cell.turn(this::noRoom);
    }

    /** Ends the stream, since the newest state that its filter makes has no room beside those of the others. */
    private void noRoom() {
        if (!ended) {
            fail("Stream error: the server keeps at most " + registry.settings().maxReplayBufferBytes()
                    + " bytes for streams, and those of " + principal
                    + " need more; observe fewer streams with different filters, or smaller parts of the state");
        }
    }

    /** Gives a number to a state and keeps it; null where the newest number stands for this state too, or there is no room for it. */
    private @Nullable Update number(StateContent state, @Nullable Position position) {
        if (format.isNothing(updates.newestContent(), state)) {
            return null;
        }
        Update update = updates.add(format.kept(state), filter.leftOut(), position);
        if (update == null) {
            giveUp();
        }
        return update;
    }

    /** Sends these updates once more. */
    void replay(List<Update> missed) {
        if (outlet != null) {
            outlet.replay(missed);
        }
    }

    /** Takes up room for a filter that is large; the stream has to end where there is none. */
    void keepFilter(@Nullable StreamFilter kept) {
        filterRoom.take(kept);
    }

    /** Returns the filter that decides, as a plan. */
    FilterPlan filterPlan() {
        return filter.plan();
    }

    /** Lets another filter decide from the next number on. {@link #showCurrent} is to follow. */
    void filterBy(@Nullable StreamFilter next) {
        Outlet way = outlet;
        if (unnumbered != null && way != null) {
            // It has passed the filter that ends here.
            Update update = number(unnumbered, null);
            unnumbered = null;
            if (update != null) {
                way.offer(update);
            }
        }
        request = request.filteredBy(next);
        filter.change(next, ended ? null : feed);
        keepFilter(next);
    }

    /** Sends what the new filter makes of the current state, as a new stream would, unless the newest update has it already. */
    void showCurrent() {
        FeedState current = feed == null ? null : feed.current();
        if (ended || current == null) {
            return;
        }
        try {
            StateContent newest = updates.newestContent();
            filter.offerAgain(current, newest == null ? null : newest.json());
        } catch (ActorCallException e) {
            fail("Stream error: " + ActorCallException.describe(e));
        }
        publishSnapshot();
    }

    /**
     * Binds the stream to a connection: live updates go to {@code target} from now on, and to nobody else.
     *
     * @param position the newest number that the peer has, unsigned; 0 for none
     * @param haveBase whether the peer has the state of that number too
     * @param changesAs the way in which changes travel to the peer
     */
    void bind(Subscriber target, long position, boolean haveBase, DeltaFormat changesAs) {
        format.use(changesAs);
        if (outlet != null) {
            outlet.letGo();
        }
        detachment.end();
        registry.noLongerDetached(this);
        Outlet way = new Outlet(context, target, position, haveBase ? updates.at(position) : null);
        outlet = way;
        publishSnapshot();
        if (doubt != null) {
            way.tellStale(doubt);
        }
        if (!target.attach(way)) {
            // It closed meanwhile: nobody else would tell.
            connectionClosed(way);
        }
    }

    /** Tells the connection how far the stream has come: what a filter left out was told to the one before, if to any. */
    void tellReached() {
        FeedState current = feed == null ? null : feed.current();
        if (current != null) {
            positions.comeThrough(current.stored(), updates.newest(), outlet);
        }
    }

    /** Detaches, if it is still bound to the connection that closed. */
    private void connectionClosed(Outlet gone) {
        if (ended || outlet != gone) {
            return;
        }
        outlet = null;
        gone.letGo();
        seat.giveUp();
        settle();
        detachment.begin(() -> cell.turn(() -> {
            if (isOverdue()) {
                expire();
            }
        }));
        publishSnapshot();
        registry.detached(this);
    }

    /** Forgets the stream, but remembers that it expired. */
    void expire() {
        if (!ended) {
            registry.rememberExpired(this);
            end();
        }
    }

    /** Forgets what could be replayed; the stream goes on. */
    void clearBuffer() {
        updates.buffer().clear();
        publishSnapshot();
    }

    /** Ends with an error that the subscriber hears. */
    void fail(String message) {
        Subscriber target = subscriber();
        // First, so that whoever hears of it finds the stream gone.
        end();
        if (target != null) {
            target.send(new StreamErrorEnvelope(id, message));
        }
    }

    /** Ends the stream and frees what it holds. Calling it again has no effect. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        detachment.end();
        if (outlet != null) {
            outlet.letGo();
        }
        outlet = null;
        seat.giveUp();
        unnumbered = null;
        filter.end();
        filterRoom.giveUp();
        updates.forget();
        if (feed != null) {
            feed.remove(this);
        }
        registry.remove(this);
    }

    /** Returns the stream as another node can go on with it, having shown the newest state; null where it has ended, or its states are not stored. */
    public @Nullable SavedStream saved() {
        filter.caughtUp();
        settle();
        return SavedStream.of(this, request, filter, positions);
    }

    private void publishSnapshot() {
        snapshot = StreamSnapshot.of(this, request.method(), updates, filter.leftOut(), conflated);
    }
}
