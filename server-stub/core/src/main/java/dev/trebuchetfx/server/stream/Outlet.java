// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.server.stream.ReplayBuffer.Update;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way from one stream to the connection that it is bound to; each binding has its own. What a peer reads too slowly waits
 * here: the updates that a resume has promised, all of them, and behind them the newest live one alone.
 *
 * <p>Confined to the turns of the stream's actor, but for what never changes, {@link #sent} and {@link #roomAgain}.
 */
public final class Outlet {
    /** Well within the 30 s that a client may count on. */
    private static final Duration HASH_INTERVAL = Duration.ofSeconds(20);

    private final ServerStream stream;
    private final Subscriber subscriber;
    private final Deque<Update> promised = new ArrayDeque<>();
    private @Nullable Update held;
    private LeftOut toldLeftOut = new LeftOut(0, 0);
    private volatile long sent;

    // For a stream with deltas.
    private @Nullable StateContent base;
    private @Nullable Long hashedAt;

    /**
     * A way out on which nothing has been sent.
     *
     * @param position the newest number that the peer has, unsigned; 0 for none
     * @param base the state that the peer has at that position; null where it has none, or nobody knows it any more
     */
    Outlet(ServerStream stream, Subscriber subscriber, long position, @Nullable StateContent base) {
        this.stream = stream;
        this.subscriber = subscriber;
        this.sent = position;
        this.base = base;
    }

    /** The stream's id on the wire. */
    public UUID streamId() {
        return stream.id();
    }

    /** How often the client wants to hear how far the stream has been sent; null for never. */
    public @Nullable Duration heartbeat() {
        return stream.heartbeat();
    }

    /** The newest number that was queued on the connection, or lost by a fault in its place; unsigned. By any thread. */
    public long sent() {
        return sent;
    }

    /** The connection has closed. By any thread. */
    public void connectionEnded() {
        stream.connectionEnded(this);
    }

    /** The connection can take more, as {@link Subscriber#awaitRoom} promised. By any thread. */
    public void roomAgain() {
        stream.cell().execute(() -> stream.roomAgain(this));
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /** Whether the peer understands that numbers are left out. */
    boolean declaresSkips() {
        return subscriber.speaksExtension();
    }

    /** Whether an update would be queued at once. */
    boolean hasRoom() {
        return promised.isEmpty() && held == null && !subscriber.isCongested();
    }

    /** Asks to be told when there is room. */
    void awaitRoom() {
        subscriber.awaitRoom(this);
    }

    /** Sends these, oldest first and none left out, as fast as the peer reads. */
    void replay(Collection<Update> updates) {
        promised.addAll(updates);
        flush();
    }

    /** Sends a live update, or keeps it in place of an older one until there is room. */
    void offer(Update update) {
        boolean room = promised.isEmpty() && !subscriber.isCongested();
        if (held != null) {
            stream.conflated();
        }
        held = null;
        if (room) {
            sendLive(update);
        } else {
            held = update;
            awaitRoom();
        }
    }

    /** Sends a live update, whatever waits; only after {@link #hasRoom}. */
    void sendLive(Update update) {
        send(update, stream.nextPassage());
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
        if (passage.isLost()) {
            // The peer was meant to get it: what follows starts from it.
            sent = update.sequence();
            base = update.content();
            return;
        }
        subscriber.sendUpdate(message(update), passage);
        base = update.content();
        // Only now: a heartbeat must not speak of what is not on its way.
        sent = update.sequence();
    }

    /** A state or, for a peer that has the one before, what changed. */
    private StreamDataEnvelope message(Update update) {
        StreamFormat format = stream.format();
        Changes changes = format.changes(format.current());
        if (changes == null) {
            return message(update, update.data(), null, null);
        }
        Changes.Change change = changes.change(base, update.content());
        return message(update, change.data(), change.byDelta() ? sent : null, hash(changes, update));
    }

    private StreamDataEnvelope message(Update update, Bytes content, @Nullable Long from, @Nullable String hash) {
        return new StreamDataEnvelope(
                stream.id(), update.sequence(), content, update.at(), extension(update, from, hash));
    }

    /** With the first update and then now and again, so that the peer can prove what it has. */
    private @Nullable String hash(Changes changes, Update update) {
        long now = stream.nanoTime();
        Long last = hashedAt;
        if (last != null && now - last < HASH_INTERVAL.toNanos()) {
            return null;
        }
        hashedAt = now;
        return changes.hash(update.content());
    }

    /** Tells what changed; nothing to a peer that would not understand it. */
    private StreamDataEnvelope.@Nullable Ext extension(Update update, @Nullable Long from, @Nullable String hash) {
        long skipped = update.sequence() - sent - 1;
        LeftOut leftOut = update.leftOut().equals(toldLeftOut) ? null : update.leftOut();
        if (!declaresSkips() || (skipped == 0 && leftOut == null && from == null && hash == null)) {
            return null;
        }
        toldLeftOut = update.leftOut();
        return new StreamDataEnvelope.Ext(from, skipped == 0 ? null : skipped, hash, leftOut);
    }

    /** Of the stream's id, so that the order in which several hear of something does not depend on chance. */
    @Override
    public int hashCode() {
        return stream.id().hashCode();
    }
}
