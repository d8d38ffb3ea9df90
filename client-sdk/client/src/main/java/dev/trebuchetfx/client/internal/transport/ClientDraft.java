// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.protocol.internal.websocket.MessageDraft;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.enums.HandshakeState;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.FramedataImpl1;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** The client's side of RFC 6455, which keeps the head of the server's answer: the library drops parts of it or joins them. */
final class ClientDraft extends MessageDraft {
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int MAX_HEAD = 64 * 1024;

    private volatile @Nullable AnswerHead answer;
    private boolean failed;

    /** The place of bytes that are no frame. The library would log the reason with its stack, beside the line of the client. */
    private static final class NoFrame extends FramedataImpl1 {
        private final InvalidDataException why;

        NoFrame(InvalidDataException why) {
            super(Opcode.CONTINUOUS);
            this.why = why;
        }

        @Override
        public void isValid() throws InvalidDataException {
            throw why;
        }
    }

    ClientDraft(MessageCompression compression, int maxMessageBytes) {
        super(compression, maxMessageBytes);
    }

    /** Returns the head of the server's answer to the upgrade, or null before it came. */
    @Nullable
    AnswerHead answer() {
        return answer;
    }

    @Override
    public Draft copyInstance() {
        // The library copies a draft to use it as a prototype; a connection has one draft for its whole life.
        return this;
    }

    @Override
    public Handshakedata translateHandshake(ByteBuffer buffer) throws InvalidHandshakeException {
        ByteBuffer peek = buffer.duplicate();
        byte[] head = new byte[Math.min(peek.remaining(), MAX_HEAD)];
        peek.get(head);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String problem = text.isEmpty() ? null : AnswerHead.problemOf(text);
        if (problem != null) {
            throw new InvalidHandshakeException(problem);
        }
        if (head.length == MAX_HEAD && !text.contains(END_OF_HEAD)) {
            // The library would collect it for ever, and read all of it again with each piece.
            throw new InvalidHandshakeException(
                    "expected a head of at most " + MAX_HEAD + " bytes in the server's answer but found more");
        }
        AnswerHead read = AnswerHead.read(text);
        answer = read;
        if (read == null || read.statusLine().indexOf(' ') < read.statusLine().lastIndexOf(' ')) {
            return super.translateHandshake(buffer);
        }
        // A status line may end without a reason (RFC 9112, section 4); the library wants one.
        int end = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
        String withReason =
                read.statusLine() + " -" + text.substring(read.statusLine().length(), end);
        buffer.position(buffer.position() + end);
        return super.translateHandshake(ByteBuffer.wrap(withReason.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public HandshakeState acceptHandshakeAsClient(ClientHandshake request, ServerHandshake answered)
            throws InvalidHandshakeException {
        AnswerHead head = answer;
        String problem = head == null ? null : head.handshakeProblem(acceptFor(request.getFieldValue(KEY)));
        if (problem != null) {
            throw new InvalidHandshakeException(problem);
        }
        HandshakeState state = super.acceptHandshakeAsClient(request, answered);
        String extensions = answered.getFieldValue(EXTENSIONS);
        if (state == HandshakeState.MATCHED && !extensions.isBlank() && compression() == null) {
            // The peer would send messages that this side can't read.
            throw new InvalidHandshakeException("the server agreed to '" + extensions + "', and was offered "
                    + (request.hasFieldValue(EXTENSIONS)
                            ? "'" + request.getFieldValue(EXTENSIONS) + "'"
                            : "no extension"));
        }
        if (state != HandshakeState.MATCHED) {
            throw new InvalidHandshakeException(
                    "the server answered 101 with an extension or a sub-protocol that was not offered");
        }
        return state;
    }

    @Override
    public List<Framedata> translateFrame(ByteBuffer buffer) {
        try {
            return super.translateFrame(buffer);
        } catch (InvalidDataException e) {
            return List.of(new NoFrame(e));
        }
    }

    /** {@inheritDoc} Closes the connection where the frame breaks a rule, and takes none after it. */
    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) {
        if (failed) {
            return;
        }
        try {
            if (frame instanceof NoFrame none) {
                none.isValid();
            }
            super.processFrame(socket, frame);
        } catch (InvalidDataException e) {
            failed = true;
            socket.getWebSocketListener().onWebsocketError(socket, e);
            socket.close(e);
        }
    }

    private static String acceptFor(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
