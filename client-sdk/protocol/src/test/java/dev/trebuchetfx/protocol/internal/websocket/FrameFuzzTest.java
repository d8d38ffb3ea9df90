// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.fuzz.Fuzz;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.nio.ByteBuffer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.framing.Framedata;

/** Whatever bytes come are frames within the limit or end in an {@link InvalidDataException}. */
class FrameFuzzTest implements Fuzz.Tests {
    private static final int LIMIT = 1 << 20;

    private static final Fuzz FUZZ = new Fuzz("frames", FrameFuzzTest::read);

    @Override
    public Fuzz fuzz() {
        return FUZZ;
    }

    /** A draft that has agreed on compression. */
    private static final class AgreedDraft extends MessageDraft {
        private final DeflateExtension deflate = new DeflateExtension(MessageCompression.ON);

        AgreedDraft(Role role) {
            super(MessageCompression.ON, LIMIT);
            setParseMode(role);
            assertThat(deflate.acceptProvidedExtensionAsServer("permessage-deflate"))
                    .isTrue();
        }

        @Override
        public IExtension getExtension() {
            return deflate;
        }

        @Override
        public Draft copyInstance() {
            return this;
        }
    }

    /** Reads a byte that tells the size of the pieces, and then frames, as either end. */
    private static void read(byte[] input) {
        int size = input.length == 0 ? 1 : 1 + (input[0] & 0xFF);
        for (Role role : Role.values()) {
            AgreedDraft draft = new AgreedDraft(role);
            WebSocketImpl socket = new WebSocketImpl(new NoSocket(), draft);
            try {
                for (int from = 1; from < input.length; from += size) {
                    byte[] piece = new byte[Math.min(size, input.length - from)];
                    System.arraycopy(input, from, piece, 0, piece.length);
                    for (Framedata frame : draft.translateFrame(ByteBuffer.wrap(piece))) {
                        assertThat(frame.getPayloadData().remaining()).isLessThanOrEqualTo(LIMIT);
                        draft.processFrame(socket, frame);
                    }
                }
            } catch (InvalidDataException expected) {
                assertThat(expected.getCloseCode()).isBetween(1_000, 1_015);
            } finally {
                draft.deflate.reset();
            }
        }
    }
}
