// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StoredState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reading of what is stored. One reading runs at a time; who asks while one runs waits for the next, since that one may have begun too
 * early.
 *
 * <p>Confined to the turns of the keeper's actor.
 */
final class Refresh {
    private static final int PAGE = 256;
    private static final long PAGE_BYTES = 8L << 20;

    private final StateKeeper keeper;
    private final StoreAccess access;
    private List<Consumer<@Nullable Throwable>> waiting = new ArrayList<>();
    private boolean running;

    Refresh(StateKeeper keeper, StoreAccess access) {
        this.keeper = keeper;
        this.access = access;
    }

    boolean isRunning() {
        return running;
    }

    void now(Consumer<@Nullable Throwable> then) {
        waiting.add(then);
        if (!running) {
            begin();
        }
    }

    private void begin() {
        running = true;
        List<Consumer<@Nullable Throwable>> heard = waiting;
        waiting = new ArrayList<>();
        read(false, failure -> {
            running = false;
            if (!waiting.isEmpty()) {
                begin();
            }
            for (Consumer<@Nullable Throwable> each : heard) {
                each.accept(failure);
            }
        });
    }

    /**
     * Reads the log from what is held on.
     *
     * @param behind whether what is held is known to be of the newest life and not its newest version
     */
    private void read(boolean behind, Consumer<@Nullable Throwable> done) {
        HeldState held = keeper.held();
        StateVersion version = held == null ? null : held.version();
        if (version == null) {
            load(done);
            return;
        }
        access.<List<LogEntry>>ask(
                store -> store.readLog(keeper.actor(), version, PAGE, PAGE_BYTES),
                keeper.turns(),
                (entries, failure) -> {
                    if (entries == null) {
                        done.accept(failure);
                    } else if (entries.isEmpty()) {
                        if (behind) {
                            load(done);
                        } else {
                            check(done);
                        }
                    } else if (!take(entries)) {
                        load(done);
                    } else if (entries.size() < PAGE && bytes(entries) < PAGE_BYTES) {
                        done.accept(null);
                    } else {
                        read(false, done);
                    }
                });
    }

    private static long bytes(List<LogEntry> entries) {
        return entries.stream().mapToLong(entry -> entry.content().size()).sum();
    }

    /** Takes over the entries that follow what is held; returns false where they do not lead on. */
    private boolean take(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            HeldState held = keeper.held();
            StateVersion version = held == null ? null : held.version();
            if (held == null || version == null || !version.isOfSameLife(entry.version())) {
                return false;
            }
            if (entry.version().number() <= version.number()) {
                // A write of this server's own was quicker than the reading.
                continue;
            }
            if (!held.isBefore(entry.version())) {
                return false;
            }
            try {
                keeper.adoptNext(keeper.form().after(held, entry), entry);
            } catch (JsonPatchException broken) {
                return false;
            }
        }
        return true;
    }

    /** Looks whether there is nothing new, or the log does not lead on. */
    private void check(Consumer<@Nullable Throwable> done) {
        access.ask(store -> store.newestVersions(List.of(keeper.actor())), keeper.turns(), (versions, failure) -> {
            if (versions == null) {
                done.accept(failure);
                return;
            }
            StateVersion newest = versions.get(keeper.actor());
            HeldState held = keeper.held();
            StateVersion version = held == null ? null : held.version();
            if (newest == null ? version == null : isAtOrAfter(version, newest)) {
                done.accept(null);
            } else if (newest != null && !isNewLife(newest)) {
                // Written since the log was read: each version counts, so the newest alone won't do as long as the log
                // has the others.
                read(true, done);
            } else {
                load(done);
            }
        });
    }

    private void load(Consumer<@Nullable Throwable> done) {
        access.load(keeper.actor(), keeper.held() == null, keeper.turns(), (stored, failure) -> {
            if (failure != null) {
                done.accept(failure);
            } else if (stored != null && keeper.held() != null && isNewLife(stored.version())) {
                readFromFirst(stored, done);
            } else {
                adopt(stored);
                done.accept(null);
            }
        });
    }

    /** Takes over the versions of a new life from its first one on: streams that showed what was before it miss none. */
    private void readFromFirst(StoredState newest, Consumer<@Nullable Throwable> done) {
        StateVersion first = new StateVersion(newest.version().generation(), 1);
        access.<List<LogEntry>>ask(
                store -> store.readLogFromState(keeper.actor(), first, 1, PAGE_BYTES),
                keeper.turns(),
                (entries, failure) -> {
                    if (entries == null) {
                        done.accept(failure);
                    } else if (entries.isEmpty() || !isNewLife(first) || !begin(entries.getFirst())) {
                        adopt(newest);
                        done.accept(null);
                    } else {
                        read(false, done);
                    }
                });
    }

    private boolean begin(LogEntry entry) {
        try {
            keeper.adopt(keeper.form().after(null, entry));
            return true;
        } catch (JsonPatchException broken) {
            return false;
        }
    }

    private static boolean isAtOrAfter(@Nullable StateVersion version, StateVersion newest) {
        return version != null && version.isOfSameLife(newest) && version.number() >= newest.number();
    }

    private boolean isNewLife(StateVersion other) {
        HeldState held = keeper.held();
        StateVersion version = held == null ? null : held.version();
        return version == null || !version.isOfSameLife(other);
    }

    private void adopt(@Nullable StoredState stored) {
        HeldState held = keeper.held();
        StateVersion version = held == null ? null : held.version();
        if (stored == null) {
            if (held == null || version != null) {
                keeper.adopt(keeper.form().initial());
            }
        } else if (version == null
                || !version.isOfSameLife(stored.version())
                || version.number() < stored.version().number()) {
            keeper.adopt(keeper.form().held(stored));
        }
    }
}
