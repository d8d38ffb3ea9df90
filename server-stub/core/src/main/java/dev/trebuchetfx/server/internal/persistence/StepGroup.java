// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.internal.delta.JsonDiff;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
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
 * version of its own, and is shown and answered when all are stored. After a conflict all run again.
 *
 * <p>Confined to the turns of the keeper's actor.
 */
final class StepGroup {
    private static final Logger LOG = LoggerFactory.getLogger(StepGroup.class);

    /** The most runs of one step, after which its caller hears of the conflict. */
    private static final int MAX_RUNS = 20;

    /** The time after which a step is given up whose outcome can't be found out. */
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

    /** Each so many versions the log gets a whole state, so that a state of the log is made of few patches. */
    private static final int WHOLE_EVERY = 64;

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
    private final List<Staged> staged = new ArrayList<>();
    private long begunAt;
    private int runs;
    private int looks;
    /** The bytes of the staged states as JSON. */
    private long bytes;

    private boolean over;
    /** A flag that is true once the group goes on in another turn than the one in which it began. */
    private boolean later;

    /** A state that a step has set, and that is not stored yet. */
    private record Staged(StateWrite write, StateValue json, Object value) {}

    StepGroup(StepQueue queue, StateKeeper keeper, StoreAccess access, InPlaceCheck inPlace, Attempt first) {
        this.queue = queue;
        this.keeper = keeper;
        this.access = access;
        this.inPlace = inPlace;
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
        long loads = keeper.loads();
        if (attempts.stream().anyMatch(attempt -> attempt.mayBeDone(loads))) {
            lookFirst();
            return;
        }
        long start = access.time().nanoTime();
        runs++;
        staged.clear();
        bytes = 0;
        for (int i = 0; i < attempts.size(); i++) {
            if (bytes >= MAX_BYTES) {
                List<Attempt> rest = attempts.subList(i, attempts.size());
                queue.putBack(rest);
                rest.clear();
            } else {
                run(attempts.get(i), held, held.value());
            }
        }
        while (hasRoom(start)) {
            Attempt next = queue.takeForGroup(true);
            if (next == null) {
                break;
            }
            attempts.add(next);
            run(next, held, held.value());
        }
        if (staged.isEmpty()) {
            succeed(held, List.of());
        } else {
            save(held);
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
                && bytes < MAX_BYTES
                && access.time().nanoTime() - start < LONGEST_TURN.toNanos();
    }

    private void run(Attempt attempt, HeldState held, Object heldValue) {
        Object seen = staged.isEmpty() ? heldValue : staged.getLast().value();
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
            Staged next = set.isEmpty()
                    ? null
                    : stage(attempt, held, set.get(), attempt.step().kept(result));
            if (next != null) {
                staged.add(next);
                bytes += next.write().json().size();
            }
        } catch (Throwable e) {
            failure = e;
        }
        attempt.ran(result, failure, staged.size());
    }

    /** Returns the write of a state, or null if it is the same as the one before. */
    private @Nullable Staged stage(Attempt attempt, HeldState held, Object next, @Nullable Bytes kept)
            throws Exception {
        StateForm form = keeper.form();
        Bytes json = form.encode(next);
        int most = access.store().maxStateBytes();
        if (json.size() > most) {
            throw new StateRefusedException("the state of the actor '" + keeper.actor() + "' must have at most " + most
                    + " bytes as JSON but would have " + json.size());
        }
        long more = (long) json.size() - held.json().size();
        if (more > 0 && !access.heldRoom().has(more)) {
            throw access.heldRoom().full();
        }
        StateValue state = StateValue.beforeDeltas(json);
        StateVersion version = held.version();
        Bytes change = null;
        if (!staged.isEmpty() || (version != null && held.schema() == form.schema())) {
            StateValue before =
                    staged.isEmpty() ? held.json() : staged.getLast().json();
            JsonPatch patch = JsonDiff.between(before.tree(), state.tree(), ListKeys.BY_ID);
            if (patch.operations().isEmpty()) {
                return null;
            }
            long number = (version == null ? 0 : version.number()) + staged.size() + 1;
            Bytes encoded = patch.encoded();
            boolean whole = number % WHOLE_EVERY == 0 || encoded.size() * 2L > json.size();
            change = whole ? null : encoded;
        }
        StateWrite write = new StateWrite(attempt.writeId(), attempt.step().key(), kept, form.schema(), json, change);
        return new Staged(write, state, next);
    }

    private void save(HeldState held) {
        List<StateWrite> writes = staged.stream().map(Staged::write).toList();
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
                        staged.get(i).value(),
                        null,
                        stored.storedAt()));
            }
            before = stored.version();
        }
    }

    /** Goes on after a write that was refused, or whose outcome is not known: takes over what there is now, and looks for the writes. */
    private void again(@Nullable Throwable why) {
        keeper.refresh(unread -> {
            if (unread == null) {
                look(why);
            } else {
                tryLater(unread, () -> again(why));
            }
        });
    }

    /** @param why the reason why the steps run again; null if they have not run */
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
        } else if (runs >= MAX_RUNS || !attempts.getFirst().step().mayRunAgain()) {
            fail(why);
        } else {
            pause(runs, this::run);
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
        }
        end();
    }

    private void fail(Throwable why) {
        for (Attempt attempt : attempts) {
            tell(attempt, one -> one.failed(why));
        }
        end();
    }

    /** Tells one how it ended. A failure there must not keep others from hearing how they ended. */
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
