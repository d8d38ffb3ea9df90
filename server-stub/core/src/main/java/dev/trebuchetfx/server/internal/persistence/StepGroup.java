// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps of one actor that are stored by one write: a step, and those that wait behind it. Each runs on what the one before has set, makes a
 * version of its own, and is shown and answered when all are stored. After a conflict all run again. Where the write may wait, they are answered as
 * soon as they have run.
 *
 * <p>Confined to the turns of the keeper's actor.
 */
final class StepGroup {
    private static final Logger LOG = LoggerFactory.getLogger(StepGroup.class);

    /** The most runs of one step, after which its caller hears of the conflict. */
    private static final int MAX_RUNS = 20;

    /** The time after which a step is given up whose outcome can't be found out. */
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

    private static final long LONGEST_PAUSE_MILLIS = 200;

    /** The most times that steps are looked for, since a state was loaded again meanwhile. */
    private static final int MAX_LOOKS = 100;

    private static final int MAX_STEPS = 64;
    private static final long MAX_BYTES = 1L << 20;
    /** The time after which no further step joins, since the first one waits for its answer, and streams of the actor wait for their turn. */
    private static final Duration LONGEST_TURN = Duration.ofMillis(5);

    private final StepQueue queue;
    private final StateKeeper keeper;
    private final StoreAccess access;
    private final InPlaceCheck inPlace;
    private final List<Attempt> attempts = new ArrayList<>();
    private final StagedStates staged;
    private long begunAt;
    private int runs;
    private int looks;
    /** The state on which the steps have run, while their write waits for more of them; null while it does not. */
    private @Nullable HeldState waitsOn;

    private TimeSource.@Nullable Timer waiting;

    private boolean over;
    /** A flag that is true once the group goes on in another turn than the one in which it began. */
    private boolean later;

    StepGroup(StepQueue queue, StateKeeper keeper, StoreAccess access, InPlaceCheck inPlace, Attempt first) {
        this.queue = queue;
        this.keeper = keeper;
        this.access = access;
        this.inPlace = inPlace;
        this.staged = new StagedStates(keeper, access);
        attempts.add(first);
    }

    void heard(LogEntry entry) {
        attempts.forEach(attempt -> attempt.heard(entry));
    }

    boolean isOver() {
        return over;
    }

    /** Notes that it goes on by itself, and then lets the queue go on. */
    void goOnLater() {
        later = true;
    }

    void begin() {
        begunAt = access.time().nanoTime();
        wake();
    }

    private void wake() {
        keeper.whenAwake(failure -> {
            if (failure != null) {
                fail(failure);
            } else {
                run();
            }
        });
    }

    private void run() {
        HeldState held = keeper.held();
        if (held == null) {
            wake();
            return;
        }
        if (held.value() == null) {
            fail(held.unreadable());
            return;
        }
        takeOut(Attempt::done);
        if (attempts.isEmpty()) {
            end();
            return;
        }
        if (mayBeDone()) {
            lookFirst();
            return;
        }
        long start = access.time().nanoTime();
        runs++;
        staged.clear();
        for (int i = 0; i < attempts.size(); i++) {
            if (staged.bytes() >= MAX_BYTES) {
                List<Attempt> rest = attempts.subList(i, attempts.size());
                queue.putBack(rest);
                rest.clear();
            } else {
                run(attempts.get(i), held, held.value());
            }
        }
        takeMore(start, held, held.value());
        if (staged.isEmpty()) {
            succeed(held, List.of());
        } else if (mayWait()) {
            answerEarly(held);
            waitsOn = held;
            waiting = access.time()
                    .schedule(queue.writeBehind(), () -> keeper.turns().execute(this::store));
            storeIfDue(held);
        } else {
            save(held);
        }
    }

    private void takeMore(long start, HeldState held, Object heldValue) {
        while (hasRoom(start)) {
            Attempt next = queue.takeForGroup(true);
            if (next == null) {
                break;
            }
            attempts.add(next);
            run(next, held, heldValue);
        }
    }

    /** Takes the steps that wait behind, if its own write waits for more. */
    void takeMore() {
        HeldState held = waitsOn;
        if (held != null && held.value() != null) {
            takeMore(access.time().nanoTime(), held, held.value());
            answerEarly(held);
            storeIfDue(held);
        }
    }

    /** Stores what has waited for more steps. Does nothing where it does not wait. */
    void store() {
        HeldState held = waitsOn;
        if (held != null) {
            waitsOn = null;
            if (waiting != null) {
                waiting.cancel();
            }
            save(held);
        }
    }

    private void storeIfDue(HeldState held) {
        HeldState now = keeper.held();
        boolean isNewest = now != null && Objects.equals(now.version(), held.version());
        // Whoever waits behind has to be stored alone.
        if (!isNewest || attempts.size() >= MAX_STEPS || staged.bytes() >= MAX_BYTES || queue.hasMore()) {
            store();
        }
    }

