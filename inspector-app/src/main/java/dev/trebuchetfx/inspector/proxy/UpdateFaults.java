// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;
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
        final ProxyEvent.Passed update;
        final byte[] wire;
        final FrameRelay.Way onward;

        Held(UUID stream, ProxyEvent.Passed update, byte[] wire, FrameRelay.Way onward) {
            this.stream = stream;
            this.update = update;
            this.wire = wire;
            this.onward = onward;
        }

        /** Returns the bytes that it keeps. */
        int size() {
            return update.message().data().size() + wire.length;
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
    public void pass(ProxyEvent.Passed passed, byte[] wire, FrameRelay.Way onward) throws IOException {
        if (!(passed.envelope() instanceof StreamDataEnvelope update)) {
            onward.send(passed, asSent(passed.message(), wire));
            return;
        }
        UUID stream = update.streamID();
        Held before = held;
        boolean follows = before != null && before.stream.equals(stream);
        Fault.OfUpdates fault = follows ? null : pending.take(stream);
        if (fault == null) {
            onward.send(passed, asSent(passed.message(), wire));
        } else {
            hit(fault, update, passed, wire, onward);
        }
        if (follows) {
            release();
        }
    }

    private void hit(
            Fault.OfUpdates fault,
            StreamDataEnvelope update,
            ProxyEvent.Passed passed,
            byte[] wire,
            FrameRelay.Way onward)
            throws IOException {
        ProxiedMessage message = passed.message();
        String name = "update " + Long.toUnsignedString(update.sequenceNumber());
        switch (fault) {
            case Fault.Drop drop -> {
                sendsUncompressed |= keepsContext;
                surroundings.disturbed(name + " was dropped");
            }
            case Fault.Duplicate duplicate -> {
                onward.send(passed, asSent(message, wire));
                sendsUncompressed |= keepsContext;
                onward.send(passed, asSent(message, wire));
                surroundings.disturbed(name + " was sent twice");
            }
            case Fault.Delay delay -> {
                surroundings.disturbed(name + " was delayed by " + delay.time().toMillis() + " ms");
                surroundings.await(delay.time());
                onward.send(passed, asSent(message, wire));
            }
            case Fault.Corrupt corrupt -> {
                sendsUncompressed |= keepsContext;
                Bytes spoiled = Fault.Corrupt.spoil(message.data());
                onward.send(message.replacedBy(spoiled), FrameWriter.whole(message.opcode(), spoiled));
                surroundings.disturbed(name + " was made unreadable");
            }
            case Fault.Reorder reorder -> {
                sendsUncompressed |= keepsContext;
                release();
                Held late = new Held(update.streamID(), passed, asSent(message, wire), onward);
                if (!budget.take(late.size())) {
                    onward.send(passed, late.wire);
                    surroundings.disturbed(name + " was not held: there is no room for its " + late.size() + " bytes");
                    return;
                }
                held = late;
                surroundings.later(Fault.Reorder.LONGEST_HOLD, () -> {
                    if (held == late) {
                        release();
                    }
                });
                surroundings.disturbed(name + " was held until the next one of its stream had passed");
            }
        }
    }

    private byte[] asSent(ProxiedMessage message, byte[] wire) {
        boolean again = sendsUncompressed && message.isCompressed() && !message.isCut();
        return again ? FrameWriter.whole(message.opcode(), message.data()) : wire;
    }

    private synchronized void release() {
        Held late = held;
        held = null;
        if (late != null) {
            try {
                late.onward.send(late.update, late.wire);
            } catch (IOException e) {
                // The connection is going; whoever reads it says why.
                surroundings.disturbed("the held update could not be sent any more: " + e.getMessage());
            } finally {
                budget.giveBack(late.size());
            }
        }
    }
}
