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
 * RFC 6455, with messages put together here: the library keeps each fragment until the last has come and looks at their sum only then, so
 * that a message without an end takes all memory. Belongs to one connection, and its message to the thread that reads.
 */
public abstract class MessageDraft extends Draft_6455 {
    private final int maxMessageBytes;
    private @Nullable Incoming underWay;

    private record Incoming(Opcode kind, boolean compressed, BoundedMessage message) {}

    /**
     * A draft.
     *
     * @param maxMessageBytes the largest message taken, and when it was compressed, too
     */
    protected MessageDraft(MessageCompression compression, int maxMessageBytes) {
        super(
                compression.isOn() ? List.of(new DeflateExtension(compression)) : List.of(),
                List.of(new Protocol("")),
                maxMessageBytes);
        this.maxMessageBytes = maxMessageBytes;
    }

    /** What is agreed about compression on this connection; null where nothing is. */
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
        // Whatever goes wrong ends the connection, and must not keep what has come so far.
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
                    begins ? "a message began within another one" : "a message went on that had not begun");
        }
        return known == null
                ? new Incoming(frame.getOpcode(), frame.isRSV1(), new BoundedMessage(maxMessageBytes))
                : known;
    }

    /** False where the connection is closing and the message can't be read any more. */
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

    // A draft is told from another by who it is: it has the state of its connection.
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
