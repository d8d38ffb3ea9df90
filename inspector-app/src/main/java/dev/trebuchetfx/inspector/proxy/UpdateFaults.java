// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.fault.PendingFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets faults hit the updates that travel to the client of one connection.
 *
 * <p>Once a message has been left out or changed on a connection whose compression refers back to earlier messages, the later ones are sent
 * uncompressed: the client could not inflate them.
 *
 * <p>{@link #pass} is called by the thread that relays; what it shares with the timer is guarded by this object.
 */
final class UpdateFaults implements FrameRelay.MessageGate {
    private final PendingFaults pending;
    private final boolean keepsContext;
    private final LookBudget budget;
    private final Surroundings surroundings;
    private boolean sendsUncompressed;
    private volatile @Nullable Held held;

    /** What the connection does for its faults. */
    interface Surroundings {
        /** Waits; less long where the connection is closed meanwhile. */
        void await(Duration time);

        /** Runs a short task later. */
        void later(Duration delay, Runnable task);

        /** Says what was done. */
        void disturbed(String what);
    }

    /** An update that is to come late; each is its own. */
    private static final class Held {
        final UUID stream;
        final byte[] wire;
        final FrameRelay.Outlet outlet;

        Held(UUID stream, byte[] wire, FrameRelay.Outlet outlet) {
            this.stream = stream;
            this.wire = wire;
            this.outlet = outlet;
        }
    }

    /**
     * Makes the faults of one connection.
     *
     * @param keepsContext whether the server's messages may be compressed with reference to earlier ones
     * @param budget the room for an update that is held
     */
    UpdateFaults(PendingFaults pending, boolean keepsContext, LookBudget budget, Surroundings surroundings) {
        this.pending = pending;
        this.keepsContext = keepsContext;
        this.budget = budget;
        this.surroundings = surroundings;
    }

    @Override
    public boolean isActive() {
        return sendsUncompressed || held != null || !pending.isEmpty();
    }

    @Override
    public void pass(ProxyEvent.Passed passed, byte[] wire, FrameRelay.Outlet outlet) throws IOException {
        ProxiedMessage message = passed.message();
        if (!(passed.envelope() instanceof StreamDataEnvelope update)) {
            send(asSent(message, wire), outlet);
            return;
        }
        UUID stream = update.streamID();
        Held before = held;
        boolean follows = before != null && before.stream.equals(stream);
        Fault.OfUpdates fault = follows ? null : pending.take(stream);
        if (fault == null) {
            send(asSent(message, wire), outlet);
        } else {
            hit(fault, stream, message, wire, outlet);
        }
        if (follows) {
            release();
        }
    }

    private void hit(Fault.OfUpdates fault, UUID stream, ProxiedMessage message, byte[] wire, FrameRelay.Outlet outlet)
            throws IOException {
        switch (fault) {
            case Fault.Drop drop -> {
                sendsUncompressed |= keepsContext;
                surroundings.disturbed("the update was dropped");
            }
            case Fault.Duplicate duplicate -> {
                byte[] once = asSent(message, wire);
                send(once, outlet);
                sendsUncompressed |= keepsContext;
                send(asSent(message, wire), outlet);
                surroundings.disturbed("the update was sent twice");
            }
            case Fault.Delay delay -> {
                surroundings.disturbed(
                        "the update was delayed by " + delay.time().toMillis() + " ms");
                surroundings.await(delay.time());
                send(asSent(message, wire), outlet);
            }
            case Fault.Corrupt corrupt -> {
                sendsUncompressed |= keepsContext;
                send(FrameWriter.whole(message.opcode(), Fault.Corrupt.spoil(message.data())), outlet);
                surroundings.disturbed("the update was made unreadable");
            }
            case Fault.Reorder reorder -> {
                sendsUncompressed |= keepsContext;
                release();
                byte[] bytes = asSent(message, wire);
                if (!budget.take(bytes.length)) {
                    send(bytes, outlet);
                    surroundings.disturbed(
                            "the update was not held: there is no room for its " + bytes.length + " bytes");
                    return;
                }
                Held late = new Held(stream, bytes, outlet);
                held = late;
                surroundings.later(Fault.Reorder.LONGEST_HOLD, () -> {
                    if (held == late) {
                        release();
                    }
                });
                surroundings.disturbed("the update was held until the next one of its stream had passed");
            }
        }
    }

    private byte[] asSent(ProxiedMessage message, byte[] wire) {
        boolean again = sendsUncompressed && message.isCompressed() && !message.isCut();
        return again ? FrameWriter.whole(message.opcode(), message.data()) : wire;
    }

    private static void send(byte[] wire, FrameRelay.Outlet outlet) throws IOException {
        outlet.write(wire, 0, wire.length);
    }

    private synchronized void release() {
        Held late = held;
        held = null;
        if (late != null) {
            try {
                send(late.wire, late.outlet);
            } catch (IOException e) {
                // The connection is going; whoever reads it says why.
                surroundings.disturbed("the held update could not be sent any more: " + e.getMessage());
            } finally {
                budget.giveBack(late.wire.length);
            }
        }
    }
}
