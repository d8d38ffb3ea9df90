// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Relays one direction of an upgraded connection and tells what goes through. Bytes are written as they come, in the pieces in which they come;
 * only while the gate has something to do is a message held until it is whole. A message for which there is no room passes without being looked at
 * or held.
 *
 * <p>Owned by the thread that reads this direction.
 */
final class FrameRelay implements AutoCloseable {
    private static final int LARGE = 1 << 20;

    private final FrameScanner scanner;
    private final MessageAssembler assembler;
    private final @Nullable RelayInflater inflater;
    private final LookBudget budget;
    private final Witness witness;
    private final MessageGate gate;
    private final Outlet outlet;

    private final Way onward = new Way();
    private boolean holding;
    private final KeptBytes data;
    private final KeptBytes control;
    private final KeptBytes heldFrame;
    private final KeptBytes heldMessage;

    /** Learns each message. */
    interface Witness {
        /** Reads a message, which may or may not go through. */
        ProxyEvent.Passed read(ProxiedMessage message);

        /** Notes that a message goes through. Called before it is written, and again each time that it is. */
        void passes(ProxyEvent.Passed message);
    }

    /** The place where the bytes go. */
    @FunctionalInterface
    interface Outlet {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Decides about whole messages. */
    interface MessageGate {
        /** Returns whether messages have to be held until they are whole. Asked for each read. */
        boolean isActive();

        /**
         * Lets the message go on, or something else, or nothing.
         *
         * @param wire the frames of the message as they came
         */
        void pass(ProxyEvent.Passed message, byte[] wire, Way onward) throws IOException;
    }

    /** The way of whole messages to the peer: what goes on is witnessed, and what does not is not. */
    final class Way {
        private Way() {}

        /** Writes a message. */
        void send(ProxyEvent.Passed message, byte[] wire) throws IOException {
            witness.passes(message);
            outlet.write(wire, 0, wire.length);
        }

        /** Writes a message that did not come as it goes on. */
        void send(ProxiedMessage changed, byte[] wire) throws IOException {
            send(witness.read(changed), wire);
        }
    }

    FrameRelay(
            Direction direction,
            Compression compression,
            LookBudget budget,
            Witness witness,
            MessageGate gate,
            Outlet outlet) {
        this.budget = budget;
        this.data = new KeptBytes(budget);
        this.control = new KeptBytes(budget);
        this.heldFrame = new KeptBytes(budget);
        this.heldMessage = new KeptBytes(budget);
        this.scanner = new FrameScanner(data, control);
        this.inflater = compression.inflater(direction, budget);
        this.assembler = new MessageAssembler(direction, data, control, inflater);
        this.witness = witness;
        this.gate = gate;
        this.outlet = outlet;
    }

    /** Takes what was read. */
    void relay(byte[] bytes, int length) throws IOException {
        int written = 0;
        int at = 0;
        while (at < length) {
            if (scanner.isBetweenFrames() && assembler.isBetweenMessages() && holding != gate.isActive()) {
                outlet.write(bytes, written, at - written);
                written = at;
                holding = !holding;
            }
            int read = scanner.scan(bytes, at, length - at);
            if (holding && hold(bytes, at, read)) {
                written = at + read;
            }
            at += read;
            Frame frame = scanner.completed();
            if (frame != null) {
                completed(frame);
            }
        }
        outlet.write(bytes, written, length - written);
    }

    /** Holds what was read; returns false, and lets all that is held pass, if there is no room for it. */
    private boolean hold(byte[] bytes, int offset, int length) throws IOException {
        if (data.isWhole() && heldFrame.addIfRoom(bytes, offset, length)) {
            return true;
        }
        heldMessage.moveTo(outlet);
        heldFrame.moveTo(outlet);
        holding = false;
        return false;
    }

    private void completed(Frame frame) throws IOException {
        ProxiedMessage message = null;
        ProxyEvent.Passed passed = null;
        try {
            // A large message takes several times its size while it is put together and read.
            ReentrantLock alone = budget.large();
            boolean isLarge = !frame.isControl() && data.size() > LARGE;
            if (isLarge) {
                alone.lock();
            }
            try {
                message = assembler.accept(frame);
                passed = message == null ? null : read(message);
            } finally {
                if (isLarge) {
                    alone.unlock();
                }
            }
            if (holding) {
                passHeld(frame, passed);
            }
        } finally {
            if (message != null) {
                assembler.letGo(message);
            }
        }
    }

    private ProxyEvent.Passed read(ProxiedMessage message) {
        if (message.data().size() <= LARGE) {
            return seen(message);
        }
        ReentrantLock alone = budget.large();
        alone.lock();
        try {
            return seen(message);
        } finally {
            alone.unlock();
        }
    }

    /** Reads a message and, unless the gate has yet to decide about it, notes that it goes through. */
    private ProxyEvent.Passed seen(ProxiedMessage message) {
        ProxyEvent.Passed passed = witness.read(message);
        if (!holding) {
            witness.passes(passed);
        }
        return passed;
    }

    private void passHeld(Frame frame, ProxyEvent.@Nullable Passed passed) throws IOException {
        if (frame.isControl()) {
            note(passed);
            heldFrame.moveTo(outlet);
        } else if (!heldMessage.addIfRoom(heldFrame)) {
            note(passed);
            heldMessage.moveTo(outlet);
            heldFrame.moveTo(outlet);
            holding = false;
        } else if (passed != null) {
            try {
                gate.pass(passed, heldMessage.take().unsafeArray(), onward);
            } finally {
                heldMessage.clear();
            }
        }
    }

    private void note(ProxyEvent.@Nullable Passed passed) {
        if (passed != null) {
            witness.passes(passed);
        }
    }

    /** Writes what is held of an unfinished message: the connection is over, and what came of it is relayed too. */
    void finish() throws IOException {
        heldMessage.moveTo(outlet);
        heldFrame.moveTo(outlet);
    }

    /** Gives back the room of everything that is kept. */
    @Override
    public void close() {
        data.clear();
        control.clear();
        heldFrame.clear();
        heldMessage.clear();
        if (inflater != null) {
            inflater.close();
        }
    }
}
