// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.ChangedState;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The optimistic changes that a client makes of one stream:
 *
 * <ul>
 *   <li>what is shown is the server's state with the pending changes on it, and so the server's state where none is pending;
 *   <li>each change ends as shown or as failed. One that is shown was done once, one that failed was not done, and one of which nobody knows was done once at
 *       most, by whichever run of the client.
 * </ul>
 */
final class SimulatedEdits {
    private final SimulatedWorld world;
    private final String name;
    private final Ledger ledger;
    private final ChangingState<Versioned> state;
    private final List<Made> made = new ArrayList<>();

    private record Made(long token, PendingChange<Long> change) {}

    SimulatedEdits(
            SimulatedWorld world, String name, Ledger ledger, OfflineChanges offline, ActorStream<Versioned> stream) {
        this.world = world;
        this.name = name;
        this.ledger = ledger;
        ChangeOptions<Versioned> options = ChangeOptions.<Versioned>builder()
                .offline(offline)
                .maxWaiting(8)
                .edit(
                        "change",
                        (now, arguments) -> now.next(arguments.get(1, Integer.class), arguments.get(0, Long.class)))
                .build();
        this.state = stream.changing(options, this::check);
    }

    void change(long token, int value) {
        world.say("client", () -> name + " changes optimistically, token " + token);
        made.add(new Made(token, state.change(RemoteCall.of("change", Long.class, token, value))));
    }

    private void check(ChangingState<Versioned> source) {
        ChangedState<Versioned> now = source.now();
        Versioned shown = now.shown();
        Versioned confirmed = now.confirmed();
        if (shown == null || confirmed == null) {
            require(shown == null && confirmed == null, "shows " + shown + " where the server's state is " + confirmed);
            return;
        }
        long applied = now.pending().stream()
                .filter(change -> change.whyNotShown() == null)
                .count();
        require(
                shown.version() == confirmed.version() + applied,
                "shows version " + shown.version() + " where " + applied + " changes are pending on version "
                        + confirmed.version());
    }

    /** Why it is not at rest; null if it is. */
    @Nullable
    String pending() {
        List<PendingChange<?>> pending = state.now().pending();
        return pending.isEmpty() ? null : name + " has pending changes: " + pending;
    }

    /** Holds at the end. */
    void checkEnds(boolean killed) {
        for (Made each : made) {
            int executions = ledger.executions(each.token());
            String what = "the change " + each.token() + " of " + name + " was done " + executions + " times and is "
                    + each.change().status();
            require(executions <= 1 || !ledger.isFindingCalls(), what);
            if (killed) {
                continue;
            }
            require(
                    !each.change().status().isPending()
                            && each.change().result().isDone(),
                    what + ", without an end");
            if (each.change().status() == ChangeStatus.SHOWN) {
                require(executions > 0, what);
            } else if (!isUnknown(each.change())) {
                require(executions == 0, what + ", because of " + why(each.change()));
            }
        }
    }

    private static boolean isUnknown(PendingChange<?> change) {
        return why(change) instanceof OutcomeUnknownException || why(change) instanceof ClientClosedException;
    }

    private static @Nullable Throwable why(PendingChange<?> change) {
        return change.result()
                .handle((value, error) -> error instanceof CompletionException e ? e.getCause() : error)
                .join();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Violation(name + ": " + otherwise);
        }
    }
}