    private boolean mayWait() {
        return runs == 1 && !queue.writeBehind().isZero() && attempts.getFirst().canJoin();
    }

    /** Answers the steps that have run. Those that set nothing are over, since nothing of them is stored: to run again on another state would change the answer. */
    private void answerEarly(HeldState held) {
        int before = 0;
        for (Attempt attempt : List.copyOf(attempts)) {
            tell(attempt, one -> one.answerEarly(version(held, one.writes())));
            if (attempt.writes() == before) {
                attempts.remove(attempt);
            }
            before = attempt.writes();
        }
    }

    /** Looks for the steps in the log, all that wait at once. */
    private void lookFirst() {
        if (++looks > MAX_LOOKS) {
            fail(new StateStoreException("the actor is deleted too often; try again later", null));
            return;
        }
        while (runs == 0 && attempts.getFirst().canJoin() && attempts.size() < MAX_STEPS) {
            Attempt next = queue.takeForGroup(false);
            if (next == null) {
                break;
            }
            attempts.add(next);
        }
        look(null);
    }

    /** Returns whether a further step may join: only in the first run, so that all have as many runs. */
    private boolean hasRoom(long start) {
        return runs == 1
                && !staged.isEmpty()
                && attempts.getFirst().canJoin()
                && attempts.size() < MAX_STEPS
                && staged.bytes() < MAX_BYTES
                && access.time().nanoTime() - start < LONGEST_TURN.toNanos();
    }

    private void run(Attempt attempt, HeldState held, Object heldValue) {
        Object seen = staged.isEmpty() ? heldValue : staged.last();
        Object result = null;
        Throwable failure = null;
        try {
            inPlace.check(seen);
            keeper.binding().begin(seen);
            Optional<Object> set;
            try {
                result = attempt.step().run();
            } finally {
                set = keeper.binding().end();
            }
            inPlace.check(seen);
            if (set.isPresent()) {
                staged.add(attempt, held, set.get(), attempt.step().kept(result));
            }
        } catch (Throwable e) {
            failure = e;
        }
        attempt.ran(result, failure, staged.size());
    }

    private void save(HeldState held) {
        List<StateWrite> writes = staged.writes();
        queue.writes(writes.size());
        access.<List<StoredState>>ask(
                store -> writes.size() == 1
                        ? List.of(store.saveIfVersion(keeper.actor(), held.version(), writes.getFirst()))
                        : store.saveAllIfVersion(keeper.actor(), held.version(), writes),
                keeper.turns(),
                (stored, failure) -> {
                    queue.writes(0);
                    if (stored != null) {
                        show(held, stored);
                    }
                    keeper.written();
                    if (stored != null) {
                        succeed(held, stored);
                    } else if (failure instanceof StateRefusedException && attempts.size() == 1) {
                        // Somebody may have put something else there, which the streams do not show.
                        keeper.lookAgain();
                        fail(failure);
                    } else {
                        again(failure);
                    }
                });
    }

    /** Shows what was stored, unless a reading of the log was quicker. */
    private void show(HeldState held, List<StoredState> all) {
        StateVersion before = held.version();
        for (int i = 0; i < all.size(); i++) {
            StoredState stored = all.get(i);
            HeldState now = keeper.held();
            if (now != null && Objects.equals(now.version(), before)) {
                keeper.adoptOwn(new HeldState(
                        stored.version(),
                        stored.writeId(),
                        stored.schema(),
                        StateValue.beforeDeltas(stored.json()),
                        staged.value(i),
                        null,
                        stored.storedAt()));
            }
            before = stored.version();
        }
    }

    /** Goes on after a write that was refused, or whose outcome is not known. */
    private void again(@Nullable Throwable why) {
        if (why instanceof StateVersionConflictException && mayRunAgain()) {
            runLater();
            return;
        }
        if (why != null && !(why instanceof StateVersionConflictException) && !(why instanceof StateRefusedException)) {
            access.warn(
                    "A write of the actor '" + keeper.actor() + "' failed, and is looked for before it is tried again",
                    why);
        }
        takeOver(why);
    }

    private boolean mayRunAgain() {
        return runs < MAX_RUNS && attempts.getFirst().step().mayRunAgain();
    }

    /** Runs the steps again after a pause. The newest state is read after it: a function hears of nothing that comes meanwhile. */
    private void runLater() {
        pause(runs, () -> takeOver(null));
    }

    /**
     * Takes over what there is now, and looks for the writes.
     *
     * @param why the failure with which the steps end where they may not run again; null if they may
     */
    private void takeOver(@Nullable Throwable why) {
        keeper.refresh(unread -> {
            if (unread != null) {
                // Its streams must not seem to be vouched for meanwhile.
                keeper.lookAgain();
                tryLater(unread, () -> takeOver(why));
            } else if (why == null) {
                run();
            } else {
                look(why);
            }
        });
    }

