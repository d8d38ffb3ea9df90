// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keeper of one actor's state on this server: it holds the newest version that is known here, shows each to the actor and its streams,
 * and runs the actor's steps. Other servers, and other keepers, may change the same state at any time.
 *
 * <p>Confined to the turns of its actor, but for {@link #hear} and {@link #compare}.
 */
public final class StateKeeper {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String actor;
    private final PersistentState.Binding<Object> binding;
    private final StateForm form;
    private final StoreAccess access;
    private final AwakeActors awake;
    private final Executor turns;
    private final Refresh refresh;
    private final StepQueue steps;
    private final Histories histories;

    private @Nullable HeldState held;
    private long loads;
    private boolean catchingUp;
    private boolean again;
    private int failures;
    /** The newest version of which it heard while a write of its own was under way, which may have made it; 0 for none. */
    private long heardWhileWriting;

    private @Nullable Throwable lastFailure;
    private @Nullable String doubt;
    private final List<Consumer<@Nullable String>> doubtListeners = new ArrayList<>();

    /**
     * Creates a keeper that sleeps: it holds nothing and hears of no changes.
     *
     * @param actor the name under which the state is stored
     * @param state the state of the actor, which this keeper binds
     * @param turns the actor's turns
     * @param ids gives each write its id
     */
    @SuppressWarnings("unchecked") // The binding and the form are of one state, whose values the keeper only hands on.
    public StateKeeper(
            String actor,
            PersistentState<?> state,
            StateForm.Json json,
            Persistence persistence,
            Executor turns,
            Supplier<UUID> ids) {
        this.actor = actor;
        this.binding = (PersistentState.Binding<Object>) state.bind();
        this.form = new StateForm(binding.definition(), json);
        this.access = persistence.access();
        this.awake = persistence.awake();
        this.turns = turns;
        this.refresh = new Refresh(this, access);
        this.steps =
                new StepQueue(this, access, ids, persistence.writesBehind() ? binding.writeBehind() : Duration.ZERO);
        this.histories = new Histories(this, access);
    }

    String actor() {
        return actor;
    }

    StateForm form() {
        return form;
    }

    Executor turns() {
        return turns;
    }

    PersistentState.Binding<Object> binding() {
        return binding;
    }

    /** Returns the newest version that is known here; null while it sleeps. */
    public @Nullable HeldState held() {
        return held;
    }

    /** Returns the state of the actor before anything is stored. */
    public HeldState initial() {
        return form.initial();
    }

    /** Returns whether positions in the log are of use to clients, since the store is not this server's own memory. */
    public boolean isShared() {
        return access.isShared();
    }

    /** Returns the bounds of the log, within which a position is of use. */
    public LogRetention retention() {
        return access.store().retention();
    }

    /** Calls {@code then} when a version is held: at once if it is awake, and with the reason if none can be loaded. */
    public void whenAwake(Consumer<@Nullable Throwable> then) {
        if (held != null) {
            then.accept(problem());
            return;
        }
        // First, so that no change is missed after the load.
        awake.add(this);
        refresh.now(failure -> then.accept(failure == null ? problem() : failure));
    }

    /**
     * Calls {@code then} when the newest version is held, as far as can be known: where there is doubt, after a look at the store, and with the reason if
     * that fails.
     */
    public void whenCertain(Consumer<@Nullable Throwable> then) {
        if (held == null || doubt == null) {
            whenAwake(then);
        } else {
            refresh.now(failure -> then.accept(failure == null ? problem() : failure));
        }
    }

    private @Nullable Throwable problem() {
        HeldState now = held;
        return now == null || now.value() != null ? null : now.unreadable();
    }

    /** Reads what others have stored since the version that is held, and calls {@code then} afterwards, with the reason if it can't be read. */
    public void refresh(Consumer<@Nullable Throwable> then) {
        refresh.now(then);
    }

    /** Returns the reason why what is held may not be the newest version, in words for the users of a client; null where it is, as far as can be known. */
    public @Nullable String doubt() {
        return doubt;
    }

    /**
     * Hears of each change of {@link #doubt}, in a turn.
     *
     * @return ends that
     */
    public Runnable onDoubt(Consumer<@Nullable String> listener) {
        doubtListeners.add(listener);
        return () -> doubtListeners.remove(listener);
    }

    /** Hears that changes by others are heard again, or not any more. By any thread. */
    void hearingChanged() {
        turns.execute(this::review);
    }

    private void review() {
        HeldState now = held;
        if (now == null || !isShared()) {
            return;
        }
        String next = awake.deafness();
        if (next == null && failures > 0) {
            next = "the server can't read the newest state: "
                    + (lastFailure == null ? "no answer" : ForeignCode.describe(lastFailure));
        } else if (next == null && now.value() == null) {
            next = now.unreadable().getMessage();
        } else if (next == null && doubt != null && catchingUp) {
            // It hears again, but has yet to read what it missed.
            return;
        }
        if (!Objects.equals(next, doubt)) {
            doubt = next;
            for (Consumer<@Nullable String> listener : List.copyOf(doubtListeners)) {
                listener.accept(next);
            }
        }
    }

    /**
     * Reads former versions, from the log unless they are kept here.
     *
     * @param from the oldest one that is wanted
     * @param limit the most versions
     * @param done hears the result, in a turn
     */
    public void history(StateVersion from, int limit, Consumer<History.Result> done) {
        histories.read(from, limit, done);
    }

    /**
     * Runs a step, after those that were asked for before.
     *
     * @param ended called before the step is told how it ended
     */
    public void perform(StoredStep step, Runnable ended) {
        steps.add(step, ended);
    }

    /** Returns whether a write may wait for more calls, which are answered before. By any thread. */
    public boolean writesBehind() {
        return !binding.writeBehind().isZero();
    }

    /**
     * Stores what waits for more calls, and lets no write wait from now on.
     *
     * @param done called in a turn, when no step is under way
     */
    public void storeNow(Runnable done) {
        steps.storeNow(done);
    }

    /**
     * Hears that the newest version is another one than it may hold. By any thread.
     *
     * @param number the number of the newest version; null where it is not known, as after a deletion
     */
    void hear(@Nullable Long number) {
        turns.execute(() -> {
            HeldState now = held;
            if (now == null) {
                return;
            }
            StateVersion version = now.version();
            long next = version == null ? 1 : version.number() + 1;
            if (number != null && number >= next && number - next < steps.writing()) {
                // Most likely the news of that write, which came before its answer.
                heardWhileWriting = Math.max(heardWhileWriting, number);
            } else if (number == null || number == 1 || version == null || number >= next) {
                // The number 1 may be that of another life, whose begin nobody told as a deletion.
                catchUp();
            }
        });
    }

    /** Notes that a write of its own was answered, and reads what it heard of meanwhile if the write has not made that. */
    void written() {
        long number = heardWhileWriting;
        heardWhileWriting = 0;
        HeldState now = held;
        StateVersion version = now == null ? null : now.version();
        if (now != null && number > (version == null ? 0 : version.number())) {
            catchUp();
        }
    }

    /** Hears which version is the newest, after changes may have been missed. By any thread. */
    void compare(@Nullable StateVersion newest) {
        turns.execute(() -> {
            HeldState now = held;
            if (now != null && !Objects.equals(newest, now.version())) {
                catchUp();
            }
        });
    }

    /** Hears that it could not be found out which version is the newest. By any thread. */
    void doubted() {
        turns.execute(this::lookAgain);
    }

    private void catchUp() {
        if (catchingUp) {
            again = true;
            return;
        }
        catchingUp = true;
        again = false;
        refresh.now(this::caughtUp);
    }

    private void caughtUp(@Nullable Throwable failure) {
        if (failure == null) {
            catchingUp = false;
            failures = 0;
            if (again) {
                catchUp();
            }
            review();
            return;
        }
        failures++;
        lastFailure = failure;
        if (failures == 1 && awake.isHearing()) {
            access.warn(
                    "The newest state of the actor '" + actor
                            + "' can't be read, and its streams are not vouched for until it can be; it is tried again and again",
                    failure);
        }
        review();
        Duration pause = Duration.ofMillis(
                Math.min(FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10), LONGEST_PAUSE.toMillis()));
        TimeSource time = access.time();
        time.schedule(
                pause,
                () -> turns.execute(() -> {
                    catchingUp = false;
                    if (held != null) {
                        catchUp();
                    }
                }));
    }

    /** Returns the number of times that it took over a state without the versions before it. */
    long loads() {
        return loads;
    }

    /** Takes over a version that is the newest one, and shows it if it is another one than before. */
    void adopt(HeldState next) {
        loads++;
        adoptOwn(next);
    }

    /** Takes over the version after the one that is held, which another server has made, or a step whose answer was lost. */
    void adoptNext(HeldState next, LogEntry entry) {
        steps.heard(entry);
        adoptOwn(next);
    }

    /** Takes over the version that a step of this keeper has made of the one that is held. */
    void adoptOwn(HeldState next) {
        HeldState before = held;
        hold(next);
        Object value = next.value();
        boolean isOther = before == null || !Objects.equals(before.version(), next.version());
        if (isShared() && isOther) {
            histories.add(next);
        }
        if (value != null && isOther) {
            binding.show(value);
        } else if (value == null) {
            awake.unreadable(this, next);
        }
        review();
    }

    private void hold(@Nullable HeldState next) {
        access.heldRoom().change(size(next) - size(held));
        held = next;
    }

    private static long size(@Nullable HeldState state) {
        return state == null ? 0 : state.json().size();
    }

    /** Notes that what is held can't be relied on, since the outcome of a write is not known. */
    void lookAgain() {
        if (held != null) {
            catchUp();
        }
    }

    /** Lets go what it holds if nobody uses it; the next use loads it anew. Returns whether it sleeps. */
    public boolean sleepIfIdle() {
        if (held == null) {
            if (refresh.isRunning() || !steps.isIdle()) {
                return false;
            }
            // It may have been added for a load that failed.
            awake.remove(this);
            return true;
        }
        if (!steps.isIdle() || refresh.isRunning() || binding.isObserved()) {
            return false;
        }
        hold(null);
        doubt = null;
        histories.clear();
        awake.remove(this);
        return true;
    }
}
