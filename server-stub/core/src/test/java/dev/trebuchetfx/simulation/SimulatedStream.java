// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.change.OfflineChanges;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a client observes. Beside the subscriber's {@link Witness} it looks at the client's own loop: "live" is said
 * only when the state at hand was the newest at some moment since the server accepted the connection.
 */
final class SimulatedStream {
    private final SimulatedWorld world;
    private final Duration resumeTimeout;
    private final String name;
    private final Ledger ledger;
    private final Wire wire;
    /** The time for which the node that it is bound to may not know of what another one did. */
    private final long lag;

    private final Observation observation;
    private final @Nullable StreamFilter filter;
    private final ActorStream<Versioned> stream;
    private final SimulatedEdits edits;
    private final Witness witness;
    private final List<CompletableFuture<Void>> changes = new ArrayList<>();
    private boolean closed;

    // On the client's loop.
    private boolean live;
    private final Handover handover;
    private long accepted;
    private @Nullable UUID started;
    private @Nullable UUID acceptedOf;
    private long startedAt;

    SimulatedStream(
            SimulatedWorld world,
            Duration resumeTimeout,
            String name,
            Observation observation,
            Wire wire,
            @Nullable StoredCheckpoint left,
            Mutant mutant,
            OfflineChanges offline,
            ActorStream<Versioned> stream) {
        this.world = world;
        this.resumeTimeout = resumeTimeout;
        this.name = name;
        this.observation = observation;
        this.ledger = observation.ledger();
        this.wire = wire;
        this.lag = observation.lag();
        this.handover = new Handover(world, name, 2 * resumeTimeout.toNanos() + SimulatedWorld.SECOND);
        this.filter = observation.filter();
        this.stream = stream;
        this.witness = new Witness(name, ledger, wire, filter, observation.numbersEach());
        if (left != null) {
            witness.expect(left);
        }
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<Versioned> update) {}

