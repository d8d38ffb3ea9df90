// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reading of former versions, from one of them up to the one that its keeper holds when the reading ends.
 *
 * <p>Confined to the turns of the keeper's actor.
 */
public final class History {
    private static final int PAGE = 256;
    private static final long PAGE_BYTES = 8L << 20;

    private final StateKeeper keeper;
    private final StoreAccess access;
    private final StateVersion from;
    private final int limit;
    private final Consumer<Result> done;
    private final List<HeldState> states = new ArrayList<>();
    private @Nullable HeldState last;
    private long bytes;

    /** The result of a reading. */
    public sealed interface Result {
        /** The versions, oldest first: the one that was asked for, and all up to the newest one that the keeper holds. */
        record Read(List<HeldState> states) implements Result {}

        /** The log does not reach back so far, or is of another generation by now. */
        record Gone() implements Result {}

        /** There are more versions than were asked for, or they are too large. */
        record TooMany() implements Result {}

        /** The store could not be read. */
        record Failed(Throwable why) implements Result {}
    }

    /**
     * @param limit the most versions
     * @param done hears the result, in a turn
     */
    History(StateKeeper keeper, StoreAccess access, StateVersion from, int limit, Consumer<Result> done) {
        this.keeper = keeper;
        this.access = access;
        this.from = from;
        this.limit = limit;
        this.done = done;
    }

    void read() {
        access.<List<LogEntry>>ask(
                store -> store.readLogFromState(keeper.actor(), from, PAGE, PAGE_BYTES), keeper.turns(), this::take);
    }

    private void readOn(StateVersion after) {
        access.<List<LogEntry>>ask(
                store -> store.readLog(keeper.actor(), after, PAGE, PAGE_BYTES), keeper.turns(), this::take);
    }

    private void end(Result result) {
        try {
            done.accept(result);
        } finally {
            access.giveBackRoom(bytes);
        }
    }

    private void take(@Nullable List<LogEntry> entries, @Nullable Throwable failure) {
        if (entries == null) {
            end(new Result.Failed(failure == null ? new IllegalStateException("the store gave nothing") : failure));
            return;
        }
        HeldState held = keeper.held();
        StateVersion newest = held == null ? null : held.version();
        if (entries.isEmpty() || newest == null || !newest.isOfSameLife(from)) {
            end(new Result.Gone());
            return;
        }
        try {
            for (LogEntry entry : entries) {
                if (entry.version().number() > newest.number()) {
                    break;
                }
                last = keeper.form().after(last, entry);
                if (entry.version().number() >= from.number()) {
                    states.add(last);
                    long size = last.json().size();
                    if (states.size() > limit || !access.takeRoom(size)) {
                        end(new Result.TooMany());
                        return;
                    }
                    bytes += size;
                }
            }
        } catch (JsonPatchException broken) {
            end(new Result.Gone());
            return;
        }
        HeldState end = last;
        StateVersion reached = end == null ? null : end.version();
        if (reached == null || (states.isEmpty() && reached.number() >= from.number())) {
            end(new Result.Gone());
        } else if (Objects.equals(reached, newest) && !states.isEmpty()) {
            // The very object, which the keeper's streams share.
            states.set(states.size() - 1, held);
            end(new Result.Read(states));
        } else {
            readOn(reached);
        }
    }
}
