// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.server.store.StateVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The former versions of one actor's state that are wanted again, mostly by streams that come back. The newest few are kept, and one reading
 * of the log runs at a time, so that many streams that come back at once read it once.
 *
 * <p>Confined to the turns of the keeper's actor.
 */
final class Histories {
    /** The most versions that are kept; a stream that was cut off shortly has missed fewer. */
    private static final int MAX_KEPT = 16;

    /** The most bytes of JSON that they have together. */
    private static final long MAX_KEPT_BYTES = 256 << 10;

    private final StateKeeper keeper;
    private final StoreAccess access;
    private final Deque<HeldState> kept = new ArrayDeque<>();
    private final Queue<Wanted> waiting = new ArrayDeque<>();
    private long keptBytes;
    private boolean reading;

    private record Wanted(StateVersion from, int limit, Consumer<History.Result> done) {}

    Histories(StateKeeper keeper, StoreAccess access) {
        this.keeper = keeper;
        this.access = access;
    }

    /** Keeps a version that has become the newest one. */
    void add(HeldState newest) {
        StateVersion version = newest.version();
        HeldState last = kept.peekLast();
        if (version == null || (last != null && !last.isBefore(version))) {
            clear();
        }
        long size = newest.json().size();
        while (!kept.isEmpty() && (kept.size() == MAX_KEPT || keptBytes + size > MAX_KEPT_BYTES)) {
            forget(kept.removeFirst());
        }
        if (version != null && size <= MAX_KEPT_BYTES && access.takeRoom(size)) {
            kept.addLast(newest);
            keptBytes += size;
        } else {
            clear();
        }
    }

    /** Forgets what is kept. */
    void clear() {
        while (!kept.isEmpty()) {
            forget(kept.removeFirst());
        }
    }

    private void forget(HeldState old) {
        keptBytes -= old.json().size();
        access.giveBackRoom(old.json().size());
    }

    /** Reads former versions, as {@link StateKeeper#history} says. */
    void read(StateVersion from, int limit, Consumer<History.Result> done) {
        waiting.add(new Wanted(from, limit, done));
        goOn();
    }

    private void goOn() {
        if (!reading) {
            next();
        }
    }

    private void next() {
        // A loop, since what is kept is found at once, and many may want it.
        Wanted wanted;
        while ((wanted = waiting.poll()) != null) {
            List<HeldState> known = known(wanted.from());
            if (known == null) {
                readLog(wanted);
                return;
            }
            try {
                wanted.done().accept(new History.Result.Read(known));
            } catch (RuntimeException | Error e) {
                keeper.turns().execute(this::goOn);
                throw e;
            }
        }
    }

    private void readLog(Wanted wanted) {
        reading = true;
        new History(keeper, access, wanted.from(), wanted.limit(), result -> {
                    reading = false;
                    if (result instanceof History.Result.Read read) {
                        keep(read.states());
                    }
                    try {
                        wanted.done().accept(result);
                        if (result instanceof History.Result.Read read) {
                            share(read.states());
                        }
                    } finally {
                        next();
                    }
                })
                .read();
    }

    /** Gives what was read to all who wait for a part of it. */
    private void share(List<HeldState> states) {
        for (int left = waiting.size(); left > 0; left--) {
            Wanted other = waiting.remove();
            int from = indexOf(other.from(), states);
            if (from < 0) {
                waiting.add(other);
            } else {
                other.done().accept(new History.Result.Read(states.subList(from, states.size())));
            }
        }
    }

    private static int indexOf(StateVersion wanted, List<HeldState> states) {
        StateVersion first = states.getFirst().version();
        long index = first == null || !first.isOfSameLife(wanted) ? -1 : wanted.number() - first.number();
        return index >= 0 && index < states.size() ? (int) index : -1;
    }

    /** Keeps versions that were read, so that who waits for the same finds them. */
    private void keep(List<HeldState> states) {
        clear();
        states.subList(Math.max(0, states.size() - MAX_KEPT), states.size()).forEach(this::add);
    }

    /** Returns a version and all that follow it, if they are kept; otherwise null. */
    private @Nullable List<HeldState> known(StateVersion from) {
        HeldState held = keeper.held();
        HeldState last = kept.peekLast();
        if (held == null || last == null || !Objects.equals(held.version(), last.version())) {
            return null;
        }
        List<HeldState> known = new ArrayList<>();
        Iterator<HeldState> newestFirst = kept.descendingIterator();
        while (newestFirst.hasNext()) {
            HeldState state = newestFirst.next();
            known.addFirst(state);
            if (from.equals(state.version())) {
                return known;
            }
        }
        return null;
    }
}
