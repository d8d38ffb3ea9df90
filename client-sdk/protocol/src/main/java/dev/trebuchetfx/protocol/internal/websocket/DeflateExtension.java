// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidFrameException;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.framing.ControlFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.FramedataImpl1;
import org.java_websocket.framing.TextFrame;
import org.jspecify.annotations.Nullable;

/**
 * Agrees on permessage-deflate for one connection and holds what compresses for it.
 *
 * <p>The library has an extension hook for frames, and one message may be many: so frames pass here as they are, {@link MessageDraft}
 * inflates what they hold when it puts a message together, and {@link MessageFrames} deflates a message before it is cut.
 */
public final class DeflateExtension implements IExtension {
    private final MessageCompression wanted;
    private volatile @Nullable Agreed agreed;

    private record Agreed(DeflateAgreement agreement, MessageDeflater deflater, MessageInflater inflater) {}

    public DeflateExtension(MessageCompression wanted) {
        this.wanted = wanted;
    }

    @Override
    public boolean acceptProvidedExtensionAsServer(String offered) {
        return begin(DeflateAgreement.acceptedOf(offered, wanted), true);
    }

    @Override
    public boolean acceptProvidedExtensionAsClient(String answered) {
        return begin(DeflateAgreement.answered(answered, wanted), false);
    }

    private boolean begin(Optional<DeflateAgreement> found, boolean isServer) {
        agreed = found.map(agreement -> {
                    boolean mine = isServer ? agreement.serverKeepsContext() : agreement.clientKeepsContext();
                    boolean theirs = isServer ? agreement.clientKeepsContext() : agreement.serverKeepsContext();
                    return new Agreed(
                            agreement, new MessageDeflater(wanted.thresholdBytes(), mine), new MessageInflater(theirs));
                })
                .orElse(null);
        return agreed != null;
    }

    @Override
    public String getProvidedExtensionAsClient() {
        return DeflateAgreement.offer(wanted);
    }

    @Override
    public String getProvidedExtensionAsServer() {
        Agreed known = agreed;
        return known == null ? "" : known.agreement.answer();
    }

    /** What compresses our messages; null before it is agreed. */
    @Nullable
    MessageDeflater deflater() {
        Agreed known = agreed;
        return known == null ? null : known.deflater;
    }

    /** What inflates the peer's messages; null before it is agreed. */
    @Nullable
    MessageInflater inflater() {
        Agreed known = agreed;
        return known == null ? null : known.inflater;
    }

    @Override
    public void isFrameValid(Framedata frame) throws InvalidFrameException {
        if (frame.isRSV2() || frame.isRSV3()) {
            throw new InvalidFrameException("RSV2 and RSV3 mean nothing here");
        }
        if (frame.isRSV1() && (frame instanceof ControlFrame || frame.getOpcode() == Opcode.CONTINUOUS)) {
            throw new InvalidFrameException("RSV1 marks the first frame of a message as compressed, and no other");
        }
    }

    /** Hides what a text frame holds from the library, which would look for UTF-8 in it. */
    @Override
    public void decodeFrame(Framedata frame) {
        if (frame instanceof TextFrame text && text.isRSV1()) {
            ByteBuffer payload = text.getPayloadData();
            ((FramedataImpl1) text).setPayload(payload.position(payload.limit()));
        }
    }

    /** What {@link #decodeFrame} has hidden. */
    static ByteBuffer compressedPayload(Framedata frame) {
        return frame.getPayloadData().rewind();
    }

    @Override
    public void encodeFrame(Framedata frame) {
        // A message was deflated as a whole.
    }

    @Override
    public IExtension copyInstance() {
        return new DeflateExtension(wanted);
    }

    /** The connection is closing: frees what is outside the Java heap. Messages that still come or go meanwhile do no harm. */
    @Override
    public void reset() {
        Agreed known = agreed;
        if (known != null) {
            known.deflater.close();
            known.inflater.close();
        }
    }

    @Override
    public String toString() {
        Agreed known = agreed;
        return known == null ? "permessage-deflate, not agreed" : known.agreement.answer();
    }
}
