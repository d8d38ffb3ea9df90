// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.client.filter.FilterEvaluator;
import dev.trebuchetfx.client.filter.StreamFilter;
import dev.trebuchetfx.client.internal.time.TimeSource;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.StreamErrorEnvelope;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.stream.ReplayBuffer.Update;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's stream: it numbers what passes the filter, keeps it for a replay and sends it to the connection that it is
 * bound to.
 *
 * <p>Confined to the turns of its actor, but for what never changes, {@link #snapshot}, {@link #subscriber} and
 * {@link #connectionEnded}.
 */
public final class ServerStream {
    private final UUID id;
    private final String principal;
    private final ActorCell cell;
    private final String method;
    private final StreamRegistry registry;
    private final TimeSource time;
    private final DeliveryGate gate;
    private final ReplayBuffer buffer;

    private FilterEvaluator filter;
    private @Nullable StateFeed feed;
    private long newest;
    private boolean ended;
    private long detachedAt;
    private TimeSource.@Nullable Timer expiry;

    private volatile @Nullable Subscriber subscriber;
    private volatile StreamSnapshot snapshot;

    ServerStream(
            UUID id,
            String principal,
            ActorCell cell,
            String method,
            @Nullable StreamFilter filter,
            StreamRegistry registry,
            TimeSource time,
            DeliveryGate gate) {
        this.id = id;
        this.principal = principal;
        this.cell = cell;
        this.method = method;
        this.registry = registry;
        this.time = time;
        this.gate = gate;
        this.buffer = new ReplayBuffer(registry.settings().bufferSize());
        this.filter = FilterEvaluator.of(filter);
        this.snapshot = new StreamSnapshot(id, cell.name(), method, principal, false, 0, null, 0);
    }

    /** The id on the wire. */
    public UUID id() {
        return id;
    }

    /** Whose stream it is: nobody else may resume or end it. */
    public String principal() {
        return principal;
    }

    /** The actor in whose turns it lives. */
    ActorCell cell() {
        return cell;
    }

    /** The connection that it is bound to; null while it is detached. By any thread. */
    public @Nullable Subscriber subscriber() {
        return subscriber;
    }

    /** What it is like now. By any thread. */
    public StreamSnapshot snapshot() {
        return snapshot;
    }

    ReplayBuffer buffer() {
        return buffer;
    }

    long newest() {
        return newest;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether it has been detached for as long as a stream is kept, though its timer may not have fired. */
    boolean isOverdue() {
        return subscriber == null
                && time.nanoTime() - detachedAt
                        >= registry.settings().timeToLive().toNanos();
    }

    /** Begins: from here on the feed's changes arrive. */
    void follow(StateFeed source) {
        feed = source;
    }

    /** Numbers, keeps and sends a state, if it passes the filter. */
    void publish(Bytes state) {
        if (ended || !filter.passes(state.unsafeArray())) {
            return;
        }
        newest++;
        Update update = new Update(newest, state, time.instant());
        buffer.add(update);
        Subscriber target = subscriber;
        if (target != null && !gate.withholds(id)) {
            send(target, update);
        }
        publishSnapshot();
    }

    /** Sends what is buffered after {@code last} once more. */
    void replayAfter(long last) {
        Subscriber target = subscriber;
        if (target != null) {
            for (Update update : buffer.after(last)) {
                send(target, update);
            }
        }
    }

    /** From the next number on another filter decides. */
    void filterBy(@Nullable StreamFilter next) {
        filter = FilterEvaluator.of(next);
    }

    /** Live updates go to {@code target} from now on, and to nobody else. */
    void bind(Subscriber target) {
        Subscriber old = subscriber;
        if (old != null && old != target) {
            old.detach(this);
        }
        cancelExpiry();
        registry.noLongerDetached(this);
        subscriber = target;
        publishSnapshot();
        if (!target.attach(this)) {
            // It closed meanwhile: nobody else would tell.
            connectionClosed(target);
        }
    }

    /** Tells that a connection has closed, to which the stream is or was bound. By any thread. */
    public void connectionEnded(Subscriber gone) {
        cell.execute(() -> connectionClosed(gone));
    }

    /** Detaches, if it is still bound to the connection that closed. */
    private void connectionClosed(Subscriber closed) {
        if (ended || subscriber != closed) {
            return;
        }
        subscriber = null;
        detachedAt = time.nanoTime();
        Duration timeToLive = registry.settings().timeToLive();
        expiry = time.schedule(timeToLive, () -> cell.execute(this::expireIfOverdue));
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
        buffer.clear();
        publishSnapshot();
    }

    /** Ends with an error that the subscriber hears. */
    void fail(String message) {
        Subscriber target = subscriber;
        if (target != null) {
            target.send(new StreamErrorEnvelope(id, message));
        }
        end();
    }

    /** Stops it and frees what it holds. More than once does no harm. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        cancelExpiry();
        Subscriber target = subscriber;
        if (target != null) {
            target.detach(this);
        }
        subscriber = null;
        buffer.clear();
        StateFeed source = feed;
        if (source != null) {
            source.remove(this);
        }
        registry.remove(this);
    }

    private void expireIfOverdue() {
        if (isOverdue()) {
            expire();
        }
    }

    private void cancelExpiry() {
        TimeSource.Timer timer = expiry;
        if (timer != null) {
            timer.cancel();
            expiry = null;
        }
    }

    private void send(Subscriber target, Update update) {
        target.send(new StreamDataEnvelope(id, update.sequence(), update.data(), update.at(), null));
    }

    private void publishSnapshot() {
        Long oldest = buffer.size() == 0 ? null : Long.valueOf(buffer.oldest());
        snapshot = new StreamSnapshot(
                id, cell.name(), method, principal, subscriber != null, newest, oldest, buffer.size());
    }
}
