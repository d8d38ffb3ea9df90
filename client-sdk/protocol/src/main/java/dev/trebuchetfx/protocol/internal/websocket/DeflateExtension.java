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
 * The extension permessage-deflate (RFC 7692) of one connection, with its agreement, deflater and inflater.
 *
 * <p>The library calls an extension for each frame, but a message may have several frames. So frames pass unchanged here:
 * {@link MessageDraft} inflates a message while it puts its frames together, and {@link MessageFrames} deflates a message before it cuts
 * it into frames.
 */
public final class DeflateExtension implements IExtension {
    private final MessageCompression wanted;
    private volatile @Nullable Agreed agreed;

    private record Agreed(DeflateAgreement agreement, MessageDeflater deflater, MessageInflater inflater) {}

    /** Makes an extension that has not been agreed on. */
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

    /** Returns the deflater of this side's messages; null without an agreement. */
    public @Nullable MessageDeflater deflater() {
        Agreed known = agreed;
        return known == null ? null : known.deflater;
    }

    /** Returns the inflater of the peer's messages; null without an agreement. */
    public @Nullable MessageInflater inflater() {
        Agreed known = agreed;
        return known == null ? null : known.inflater;
    }

    @Override
    public void isFrameValid(Framedata frame) throws InvalidFrameException {
        if (frame.isRSV2() || frame.isRSV3()) {
            throw new InvalidFrameException("RSV2 and RSV3 must be 0, since no agreed extension uses them");
        }
        if (frame.isRSV1() && (frame instanceof ControlFrame || frame.getOpcode() == Opcode.CONTINUOUS)) {
            throw new InvalidFrameException(
                    "RSV1 must be 0 except in the first frame of a message, which it marks as compressed");
        }
    }

    /** Hides the payload of a compressed text frame from the library, which would check it for UTF-8. */
    @Override
    public void decodeFrame(Framedata frame) {
        if (frame instanceof TextFrame text && text.isRSV1()) {
            ByteBuffer payload = text.getPayloadData();
            ((FramedataImpl1) text).setPayload(payload.position(payload.limit()));
        }
    }

    /** Returns the payload that {@link #decodeFrame} has hidden. */
    static ByteBuffer compressedPayload(Framedata frame) {
        return frame.getPayloadData().rewind();
    }

    @Override
    public void encodeFrame(Framedata frame) {
        // MessageFrames has deflated the message as a whole already.
    }

    @Override
    public IExtension copyInstance() {
        return new DeflateExtension(wanted);
    }

    /**
     * Frees the memory outside the Java heap while the connection closes. Messages may still come and go meanwhile: they are not inflated
     * or deflated any more.
     */
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
