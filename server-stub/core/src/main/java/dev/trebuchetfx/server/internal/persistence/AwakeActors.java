// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keepers that are awake on this server, and the change source that tells them of what others store. Whenever changes may have been
 * missed, the newest versions of all of them are compared. Safe for use by any thread.
 */
public final class AwakeActors implements StateChangeSource.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(AwakeActors.class);
    private static final int BATCH = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** The failures in a row of a question about one actor after which it is left to itself, so that no other waits for it. */
    private static final int MOST_FAILURES = 4;

    private final StoreAccess access;
    private final Map<String, Set<StateKeeper>> keepers = new ConcurrentHashMap<>();
    /** The number of times that hearing began or ended, so that a comparison that is overtaken is not believed. */
    private final AtomicLong spans = new AtomicLong();

    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private volatile @Nullable String deafness = "the server does not hear yet of changes that others make";

    public AwakeActors(StoreAccess access) {
        this.access = access;
    }

    /** Returns whether changes are heard, and those that were missed before have been looked for. */
    public boolean isHearing() {
        return deafness == null;
    }

    /** Returns the reason why changes by others are not heard, in words for the users of a client; null where they are. */
    @Nullable
    String deafness() {
        return deafness;
    }

    /** Returns the number of actors that are awake. */
    public int count() {
        return keepers.size();
    }

    /** Returns the number of changes that were heard. */
    public long heardTotal() {
        return heard.get();
    }

    /** Returns the number of news that could not be understood. */
    public long malformedTotal() {
        return malformed.get();
    }

    void add(StateKeeper keeper) {
        keepers.compute(keeper.actor(), (name, known) -> {
            Set<StateKeeper> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(keeper);
            return all;
        });
    }

    void remove(StateKeeper keeper) {
        keepers.computeIfPresent(keeper.actor(), (name, all) -> {
            all.remove(keeper);
            return all.isEmpty() ? null : all;
        });
    }

    void unreadable(StateKeeper keeper, HeldState state) {
        LOG.warn(
                "Version {} of the actor '{}' can't be read: {}. Its streams show the version before, as stale, until a newer one can be read",
                state.version(),
                keeper.actor(),
                state.problem());
    }

    /** Ends comparisons that are under way, or would be tried again: the server is closed, and its store may be. */
    public void close() {
        spans.incrementAndGet();
    }

    @Override
    public void connected() {
        long span = spans.incrementAndGet();
        compare(span, new ArrayList<>(keepers.keySet()), 0, BATCH, 0);
    }

    @Override
    public void changed(StateChange change) {
        heard.incrementAndGet();
        for (StateKeeper keeper : keepers.getOrDefault(change.actor(), Set.of())) {
            keeper.hear(change.number());
        }
    }

    @Override
    public void disconnected(String why) {
        spans.incrementAndGet();
        deafness = "the server does not hear of changes that others make, or hears of them too late";
        review();
        LOG.warn(
                "Changes by others are not heard any more, or too late: {}. Streams of stored actors are not vouched for until they are",
                why);
    }

    @Override
    public void malformed(String what) {
        malformed.incrementAndGet();
        LOG.warn("Ignored news of a change that could not be understood: {}", what);
    }

    /**
     * @param size the most actors that are asked for at once
     * @param failures the failures in a row of a question about the first one alone
     */
    private void compare(long span, List<String> actors, int from, int size, int failures) {
        if (span != spans.get()) {
            return;
        }
        if (from >= actors.size()) {
            deafness = null;
            // Behind the comparisons in each keeper's turns, so that those that are behind know it.
            review();
            return;
        }
        List<String> batch = actors.subList(from, Math.min(from + size, actors.size()));
        access.ask(store -> store.newestVersions(batch), Runnable::run, (versions, failure) -> {
            if (versions != null) {
                batch.forEach(actor -> compare(actor, versions.get(actor)));
                compare(span, actors, from + batch.size(), Math.min(2 * size, BATCH), 0);
            } else if (batch.size() > 1) {
                // One of them may have what nobody can read, which must not keep the others from being vouched for.
                retry(span, actors, from, batch.size() / 2, 0, failure);
            } else if (failures + 1 < MOST_FAILURES) {
                retry(span, actors, from, 1, failures + 1, failure);
            } else {
                leave(batch.getFirst(), failure);
                compare(span, actors, from + 1, 1, 0);
            }
        });
    }

    /** Lets an actor read what is stored by itself, again and again; until it has, its streams are not vouched for. */
    private void leave(String actor, @Nullable Throwable failure) {
        LOG.warn(
                "The newest version of the actor '{}' could not be read: {}. Its streams are stale until it can be",
                actor,
                described(failure));
        keepers.getOrDefault(actor, Set.of()).forEach(StateKeeper::doubted);
    }

    private void review() {
        keepers.values().forEach(all -> all.forEach(StateKeeper::hearingChanged));
    }

    private void compare(String actor, @Nullable StateVersion newest) {
        for (StateKeeper keeper : keepers.getOrDefault(actor, Set.of())) {
            keeper.compare(newest);
        }
    }

    private void retry(long span, List<String> actors, int from, int size, int failures, @Nullable Throwable failure) {
        LOG.warn("The newest versions could not be read: {}. Trying again", described(failure));
        TimeSource time = access.time();
        long pause = Math.min(FIRST_PAUSE.toMillis() << Math.min(failures, 10), LONGEST_PAUSE.toMillis());
        time.schedule(Duration.ofMillis(pause), () -> compare(span, actors, from, size, failures));
    }

    private static String described(@Nullable Throwable failure) {
        return failure == null ? "no answer" : ForeignCode.describe(failure);
    }
}
