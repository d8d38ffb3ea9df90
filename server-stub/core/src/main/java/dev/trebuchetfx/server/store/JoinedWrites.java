// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A place where the writes of several threads come together, so that a database commits those that have waited in one transaction. A write
 * that meets no other is stored at once; a thread that finds another one storing waits, and one of those that waited then stores for
 * all of them.
 *
 * <p>Safe for use by any thread; a lock guards the writes that wait. They are as many as the threads that have called {@link #store}.
 *
 * @param <W> the type of a write
 * @param <R> the type of the result of a write
 */
public final class JoinedWrites<W, R> {
    private static final int MOST_WRITES = 64;
    private static final int MOST_BYTES = 1 << 20;

    private final int mostAtOnce;
    private final ToIntFunction<W> bytes;
    private final Together<W, R> together;
    private final Function<W, R> alone;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting<W, R>> waiting = new ArrayDeque<>();
    private int storing;

    /**
     * A way to store writes in one transaction, in which no write waits for what others hold.
     *
     * @param <W> the type of a write
     * @param <R> the type of the result of a write
     */
    @FunctionalInterface
    public interface Together<W, R> {
        /**
         * Stores writes.
         *
         * @param writes one or more
         * @return the result of each in the same order; null for one that was not stored, which is then stored by itself and finds the reason
         * @throws RuntimeException if the outcome is not known
         */
        List<@Nullable R> store(List<W> writes);
    }

    /** A write of a thread that waits. Guarded by the lock. */
    private static final class Waiting<W, R> {
        final W write;
        final Condition changed;
        /** A flag that is true while its thread stores, or is about to. */
        boolean stores;

        boolean settled;

        @Nullable
        R result;

        @Nullable
        Throwable failure;

        Waiting(W write, Condition changed) {
            this.write = write;
            this.changed = changed;
        }
    }

    /**
     * Creates a place without writes.
     *
     * @param mostAtOnce the most threads that store at one time, 1 or more: two let one transaction prepare while the other one is flushed
     * @param bytes returns the size of a write
     * @param together stores writes
     * @param alone stores a write that {@code together} did not store, however long it has to wait; called beside all others
     */
    public JoinedWrites(int mostAtOnce, ToIntFunction<W> bytes, Together<W, R> together, Function<W, R> alone) {
        this.mostAtOnce = mostAtOnce;
        this.bytes = bytes;
        this.together = together;
        this.alone = alone;
    }

    /** Stores a write, and returns or throws as the way does in which it was stored. */
    public R store(W write) {
        Waiting<W, R> mine = new Waiting<>(write, lock.newCondition());
        lock.lock();
        try {
            waiting.addLast(mine);
            if (storing < mostAtOnce) {
                storing++;
                mine.stores = true;
            }
            while (!mine.settled) {
                if (!mine.stores) {
                    mine.changed.awaitUninterruptibly();
                } else if (waiting.isEmpty()) {
                    // Another thread is just storing this write, and nothing else is to be done.
                    handOver(mine);
                } else {
                    storeSome();
                }
            }
            if (mine.stores) {
                handOver(mine);
            }
        } finally {
            lock.unlock();
        }
        return outcome(mine);
    }

    /** Lets a thread that waits store in place of this one. */
    private void handOver(Waiting<W, R> mine) {
        mine.stores = false;
        for (Waiting<W, R> next : waiting) {
            if (!next.stores) {
                next.stores = true;
                next.changed.signal();
                return;
            }
        }
        storing--;
    }

    /** Stores those that have waited longest, without the lock meanwhile. */
    private void storeSome() {
        List<Waiting<W, R>> some = new ArrayList<>();
        long size = 0;
        Waiting<W, R> next;
        while (some.size() < MOST_WRITES
                && (next = waiting.peekFirst()) != null
                && (some.isEmpty() || size + bytes.applyAsInt(next.write) <= MOST_BYTES)) {
            size += bytes.applyAsInt(next.write);
            some.add(waiting.removeFirst());
        }
        List<@Nullable R> results = Collections.nCopies(some.size(), null);
        Throwable failure = null;
        lock.unlock();
        try {
            List<@Nullable R> stored =
                    together.store(some.stream().map(each -> each.write).toList());
            if (stored.size() != some.size()) {
                throw new IllegalStateException(
                        "expected " + some.size() + " results of writes but found " + stored.size());
            }
            results = stored;
        } catch (Throwable e) {
            failure = e;
        } finally {
            lock.lock();
        }
        for (int i = 0; i < some.size(); i++) {
            Waiting<W, R> each = some.get(i);
            each.settled = true;
            each.result = results.get(i);
            each.failure = failure;
            each.changed.signal();
        }
    }

    private R outcome(Waiting<W, R> mine) {
        return switch (mine.failure) {
            case null -> mine.result == null ? alone.apply(mine.write) : mine.result;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        };
    }
}
