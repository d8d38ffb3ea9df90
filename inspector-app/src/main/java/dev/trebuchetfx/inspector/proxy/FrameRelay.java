// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Relays one direction of an upgraded connection and tells what goes through. Bytes are written as they come, in the pieces in which they come;
 * only while the gate has something to do is a message held until it is whole.
 *
 * <p>Owned by the thread that reads this direction.
 */
final class FrameRelay implements AutoCloseable {
    private final FrameScanner scanner;
    private final MessageAssembler assembler;
    private final @Nullable RelayInflater inflater;
    private final Witness witness;
    private final MessageGate gate;
    private final Outlet outlet;

    private boolean holding;
    private final ByteArrayOutputStream heldFrame = new ByteArrayOutputStream();
    private final ByteArrayOutputStream heldMessage = new ByteArrayOutputStream();

    /** Learns each message before it is relayed. */
    @FunctionalInterface
    interface Witness {
        ProxyEvent.Passed passes(ProxiedMessage message);
    }

    /** Where the bytes go. */
    @FunctionalInterface
    interface Outlet {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Decides about whole messages. */
    interface MessageGate {
        /** Whether messages have to be held until they are whole. Asked for each read. */
        boolean isActive();

        /**
         * Writes the message, or something else, or nothing.
         *
         * @param wire the frames of the message as they came
         */
        void pass(ProxyEvent.Passed message, byte[] wire, Outlet outlet) throws IOException;
    }

    FrameRelay(
            Direction direction,
            Compression compression,
            int mostKept,
            Witness witness,
            MessageGate gate,
            Outlet outlet) {
        this.scanner = new FrameScanner(mostKept);
        this.inflater = compression.inflater(direction, mostKept);
        this.assembler = new MessageAssembler(direction, mostKept, inflater);
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
            if (holding) {
                heldFrame.write(bytes, at, read);
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

    private void completed(Frame frame) throws IOException {
        ProxiedMessage message = assembler.accept(frame);
        ProxyEvent.Passed passed = message == null ? null : witness.passes(message);
        if (!holding) {
            return;
        }
        byte[] wire = heldFrame.toByteArray();
        heldFrame.reset();
        if (frame.isControl()) {
            outlet.write(wire, 0, wire.length);
            return;
        }
        heldMessage.writeBytes(wire);
        if (passed != null) {
            byte[] whole = heldMessage.toByteArray();
            heldMessage.reset();
            gate.pass(passed, whole, outlet);
        }
    }

    /** Writes what is held of an unfinished message: the connection is over, and what came of it is relayed too. */
    void finish() throws IOException {
        byte[] message = heldMessage.toByteArray();
        byte[] frame = heldFrame.toByteArray();
        outlet.write(message, 0, message.length);
        outlet.write(frame, 0, frame.length);
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.close();
        }
    }
}
