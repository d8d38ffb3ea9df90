// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.JsonDiff;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one actor, one at a time and in order. A step runs in a turn, then its state is stored, and in a later turn it is shown and
 * answered; other turns of the actor, such as those of its streams, go on between.
 *
 * <p>Confined to the turns of the keeper's actor.
 */
final class StepQueue {
    /** The most runs of one step, after which its caller hears of the conflict. */
    private static final int MAX_RUNS = 20;

    /** The time after which a step is given up whose outcome can't be found out. */
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

    /** Each so many versions the log gets a whole state, so that a state of the log is made of few patches. */
    private static final int WHOLE_EVERY = 64;

    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final StateKeeper keeper;
    private final StoreAccess access;
    private final Supplier<UUID> ids;
    private final InPlaceCheck inPlace;
    private final Queue<Attempt> attempts = new ArrayDeque<>();
    private boolean busy;
    private boolean writing;

    StepQueue(StateKeeper keeper, StoreAccess access, Supplier<UUID> ids) {
        this.keeper = keeper;
        this.access = access;
        this.ids = ids;
        this.inPlace = new InPlaceCheck(keeper.actor(), keeper.form());
    }

    boolean isIdle() {
        return !busy && attempts.isEmpty();
    }

    /** Returns whether a write is under way. */
    boolean isWriting() {
        return writing;
    }

    void add(StoredStep step, Runnable ended) {
        attempts.add(new Attempt(step, ended));
        if (!busy) {
            next();
        }
    }

    private void next() {
        // A loop, since steps that store nothing end at once, and there may be many.
        busy = true;
        Attempt attempt;
        while ((attempt = attempts.poll()) != null) {
            attempt.begun();
            if (!attempt.over) {
                attempt.later = true;
                return;
            }
        }
        busy = false;
    }

    /** A step on its way, with one write id for all its runs. */
    private final class Attempt {
        private final StoredStep step;
        private final Runnable ended;
        private final UUID writeId = ids.get();
        private long begunAt;
        private int runs;
        private boolean over;
        /** A flag that is true once the step goes on in another turn than the one in which it began. */
        private boolean later;

        Attempt(StoredStep step, Runnable ended) {
            this.step = step;
            this.ended = ended;
        }

        void begun() {
            begunAt = access.time().nanoTime();
            begin();
        }

        private void begin() {
            keeper.whenAwake(failure -> {
                if (failure != null) {
                    failed(failure);
                } else if (step.isRepeated()) {
                    keeper.refresh(unread -> {
                        if (unread == null) {
                            look(null);
                        } else {
                            failed(unread);
                        }
                    });
                } else if (keeper.isUnsure()) {
                    // A write upon a version that is lost might take the place of what others have stored since. Where
                    // the store
                    // can't be read, the write fails by itself.
                    keeper.refresh(unread -> run());
                } else {
                    run();
                }
            });
        }

        private void run() {
            HeldState held = keeper.held();
            if (held == null) {
                begin();
                return;
            }
            Object seen = held.value();
            if (seen == null) {
                failed(held.unreadable());
                return;
            }
            runs++;
            Object result;
            StateWrite write;
            Object next;
            try {
                inPlace.check(seen);
                keeper.binding().begin();
                Optional<Object> set;
                try {
                    result = step.run();
                } finally {
                    set = keeper.binding().end();
                }
                inPlace.check(seen);
                if (set.isEmpty()) {
                    succeeded(result, held.version());
                    return;
                }
                next = set.get();
                write = write(held, next, step.kept(result));
            } catch (Throwable e) {
                failed(e);
                return;
            }
            if (write == null) {
                succeeded(result, held.version());
            } else {
                save(held, next, write, result);
            }
        }

        /** Returns the write of a state, or null if it is the same as the one that is held. */
        private @Nullable StateWrite write(HeldState held, Object next, @Nullable Bytes kept) throws Exception {
            StateForm form = keeper.form();
            Bytes json = form.encode(next);
            int most = access.store().maxStateBytes();
            if (json.size() > most) {
                throw new StateRefusedException("the state of the actor '" + keeper.actor() + "' must have at most "
                        + most + " bytes as JSON but would have " + json.size());
            }
            long more = (long) json.size() - held.json().size();
            if (more > 0 && !access.heldRoom().has(more)) {
                throw access.heldRoom().full();
            }
            StateVersion version = held.version();
            if (version == null || held.schema() != form.schema()) {
                return new StateWrite(writeId, step.key(), kept, form.schema(), json, null);
            }
            JsonPatch patch = JsonDiff.between(
                    held.json().tree(), StateValue.beforeDeltas(json).tree(), ListKeys.BY_ID);
            if (patch.operations().isEmpty()) {
                return null;
            }
            Bytes change = patch.encoded();
            boolean whole = (version.number() + 1) % WHOLE_EVERY == 0 || change.size() * 2L > json.size();
            return new StateWrite(writeId, step.key(), kept, form.schema(), json, whole ? null : change);
        }

        private void save(HeldState held, Object next, StateWrite write, @Nullable Object result) {
            writing = true;
            access.<StoredState>ask(
                    store -> store.saveIfVersion(keeper.actor(), held.version(), write),
                    keeper.turns(),
                    (stored, failure) -> {
                        writing = false;
                        if (stored != null) {
                            show(held, stored, next);
                        }
                        keeper.written();
                        if (stored != null) {
                            succeeded(result, stored.version());
                        } else if (failure instanceof StateRefusedException) {
                            failed(failure);
                        } else {
                            again(failure);
                        }
                    });
        }

        /** Shows what was stored, unless a reading of the log was quicker. */
        private void show(HeldState expected, StoredState stored, Object next) {
            HeldState now = keeper.held();
            if (now != null && Objects.equals(now.version(), expected.version())) {
                keeper.adopt(new HeldState(
                        stored.version(),
                        stored.writeId(),
                        stored.schema(),
                        StateValue.beforeDeltas(stored.json()),
                        next,
                        null,
                        stored.storedAt()));
            }
        }

        /** Goes on after a write that was refused, or whose outcome is not known: takes over what there is now, and looks for the write. */
        private void again(@Nullable Throwable why) {
            keeper.refresh(unread -> {
                if (unread == null) {
                    look(why);
                } else {
                    tryLater(unread, () -> again(why));
                }
            });
        }

        private void look(@Nullable Throwable why) {
            access.<LogEntry>ask(
                    store -> store.findWrite(keeper.actor(), writeId, step.key()), keeper.turns(), (found, failure) -> {
                        if (failure != null) {
                            tryLater(failure, () -> look(why));
                        } else if (found != null) {
                            wasDone(found);
                        } else if (why == null) {
                            run();
                        } else if (runs >= MAX_RUNS || !step.mayRunAgain()) {
                            failed(why);
                        } else {
                            pause(runs, this::run);
                        }
                    });
        }

        private void tryLater(Throwable failure, Runnable task) {
            if (access.time().nanoTime() - begunAt > GIVE_UP_AFTER.toNanos()) {
                keeper.lookAgain();
                failed(new StateStoreException(
                        "the outcome of the call is not known, since the store can't be asked: "
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

        private void succeeded(@Nullable Object result, @Nullable StateVersion version) {
            end(() -> step.succeeded(result, version));
        }

        private void wasDone(LogEntry found) {
            end(() -> step.wasDone(found.result(), found.version()));
        }

        private void failed(Throwable why) {
            end(() -> step.failed(why));
        }

        private void end(Runnable answer) {
            over = true;
            try {
                ended.run();
                answer.run();
            } finally {
                if (later) {
                    next();
                }
            }
        }
    }
}
