// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A listener that follows some actors as a node does: it reads the versions of all of them after each {@link #connected}, and of one after each change
 * of it, and never otherwise. What it was not told it does not know.
 *
 * <p>Safe for use by any thread.
 */
public final class StateFollower implements StateChangeSource.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STEP_MILLIS = 20;

    private final ActorStateStore store;
    private final Set<String> actors;

    /** Guards the lists and sets below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<String> events = new ArrayList<>();
    private final List<StateChange> changes = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private final Set<String> suspects = new HashSet<>();

    /** Guards what is known, so that an older reading never replaces a newer one. */
    private final ReentrantLock reading = new ReentrantLock();

    private final Map<String, StateVersion> known = new HashMap<>();
    private final Semaphore told = new Semaphore(0);

    /**
     * Makes a follower that knows nothing yet.
     *
     * @param store the store that it reads
     * @param actors the actors that it follows
     */
    public StateFollower(ActorStateStore store, Collection<String> actors) {
        this.store = store;
        this.actors = Set.copyOf(actors);
    }

    @Override
    public void connected() {
        keep("connected", () -> suspects.addAll(actors));
    }

    @Override
    public void changed(StateChange change) {
        keep("changed " + change.actor() + " " + change.number(), () -> {
            changes.add(change);
            if (actors.contains(change.actor())) {
                suspects.add(change.actor());
            }
        });
    }

    @Override
    public void disconnected(String why) {
        keep("disconnected " + why, () -> {});
    }

    @Override
    public void malformed(String what) {
        keep("malformed " + what, () -> malformed.add(what));
    }

    private void keep(String event, Runnable more) {
        locked(() -> {
            events.add(event);
            more.run();
            return event;
        });
        told.release();
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Returns all calls so far, such as {@code connected}, {@code changed ACTOR NUMBER} and {@code disconnected REASON}. */
    public List<String> events() {
        return locked(() -> List.copyOf(events));
    }

    /** Returns the changes that it was told of, also of actors that it does not follow. */
    public List<StateChange> changes() {
        return locked(() -> List.copyOf(changes));
    }

    /** Returns what it was told to be no news. */
    public List<String> malformed() {
        return locked(() -> List.copyOf(malformed));
    }

    /** Returns how often it was told to be connected. */
    public long connections() {
        return count("connected");
    }

    /** Returns how often it was told to be disconnected. */
    public long disconnections() {
        return count("disconnected ");
    }

    private long count(String start) {
        return locked(
                () -> events.stream().filter(event -> event.startsWith(start)).count());
    }

    /**
     * Reads what it was told to have changed, if the store answers.
     *
     * @return the versions that it knows, by their actors
     */
    public Map<String, StateVersion> known() {
        reading.lock();
        try {
            Set<String> read = locked(() -> {
                Set<String> all = Set.copyOf(suspects);
                suspects.clear();
                return all;
            });
            try {
                Map<String, StateVersion> newest = store.newestVersions(read);
                known.keySet().removeAll(read);
                known.putAll(newest);
            } catch (StateStoreException e) {
                locked(() -> suspects.addAll(read));
            }
            return Map.copyOf(known);
        } finally {
            reading.unlock();
        }
    }

    /**
     * Waits until it knows these versions and no others.
     *
     * @throws AssertionError if that is not so within 30 seconds, or the thread is interrupted
     */
    public void awaitKnown(Map<String, StateVersion> expected) {
        await(() -> known().equals(expected), () -> "to know " + expected + " but knew " + known());
    }

    /** Waits until a condition holds, and looks at it whenever it is told something. Fails as {@link #awaitKnown} does. */
    void await(BooleanSupplier condition, Supplier<String> expected) {
        for (long left = PATIENCE.toMillis() / STEP_MILLIS; !condition.getAsBoolean(); left--) {
            if (left == 0) {
                throw new AssertionError(
                        "expected " + expected.get() + " within " + PATIENCE + ", after these calls: " + newest());
            }
            awaitNews();
        }
    }

    private void awaitNews() {
        try {
            if (told.tryAcquire(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                told.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("a test was interrupted while it waited for news", e);
        }
    }

    private List<String> newest() {
        List<String> all = events();
        return all.subList(Math.max(0, all.size() - 20), all.size());
    }
}
