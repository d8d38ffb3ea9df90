// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.server.store.LogEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one actor, one at a time and in order. A step runs in a turn, then its state is stored, and in a later turn it is shown and
 * answered; other turns of the actor, such as those of its streams, go on between. Steps that waited during a write are stored together by
 * the next one. Where writes may wait, steps are answered first, and stored together later.
 *
 * <p>Confined to the turns of the keeper's actor.
 */
final class StepQueue {
    private final StateKeeper keeper;
    private final StoreAccess access;
    private final Supplier<UUID> ids;
    private final Duration writeBehind;
    private final InPlaceCheck inPlace;
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private @Nullable StepGroup group;
    private boolean busy;
    private int writing;
    private boolean storesAtOnce;
    private final List<Runnable> whenIdle = new ArrayList<>();

    /** @param writeBehind the longest time for which a write waits for more steps, which are answered before; zero for none */
    StepQueue(StateKeeper keeper, StoreAccess access, Supplier<UUID> ids, Duration writeBehind) {
        this.keeper = keeper;
        this.access = access;
        this.ids = ids;
        this.writeBehind = writeBehind;
        this.inPlace = new InPlaceCheck(keeper.actor(), keeper.form());
    }

    boolean isIdle() {
        return !busy && attempts.isEmpty();
    }

    /** Returns the number of versions that the write makes that is under way; 0 if none is. */
    int writing() {
        return writing;
    }

    void writes(int versions) {
        writing = versions;
    }

    void add(StoredStep step, Runnable ended) {
        attempts.add(new Attempt(step, ended, ids.get(), keeper.loads()));
        if (!busy) {
            next();
        } else if (group != null) {
            group.takeMore();
        }
    }

    /** Returns the longest time for which a write waits for more steps; zero where it does not. */
    Duration writeBehind() {
        return storesAtOnce ? Duration.ZERO : writeBehind;
    }

    /** Lets no write wait from now on, and calls {@code done} when no step is under way. */
    void storeNow(Runnable done) {
        storesAtOnce = true;
        if (!busy) {
            done.run();
            return;
        }
        whenIdle.add(done);
        if (group != null) {
            group.store();
        }
    }

    /** Hears of a version that was taken over, which one of the steps may have made elsewhere. */
    void heard(LogEntry entry) {
        attempts.forEach(attempt -> attempt.heard(entry));
        if (group != null) {
            group.heard(entry);
        }
    }

    /** Goes on with the steps that wait. */
    void next() {
        // A loop, since steps that store nothing end at once, and there may be many.
        busy = true;
        Attempt attempt;
        while ((attempt = attempts.poll()) != null) {
            group = new StepGroup(this, keeper, access, inPlace, attempt);
            group.begin();
            if (!group.isOver()) {
                group.goOnLater();
                return;
            }
        }
        busy = false;
        group = null;
        List<Runnable> waiting = List.copyOf(whenIdle);
        whenIdle.clear();
        waiting.forEach(Runnable::run);
    }

    /**
     * Takes the step that waits longest, if it may be stored together with others; null otherwise.
     *
     * @param looked whether only a step will do that need not be looked for in the log
     */
    @Nullable
    Attempt takeForGroup(boolean looked) {
        Attempt first = attempts.peek();
        return first != null
                        && first.canJoin()
                        && !(looked && (first.done() != null || first.mayBeDone(keeper.loads())))
                ? attempts.poll()
                : null;
    }

    /** Returns whether steps wait. */
    boolean hasMore() {
        return !attempts.isEmpty();
    }

    /** Lets these steps wait again, before all others. */
    void putBack(List<Attempt> group) {
        group.reversed().forEach(attempts::addFirst);
    }
}
