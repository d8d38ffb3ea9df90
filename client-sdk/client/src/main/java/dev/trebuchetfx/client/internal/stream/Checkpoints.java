// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's side of its checkpoint store. It knows which stream has which checkpoint, and passes the store's reports on.
 *
 * <p>Owned by the client's loop, except for {@link #store}, which any thread may call.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Settings settings;
    private final TimeSource time;
    private final Executor loop;
    private final TapHub taps;
    private final Map<StreamKey, StoredCheckpoint> stored = new HashMap<>();
    private final Set<StreamKey> owned = new HashSet<>();
    private final Registration reports;

    /**
     * The settings by which checkpoints are kept.
     *
     * @param scope the owner of the states; see {@link StreamKey}
     * @param maxAge the age up to which a checkpoint is resumed from
     */
    public record Settings(CheckpointStore store, String scope, Duration maxAge) {
        /**
         * Returns settings.
         *
         * @param scope null for the endpoint, without its query
         */
        public static Settings of(CheckpointStore store, @Nullable String scope, URI endpoint, Duration maxAge) {
            if (scope != null) {
                return new Settings(store, scope, maxAge);
            }
            String query = endpoint.getRawQuery();
            String whole = endpoint.toString();
            return new Settings(
                    store, query == null ? whole : whole.substring(0, whole.length() - query.length() - 1), maxAge);
        }
    }

    /** Creates the client's side and reads what the store has; blocks while it does. */
    public Checkpoints(Settings settings, TimeSource time, Executor loop, TapHub taps) {
        this.settings = settings;
        this.time = time;
        this.loop = loop;
        this.taps = taps;
        CheckpointStore store = settings.store();
        this.reports = attempt("onReport", () -> store.onReport(this::reported), () -> {});
        // The collection that the store gives may fail as well, while it is walked through.
        attempt("load", () -> store.load().forEach(checkpoint -> stored.put(checkpoint.key(), checkpoint)));
    }

    /**
     * Returns the track of a stream that begins. The first stream with a key has its checkpoint; as long as that one lasts, another
     * stream with the same key begins with nothing and leaves nothing.
     */
    CheckpointTrack claim(StreamRequest request) {
        StreamKey key = new StreamKey(
                settings.scope(), request.actor(), request.targetIdentifier(), request.filter(), request.arguments());
        return owned.add(key)
                ? new CheckpointTrack(key, stored.remove(key), this, time)
                : CheckpointTrack.ofNobody(key, this, time);
    }

    /** Gives a stream another key from now on; returns false if another stream has that one. */
    boolean exchange(StreamKey before, StreamKey after) {
        owned.remove(before);
        stored.remove(after);
        return owned.add(after);
    }

    void release(StreamKey key) {
        owned.remove(key);
    }

    /** Returns the age up to which a checkpoint is resumed from. */
    Duration maxAge() {
        return settings.maxAge();
    }

    /** Lets the store write what is left, and hears no more of its reports. The store goes on: its opener closes it. */
    public void close() {
        attempt("flush", settings.store()::flush);
        attempt("onReport", reports::close);
    }

    /** Returns the owner of what is kept. */
    public String scope() {
        return settings.scope();
    }

    /** Returns the calls of an actor that an earlier run has left, and forgets that it had them; the store keeps them. */
    public List<StoredCheckpoint> takeCalls(ActorId actor) {
        List<StoredCheckpoint> calls = stored.values().stream()
                .filter(each -> each.key().isOfCall())
                .filter(each ->
                        each.key().scope().equals(scope()) && each.key().actor().equals(actor))
                .toList();
        calls.forEach(each -> stored.remove(each.key()));
        return calls;
    }

    /** Keeps a call. Any thread. */
    public void keep(StoredCheckpoint call) {
        store(store -> store.save(call));
    }

    /** Forgets a call. Any thread. */
    public void forget(StreamKey call) {
        store(store -> store.remove(call));
    }

    /** Writes what is kept, and returns a future that is completed when that is done or has failed. Any thread. */
    public CompletableFuture<?> flushed() {
        CompletableFuture<?> done =
                attempt("flushed", settings.store()::flushed, CompletableFuture.completedFuture(null));
        return done.exceptionally(e -> null);
    }

    /** Changes the store; an exception that it throws is reported. */
    void store(Change change) {
        attempt("a change", () -> change.on(settings.store()));
    }

    /** A change of a store. */
    @FunctionalInterface
    interface Change {
        void on(CheckpointStore store);
    }

    private void attempt(String what, Runnable action) {
        attempt(
                what,
                () -> {
                    action.run();
                    return "";
                },
                "");
    }

    private <T> T attempt(String what, Supplier<T> action, T otherwise) {
        try {
            return action.get();
        } catch (Throwable e) {
            reported(new CheckpointReport.Problem(
                    CheckpointReport.Kind.FAILED,
                    "the checkpoint store " + settings.store().getClass().getName() + " failed on " + what + ": "
                            + ForeignCode.describeWithKind(e)
                            + "; it must report what goes wrong and not throw",
                    e));
            return otherwise;
        }
    }

    private void reported(CheckpointReport report) {
        if (report instanceof CheckpointReport.Problem problem) {
            LOG.warn("{}", problem.what());
            if (problem.cause() != null && LOG.isDebugEnabled()) {
                ForeignCode.log(LOG, "The cause of it", problem.cause());
            }
        }
        if (taps.isActive()) {
            loop.execute(() -> taps.emit(
                    switch (report) {
                        case CheckpointReport.Written written ->
                            new TapEvent.CheckpointsWritten(TapEvent.instant(time.epochNanos()), written);
                        case CheckpointReport.Problem problem ->
                            new TapEvent.CheckpointsImpaired(TapEvent.instant(time.epochNanos()), problem);
                    }));
        }
    }
}