            @Override
            public void onEvent(StreamEvent<Versioned> event) {
                for (StreamEvent<Versioned> heard : mutant.heard(event)) {
                    world.say("listener", () -> name + " " + Describe.event(heard));
                    if (closed) {
                        if (isEnd(heard)) {
                            continue;
                        }
                        throw new Violation(name + " hears " + Describe.event(heard) + " after it was closed");
                    }
                    witness.hear(heard);
                }
            }
        });
        this.edits = new SimulatedEdits(world, name, ledger, offline, stream);
    }

    /** Changes the actor by way of this stream. */
    void change(long token, int value) {
        edits.change(token, value);
    }

    /** Holds at the end: each change was done as often as it says. */
    void checkEdits(boolean killed) {
        edits.checkEnds(killed);
    }

    /** The one thing that a stream says when its subscriber closes it. */
    private static boolean isEnd(StreamEvent<?> event) {
        return switch (event) {
            case StreamEvent.Ended<?>(StreamEndReason reason) -> reason == StreamEndReason.CLIENT_UNSUBSCRIBED;
            case StreamEvent.FreshnessChanged<?>(Freshness freshness, String why) -> freshness == Freshness.ENDED;
            default -> false;
        };
    }

    String name() {
        return name;
    }

    Observation observation() {
        return observation;
    }

    /** The version that the subscriber has taken last; 0 for none. */
    long taken() {
        return witness.version();
    }

    Freshness freshness() {
        return stream.freshness();
    }

    /** Returns whether its filter may change: its witness allows for all that it may change to. */
    boolean mayChangeFilter() {
        return Filters.changing().equals(filter);
    }

    void changeFilter(StreamFilter next) {
        world.say("client", () -> name + " wants the filter " + next.text());
        changes.add(stream.changeFilter(next));
    }

    /** How many changes of its filter have no end. */
    long unsettled() {
        return changes.stream().filter(change -> !change.isDone()).count();
    }

    void close() {
        closed = true;
        stream.close();
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns whether it ended by itself, which only a subscriber that is too slow may make it. */
    boolean hasFailed() {
        return witness.hasFailed();
    }

    long updates() {
        return witness.updates();
    }

    /**
     * The client has a connection.
     *
     * @param acceptedAt when the server accepted it
     * @param replaced whether the one before was in order, so that what was live stays so
     */
    void connected(long acceptedAt, boolean replaced) {
        handover.connected(acceptedAt, replaced && live && !closed && !hasFailed());
        if (replaced) {
            witness.lineReplaced();
        }
    }

    /** Holds after each event. */
    void checkHandover() {
        if (!closed && !hasFailed()) {
            handover.check();
        }
    }

    /** Hears the client's tap, on its loop. */
    void tapped(TapEvent event) {
        switch (event) {
            case TapEvent.ResumeAnswered answered -> {
                var report = answered.report();
                Long to = report.toSequence();
                handover.answered(
                        report.outcome() != ResumeOutcome.REPLAYED || to == null ? report.lastSequence() : to,
                        report.lastSequence());
            }
            case TapEvent.CheckpointRestored restored -> {
                started = restored.streamID();
                startedAt = world.now();
                if (restored.state() == null) {
                    witness.isAt(restored.streamID(), restored.sequence());
                } else {
                    accepted = Wire.version(restored.state());
                    // A stream that has sent nothing yet shows what one before it has left.
                    acceptedOf = restored.sequence() == 0 ? null : restored.streamID();
                }
            }
            case TapEvent.StreamStarted start -> {
                started = start.streamID();
                startedAt = world.now();
            }
            case TapEvent.UpdateAccepted update -> {
                Wire.Sent it = wire.sent(update.streamID(), update.sequence());
                // What travelled may be a change, which does not tell the version by itself.
                accepted = it == null ? Wire.version(update.data()) : it.version();
                acceptedOf = update.streamID();
                handover.cameTo(update.sequence());
                checkLive();
            }
            case TapEvent.FreshnessChanged changed -> {
                live = changed.freshness() == Freshness.LIVE;
                if (!live) {
                    handover.isOver();
                }
                checkLive();
            }
            default -> {}
        }
    }

    private void checkLive() {
        if (!live || accepted == 0) {
            return;
        }
        long acceptedAt = handover.vouchedSince();
        long until = ledger.newestUntil(accepted, filter);
        if (until >= acceptedAt - lag) {
            return;
        }
        // With a filter a new stream may have nothing to say: that nothing came for a while is all that tells.
        boolean nothingToSay = filter != null
                && !Objects.equals(acceptedOf, started)
                && (hasNothingToSend()
                        || hadNothingToSendAt(acceptedAt)
                        || saidSoSince(acceptedAt)
                        || world.now() - startedAt >= resumeTimeout.toNanos());
        if (!nothingToSay) {
            throw new Violation(String.format(
                    "%s is live with version %d, which had a successor at %.6f, before the connection came at %.6f",
                    name, accepted, until / 1e9, acceptedAt / 1e9));
        }
    }

    /** Returns whether it was there already when this connection came, and nothing had passed its filter by then. */
    private boolean hadNothingToSendAt(long acceptedAt) {
        if (started == null || startedAt >= acceptedAt) {
            return false;
        }
        Wire.Sent first = wire.sent(started, 1);
        // A stream of a server that ended later never sends anything, whatever passes since.
        return first == null ? ledger.hadNothingFor(filter, acceptedAt - lag, acceptedAt) : first.at() >= acceptedAt;
    }

    /** Returns whether the server has said, on this connection, that nothing passed its filter, and that was so. */
    private boolean saidSoSince(long acceptedAt) {
        Long said = started == null ? null : wire.saidNothingPasses(started);
        return said != null && said >= acceptedAt && ledger.hadNothingFor(filter, said - lag, said);
    }

    /** Returns whether it began when what there was did not pass its filter, and nothing has passed since. */
    private boolean hasNothingToSend() {
        Versioned current = ledger.newest();
        return current != null
                && started != null
                && wire.newestSent(started) == 0
                && !ledger.passesFirst(current.version(), filter);
    }

    /** Why it is not equal to the server yet; null if it is. */
    @Nullable
    String behind() {
        if (stream.freshness() != Freshness.LIVE || witness.freshness() != Freshness.LIVE) {
            return name + " is " + stream.freshness() + " (heard: " + witness.freshness() + ")";
        }
        String pending = edits.pending();
        if (pending != null || hasNothingToSend()) {
            return pending;
        }
        long newest = ledger.newestPassing(filter);
        // Beyond the newest crossing every state is on the side that is shown.
        boolean equal = witness.version() == newest || (Filters.crosses(filter) && witness.version() > newest);
        return equal ? null : name + " shows version " + witness.version() + " where the server has " + newest;
    }
}
