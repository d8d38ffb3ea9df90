// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.server.change.Changes;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.replay.Position;
import dev.trebuchetfx.server.replay.ReplayBudget.Entry;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way from one stream to one connection; each binding has its own. What a peer reads too slowly waits here: the updates that a
 * resume has promised, all of them, and behind them the newest live one alone.
 *
 * <p>Confined to the turns of the stream's actor, but for what never changes and the methods that say so.
 */
public final class Outlet {
    /** The time between two hashes, well within the 30 s that a client may count on. */
    private static final Duration HASH_INTERVAL = Duration.ofSeconds(20);

    private final OutletContext context;
    private final Subscriber subscriber;
    private final Deque<Update> promised = new ArrayDeque<>();
    private @Nullable Update held;
    private LeftOut toldLeftOut = new LeftOut(0, 0);
    private volatile long sent;
    private volatile @Nullable Quiet quiet;

    // For a stream with deltas.
    private @Nullable StateContent base;
    /** The base while an update waits for the peer, which may take long: others may take its room, and then the whole state is sent. */
    private @Nullable Entry waitingBase;

    private @Nullable Long hashedAt;

    /**
     * Creates an outlet on which nothing has been sent.
     *
     * @param position the newest number that the peer has, unsigned; 0 for none
     * @param base the state that the peer has at that position; null where it has none, or nobody knows it any more
     */
    Outlet(OutletContext context, Subscriber subscriber, long position, @Nullable StateContent base) {
        this.context = context;
        this.subscriber = subscriber;
        this.sent = position;
        this.base = base;
    }

    /** Returns the stream's id on the wire. */
    public UUID streamId() {
        return context.streamId();
    }

    /** Returns the time between two heartbeats that the client asked for; null for none. */
    public @Nullable Duration heartbeat() {
        return context.heartbeat();
    }

    /** Returns the newest number that was queued on the connection, or lost by a fault in its place; unsigned. By any thread. */
    public long sent() {
        return sent;
    }

    /**
     * Returns how far the stream has come beside its updates, where it has come on without one since it told so last; null where it has not. A
     * heartbeat may tell it only together with the number that it names. By any thread.
     */
    public @Nullable Quiet quiet() {
        return quiet;
    }

    /**
     * The position of a stream that had no update lately.
     *
     * @param sequence the newest number at that position, unsigned
     * @param cursor the position as the client keeps it; null where the one that the client has will do
     * @param version the version of the actor's state up to which the stream has come
     */
    public record Quiet(long sequence, @Nullable String cursor, long version) {}

    void tellQuietly(Quiet position) {
        quiet = position;
    }

    /**
     * Tells a client that wants heartbeats whether this server vouches for the stream.
     *
     * @param why the reason why it does not; null where it does again
     */
    void tellStale(@Nullable String why) {
        if (heartbeat() != null && declaresSkips()) {
            subscriber.send(
                    why == null
                            ? HeartbeatEnvelope.ofVouched(streamId(), sent)
                            : HeartbeatEnvelope.ofStale(streamId(), why));
        }
    }

    /** Tells the stream that the connection has closed. By any thread. */
    public void connectionEnded() {
        context.connectionEnded().accept(this);
    }

