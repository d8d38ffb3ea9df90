// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.DataFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.FramedataImpl1;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * An implementation of RFC 6455 that puts messages together itself. The library's own keeps all fragments and checks their sum only when
 * the last one has come, so that a message without an end would take all memory. A draft belongs to one connection, and the message under
 * way is confined to the thread that reads.
 */
public abstract class MessageDraft extends Draft_6455 {
    private final int maxMessageBytes;
    private @Nullable Incoming underWay;

    private record Incoming(Opcode kind, boolean compressed, BoundedMessage message) {}

    /**
     * Makes a draft.
     *
     * @param compression the settings of compression
     * @param maxMessageBytes the most bytes of a message, compressed and inflated
     */
    protected MessageDraft(MessageCompression compression, int maxMessageBytes) {
        super(
                compression.isOn() ? List.of(new DeflateExtension(compression)) : List.of(),
                List.of(new Protocol("")),
                maxMessageBytes);
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Returns the agreed extension for compression on this connection; null if none is agreed on. */
    public final @Nullable DeflateExtension compression() {
        return getExtension() instanceof DeflateExtension deflate ? deflate : null;
    }

    @Override
    public final void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
        boolean begins = frame.getOpcode() != Opcode.CONTINUOUS;
        if (!(frame instanceof DataFrame) || (begins && frame.isFin() && !frame.isRSV1() && underWay == null)) {
            super.processFrame(socket, frame);
            return;
        }
        Incoming incoming = incoming(frame, begins);
        // An error below ends the connection, and the fragments so far must not be kept then.
        underWay = null;
        boolean taken = take(frame, begins, incoming);
        if (!frame.isFin()) {
            underWay = incoming;
        } else if (taken) {
            super.processFrame(socket, whole(incoming));
        }
    }

    private Incoming incoming(Framedata frame, boolean begins) throws InvalidDataException {
        Incoming known = underWay;
        if (begins == (known != null)) {
            throw new InvalidDataException(
                    CloseFrame.PROTOCOL_ERROR,
                    begins
                            ? "expected the next fragment of a message but found the beginning of another"
                            : "expected the beginning of a message but found a later fragment");
        }
        return known == null
                ? new Incoming(frame.getOpcode(), frame.isRSV1(), new BoundedMessage(maxMessageBytes))
                : known;
    }

    /** Adds a frame to its message. Returns false if the connection is closing, so that the message can't be read any more. */
    private boolean take(Framedata frame, boolean begins, Incoming incoming) throws InvalidDataException {
        if (!incoming.compressed) {
            incoming.message.add(frame.getPayloadData());
            return true;
        }
        DeflateExtension deflate = compression();
        MessageInflater inflater = deflate == null ? null : deflate.inflater();
        ByteBuffer payload = begins ? DeflateExtension.compressedPayload(frame) : frame.getPayloadData();
        return inflater != null && inflater.inflate(payload, frame.isFin(), incoming.message);
    }

    private static Framedata whole(Incoming incoming) throws InvalidDataException {
        FramedataImpl1 frame = FramedataImpl1.get(incoming.kind);
        frame.setPayload(incoming.message.whole());
        frame.isValid();
        return frame;
    }

    // Drafts compare by identity, since each has the state of its connection.
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "RFC 6455, messages up to " + maxMessageBytes + " bytes";
    }
}