    private boolean mayBeDone() {
        long loads = keeper.loads();
        return attempts.stream().anyMatch(attempt -> attempt.mayBeDone(loads));
    }

    /** @param why as for {@link #takeOver}; null, too, if the steps have not run */
    private void look(@Nullable Throwable why) {
        List<Attempt> all = List.copyOf(attempts);
        long loads = keeper.loads();
        access.<Map<UUID, LogEntry>>ask(store -> find(store, all), keeper.turns(), (found, failure) -> {
            if (found == null) {
                tryLater(
                        failure == null ? new IllegalStateException("the store gave nothing") : failure,
                        () -> look(why));
            } else if (found.isEmpty()) {
                attempts.forEach(attempt -> attempt.notFound(loads));
                goOn(why);
            } else {
                // What they made is shown before they are answered.
                keeper.refresh(unread -> {
                    if (unread == null) {
                        takeOut(attempt -> found.get(attempt.writeId()));
                        attempts.forEach(attempt -> attempt.notFound(loads));
                        goOn(why);
                    } else {
                        tryLater(unread, () -> look(why));
                    }
                });
            }
        });
    }

    private void takeOut(Function<Attempt, @Nullable LogEntry> entries) {
        for (Attempt attempt : List.copyOf(attempts)) {
            LogEntry entry = entries.apply(attempt);
            if (entry != null) {
                attempts.remove(attempt);
                tell(attempt, one -> one.wasDone(entry));
            }
        }
    }

    private void goOn(@Nullable Throwable why) {
        if (attempts.isEmpty()) {
            end();
        } else if (why == null) {
            run();
        } else if (why instanceof StateRefusedException) {
            attempts.forEach(Attempt::standAlone);
            queue.putBack(attempts);
            end();
        } else if (!mayRunAgain()) {
            fail(why);
        } else {
            runLater();
        }
    }

    private Map<UUID, LogEntry> find(ActorStateStore store, List<Attempt> all) {
        Map<UUID, LogEntry> found = new HashMap<>();
        for (Attempt attempt : all) {
            LogEntry entry = store.findWrite(
                    keeper.actor(), attempt.writeId(), attempt.step().key());
            if (entry != null) {
                found.put(attempt.writeId(), entry);
            }
        }
        return found;
    }

    private void tryLater(Throwable failure, Runnable task) {
        if (access.time().nanoTime() - begunAt > GIVE_UP_AFTER.toNanos()) {
            keeper.lookAgain();
            fail(new StateStoreException(
                    ResponseEnvelope.OUTCOME_UNKNOWN + ", since the store can't be asked: "
                            + ForeignCode.describe(failure),
                    failure));
        } else {
            pause(6, task);
        }
    }

    private void pause(int exponent, Runnable task) {
        long longest = Math.min(2L << Math.min(exponent, 10), LONGEST_PAUSE_MILLIS);
        long nanos = (long) (access.time().random().nextDouble() * longest * 1_000_000);
        access.time().schedule(Duration.ofNanos(nanos), () -> keeper.turns().execute(task));
    }

    private void succeed(HeldState held, List<StoredState> stored) {
        for (Attempt attempt : attempts) {
            StateVersion version = attempt.writes() == 0
                    ? held.version()
                    : stored.get(attempt.writes() - 1).version();
            tell(attempt, one -> one.end(version));
            Throwable failure = attempt.failure();
            if (failure != null) {
                tellLost(List.of(attempt), failure);
            }
        }
        end();
    }

    private static @Nullable StateVersion version(HeldState held, int writes) {
        StateVersion base = held.version();
        return base == null ? null : new StateVersion(base.generation(), base.number() + writes);
    }

    private void tellLost(List<Attempt> all, Throwable why) {
        int lost = (int) all.stream().filter(Attempt::isAnswered).count();
        if (lost > 0) {
            access.lose(lost);
            LOG.error(
                    "{} calls of the actor '{}' are lost that were answered before they were stored: {}",
                    lost,
                    keeper.actor(),
                    ForeignCode.describe(why));
        }
    }

    private void fail(Throwable why) {
        tellLost(attempts, why);
        for (Attempt attempt : attempts) {
            tell(attempt, one -> one.failed(why));
        }
        end();
    }

    /** Tells one how it ended, unless it has been told before. A failure there must not keep others from hearing how they ended. */
    private void tell(Attempt attempt, Consumer<Attempt> how) {
        try {
            how.accept(attempt);
        } catch (RuntimeException e) {
            ForeignCode.log(LOG, "A call of the actor '" + keeper.actor() + "' could not be answered", e);
        }
    }

    private void end() {
        over = true;
        if (later) {
            queue.next();
        }
    }
}