    /** Tells the stream that the connection can take more, as {@link Subscriber#awaitRoom} promised. By any thread. */
    public void roomAgain() {
        context.roomAgain().accept(this);
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /** Returns whether the peer understands that numbers are left out. */
    boolean declaresSkips() {
        return subscriber.speaksExtension();
    }

    /** Returns whether an update would be queued at once. */
    boolean hasRoom() {
        return promised.isEmpty() && held == null && !subscriber.isCongested();
    }

    /** Asks the connection to call {@link #roomAgain} when there is room. */
    void awaitRoom() {
        subscriber.awaitRoom(this);
    }

    /** Sends these updates, oldest first and none left out, as fast as the peer reads. */
    void replay(Collection<Update> updates) {
        promised.addAll(updates);
        flush();
    }

    /** Sends a live update, or keeps it in place of an older one until there is room. */
    void offer(Update update) {
        boolean room = promised.isEmpty() && !subscriber.isCongested();
        if (held != null) {
            context.conflated().run();
        }
        held = null;
        if (room) {
            sendLive(update);
        } else {
            held = update;
            keepBase();
            awaitRoom();
        }
    }

    private void keepBase() {
        StateContent now = base;
        if (now != null) {
            base = null;
            waitingBase =
                    context.budget().keep(context.principal(), new Update(sent, now, Instant.EPOCH, new LeftOut(0, 0)));
        }
    }

    /** Returns the state that the peer has; null where that is not known any more. */
    private @Nullable StateContent takeBase() {
        Entry waiting = waitingBase;
        if (waiting == null) {
            return base;
        }
        waitingBase = null;
        Update kept = waiting.update();
        context.budget().release(waiting);
        return kept == null ? null : kept.content();
    }

    /** Ends: the connection does not tell it anything any more, and it keeps nothing. */
    void letGo() {
        subscriber.detach(this);
        base = takeBase();
    }

    /** Sends a live update, whatever waits; only after {@link #hasRoom}. */
    void sendLive(Update update) {
        send(update, context.gate().pass(context.streamId()));
    }

    /** Drops what waits, and goes on after a number that the peer never gets, without a word, so that it sees a gap. */
    void passOver(long sequence) {
        promised.clear();
        held = null;
        // Whatever the peer has is of a state that has ended; a base that waits must give its room back.
        var unused = takeBase();
        base = null;
        sent = sequence;
    }

    /** Sends what waits, as far as there is room; asks for more room if that is not all. */
    void flush() {
        while (!promised.isEmpty() || held != null) {
            if (subscriber.isCongested()) {
                awaitRoom();
                return;
            }
            Update next = promised.poll();
            if (next != null) {
                send(next, Passage.CLEAR);
            } else if (held != null) {
                Update live = held;
                held = null;
                sendLive(live);
            }
        }
    }

    private void send(Update update, Passage passage) {
        base = takeBase();
        Changes changes = changes();
        if (passage.isLost()) {
            // The peer was meant to get it: what follows starts from it.
            sent = update.sequence();
            base = changes == null ? null : update.content();
            return;
        }
        StreamDataEnvelope message = message(update, changes);
        subscriber.sendUpdate(message, context.format().encoded(message.data()), passage);
        base = changes == null ? null : update.content();
        // Only now: a heartbeat must not speak of what is not on its way.
        sent = update.sequence();
    }

    private @Nullable Changes changes() {
        return context.format().changes(context.format().current());
    }

    /** Returns the message of an update: a state or, for a peer that has the one before, what changed. */
    private StreamDataEnvelope message(Update update, @Nullable Changes changes) {
        if (changes == null) {
            return message(update, update.data(), null, null);
        }
        Changes.Change change = changes.change(base, update.content());
        return message(update, change.data(), change.byDelta() ? sent : null, hash(changes, update));
    }

    private StreamDataEnvelope message(Update update, Bytes content, @Nullable Long from, @Nullable String hash) {
        return new StreamDataEnvelope(
                context.streamId(), update.sequence(), content, update.at(), extension(update, from, hash));
    }

    /** Returns the hash by which the peer can prove what it has, with the first update and then every 20 s; otherwise null. */
    private @Nullable String hash(Changes changes, Update update) {
        long now = context.time().nanoTime();
        Long last = hashedAt;
        if (last != null && now - last < HASH_INTERVAL.toNanos()) {
            return null;
        }
        hashedAt = now;
        return changes.hash(update.content());
    }

    /** Returns what has changed beside the state; null where nothing has, or the peer would not understand it. */
    private StreamDataEnvelope.@Nullable Ext extension(Update update, @Nullable Long from, @Nullable String hash) {
        long skipped = update.sequence() - sent - 1;
        LeftOut leftOut = update.leftOut().equals(toldLeftOut) ? null : update.leftOut();
        Position position = update.position();
        if (!declaresSkips() || (skipped == 0 && leftOut == null && from == null && hash == null && position == null)) {
            return null;
        }
        toldLeftOut = update.leftOut();
        return new StreamDataEnvelope.Ext(
                from,
                skipped == 0 ? null : skipped,
                hash,
                leftOut,
                position == null ? null : position.cursor(),
                position == null || position.version() == 0 ? null : Long.valueOf(position.version()));
    }

    /** Returns the hash of the stream's id, so that the order in which several hear of something does not depend on chance. */
    @Override
    public int hashCode() {
        return context.streamId().hashCode();
    }
}
