// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.change;

import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes as the application's own type makes them. No delta is trusted: it is applied here first, in the way in which it travels, and
 * where the state that it leads to is another one, the whole state travels instead.
 *
 * <p>Confined to the turns of the actor whose states these are.
 */
public final class ApplicationDeltas implements Changes {
    /** One for all: each has the memory of a parser. */
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationDeltas.class);

    private final ActorJson json;
    private final Steps<Outcome> outcomes = new Steps<>();
    private final Steps<Change> changes = new Steps<>();
    private boolean complained;

    public ApplicationDeltas(ActorJson json) {
        this.json = json;
    }

    /** The type's verdict about the step from one state to another. */
    private sealed interface Outcome {
        /** The verdict that nothing changed. */
        record Nothing() implements Outcome {}

        /** The verdict that a delta leads there. */
        record Delta(Bytes data) implements Outcome {}

        /** The verdict that only the whole state leads there. */
        record Full() implements Outcome {}
    }

    @Override
    public Change change(@Nullable StateContent base, StateContent state) {
        // Where a number was given to a state that its peer had before, there is no delta, and yet something must be
        // sent.
        return changes.of(
                base,
                state,
                () -> base != null && outcome(base, state) instanceof Outcome.Delta(Bytes data)
                        ? new Change(true, CODEC.encode(new StateDelta(false, data)))
                        : new Change(false, CODEC.encode(StateDeltas.full(state.json()))));
    }

    @Override
    public boolean isNothing(StateContent before, StateContent state) {
        return outcome(before, state) instanceof Outcome.Nothing;
    }

    /** {@inheritDoc} Always null: the peer writes JSON in its own way, so there is nothing to compare. */
    @Override
    public @Nullable String hash(StateContent state) {
        return null;
    }

    private Outcome outcome(StateContent from, StateContent to) {
        return outcomes.of(from, to, () -> {
            if (from.json().equals(to.json())) {
                return new Outcome.Nothing();
            }
            DeltaCodable<?> before = from.value();
            DeltaCodable<?> after = to.value();
            if (before == null || after == null) {
                return new Outcome.Full();
            }
            try {
                return made(before, after, to.json());
            } catch (Throwable e) {
                complain(after, "failed: " + ActorCallException.describe(e));
                return new Outcome.Full();
            }
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"
    }) // Both are states of one feed; what does not fit fails, and is sent whole.
    private Outcome made(DeltaCodable before, DeltaCodable after, Bytes state) throws ActorCallException {
        Optional<? extends DeltaCodable> delta = after.delta(before);
        if (delta.isEmpty()) {
            if (before.equals(after)) {
                return new Outcome.Nothing();
            }
            complain(after, "made no delta of two states that differ");
            return new Outcome.Full();
        }
        Bytes travelling = json.encode(delta.get());
        if (travelling.size() > state.size()) {
            return new Outcome.Full();
        }
        Object arrived = json.decodeDelta(travelling, after.getClass());
        Object reached = arrived == null ? null : before.applying((DeltaCodable) arrived);
        if (after.equals(reached) || (reached != null && state.equals(json.encode(reached)))) {
            return new Outcome.Delta(travelling);
        }
        // To be expected of a delta that is merged in, where something was removed.
        return new Outcome.Full();
    }

    private void complain(Object state, String what) {
        if (!complained) {
            complained = true;
            LOG.warn(
                    "The deltas of {} break their law: {}. The whole state is sent instead, then and whenever it happens again;"
                            + " DeltaLaws finds it in a test",
                    state.getClass().getName(),
                    what);
        }
    }
}
