// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.fault.PendingFaults;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.server.dispatch.ConnectionHooks;
import dev.trebuchetfx.server.dispatch.OutgoingLine;
import dev.trebuchetfx.server.stream.DeliveryGate;
import dev.trebuchetfx.server.stream.Passage;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one server that have been asked for and are not over: those that wait for updates to hit, and the clients that
 * are kept out. Connections and streams ask it at the places where a fault can hit them. Safe for use by any thread.
 */
public final class FaultHooks implements ConnectionHooks, DeliveryGate {
    private final PendingFaults pending = new PendingFaults();
    private final CutClients cutClients;
    private final TimeSource time;

    /** Creates the hooks of a server without a fault. */
    public FaultHooks(TimeSource time) {
        this.time = time;
        this.cutClients = new CutClients(time);
    }

    @Override
    public Optional<Refused> refusal(@Nullable String client) {
        return cutClients
                .left(client)
                .map(left -> new Refused(
                        503, Map.of(), "a fault keeps this client out for " + left.toMillis() + " ms more"));
    }

    @Override
    public OutgoingLine line(TransportConnection transport) {
        return new DisturbedLine(transport, time);
    }

    @Override
    public Passage pass(UUID streamId) {
        Fault.OfUpdates fault = pending.take(streamId);
        return fault != null && effect(fault) instanceof FaultEffect.AtUpdates hit ? hit.disturbance() : Passage.CLEAR;
    }

    FaultEffect effect(Fault fault) {
        return FaultEffect.of(fault, cutClients);
    }

    /**
     * Lets a fault wait for its updates.
     *
     * @throws IllegalArgumentException if too many wait already
     */
    void await(Fault.OfUpdates fault) {
        pending.add(fault);
    }
}
