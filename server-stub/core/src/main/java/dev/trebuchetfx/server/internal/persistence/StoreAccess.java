// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store, asked off the actors' turns. Each question is answered once and in time, whatever the store does. Safe for use by any thread.
 */
public final class StoreAccess {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAccess.class);

    private static final Duration QUIET = Duration.ofSeconds(10);

    /** The most questions that a store has not answered; more are refused, since a store that hangs would take a thread for each. */
    private static final int MAX_OPEN = 1_000;

    private static final long MAX_FORMER_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private static final long MAX_HELD_BYTES = Runtime.getRuntime().maxMemory() / 8;

    private final ActorStateStore store;
    private final Executor executor;
    private final TimeSource time;
    private final Duration limit;
    private final boolean shared;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong formerBytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean quiet = new AtomicBoolean();
    private final HeldRoom heldRoom;

    /**
     * @param executor lends the threads on which the store is asked
     * @param limit the time in which the store must answer
     * @param shared whether the store outlives the server or other servers have it too, so that positions in its logs are of use to clients
     */
    public StoreAccess(ActorStateStore store, Executor executor, TimeSource time, Duration limit, boolean shared) {
        this.store = store;
        this.executor = executor;
        this.time = time;
        this.limit = limit;
        this.shared = shared;
        // The store in memory bounds all states, also those that no actor holds.
        this.heldRoom = new HeldRoom(shared ? MAX_HELD_BYTES : Long.MAX_VALUE);
    }

    boolean isShared() {
        return shared;
    }

    ActorStateStore store() {
        return store;
    }

    TimeSource time() {
        return time;
    }

    HeldRoom heldRoom() {
        return heldRoom;
    }

    /**
     * Loads a state.
     *
     * @param takesIn whether the actor holds none yet, so that there has to be room for the state from the moment in which it is read
     */
    void load(
            String actor,
            boolean takesIn,
            Executor turns,
            BiConsumer<@Nullable StoredState, @Nullable Throwable> answer) {
        if (!takesIn) {
            ask(store -> store.loadWithVersion(actor), turns, answer);
            return;
        }
        ask(
                store -> {
                    StoredState stored = store.loadWithVersion(actor);
                    heldRoom.takeIn(sizeOf(stored));
                    return stored;
                },
                dropped -> heldRoom.change(-sizeOf(dropped)),
                turns,
                (stored, failure) -> {
                    try {
                        answer.accept(stored, failure);
                    } finally {
                        // Whoever holds it by now has noted that.
                        heldRoom.change(-sizeOf(stored));
                    }
                });
    }

    private static long sizeOf(@Nullable StoredState stored) {
        return stored == null ? 0 : stored.json().size();
    }

    /**
     * Takes up room for a former state that is read back. All readings share a sixteenth of the heap, since any client may ask for one.
     *
     * @return false if there is no room
     */
    boolean takeRoom(long bytes) {
        if (formerBytes.addAndGet(bytes) <= MAX_FORMER_BYTES) {
            return true;
        }
        formerBytes.addAndGet(-bytes);
        return false;
    }

    void giveBackRoom(long bytes) {
        formerBytes.addAndGet(-bytes);
    }

    /**
     * Logs that the store does not do what an actor needs: one line in 10 s, since all actors may meet it at once.
     *
     * @param what a sentence without its full stop
     */
    void warn(String what, Throwable why) {
        if (quiet.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: {}. Further lines of this kind are left out for {} s",
                    what,
                    ForeignCode.describe(why),
                    QUIET.toSeconds());
            time.schedule(QUIET, () -> quiet.set(false));
        }
    }

    /** Counts calls that were answered before they were stored, and then could not be. */
    void lose(int calls) {
        lost.addAndGet(calls);
    }

    /** Returns the number of calls that were answered before they were stored, and then could not be. */
    public long lostTotal() {
        return lost.get();
    }

    /** Returns the number of questions that the store has not answered. */
    public int open() {
        return open.get();
    }

    /**
     * Asks the store.
     *
     * @param turns where the answer is heard
     * @param answer hears the answer, or the failure as the second argument
     */
    public <T> void ask(
            Function<ActorStateStore, @Nullable T> question,
            Executor turns,
            BiConsumer<@Nullable T, @Nullable Throwable> answer) {
        ask(question, dropped -> {}, turns, answer);
    }

    private <T> void ask(
            Function<ActorStateStore, @Nullable T> question,
            Consumer<@Nullable T> whenDropped,
            Executor turns,
            BiConsumer<@Nullable T, @Nullable Throwable> answer) {
        Answer<T> once = new Answer<>(turns, answer);
        if (open.incrementAndGet() > MAX_OPEN) {
            open.decrementAndGet();
            once.give(
                    null,
                    new StateStoreException(
                            "the store has not answered " + MAX_OPEN + " questions; try again later", null));
            return;
        }
        once.timer = time.schedule(
                limit,
                () -> once.give(
                        null,
                        new StateStoreException("the store did not answer within " + limit.toMillis() + " ms", null)));
        try {
            executor.execute(() -> {
                try {
                    T value = question.apply(store);
                    if (!once.give(value, null)) {
                        whenDropped.accept(value);
                    }
                } catch (Throwable e) {
                    once.give(null, e);
                } finally {
                    open.decrementAndGet();
                }
            });
        } catch (Throwable e) {
            open.decrementAndGet();
            once.give(null, e);
        }
    }

    /** An answer that is given once: what comes after it is dropped, such as that of a store that was too slow. */
    private static final class Answer<T> {
        private final Executor turns;
        private final BiConsumer<@Nullable T, @Nullable Throwable> listener;
        private final AtomicBoolean given = new AtomicBoolean();
        volatile TimeSource.@Nullable Timer timer;

        Answer(Executor turns, BiConsumer<@Nullable T, @Nullable Throwable> listener) {
            this.turns = turns;
            this.listener = listener;
        }

        /** Gives the answer; false if there was one before. */
        boolean give(@Nullable T value, @Nullable Throwable failure) {
            if (given.compareAndSet(false, true)) {
                TimeSource.Timer running = timer;
                if (running != null) {
                    running.cancel();
                }
                turns.execute(() -> listener.accept(value, failure));
                return true;
            }
            return false;
        }
    }
}
