// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.client.internal.websocket.MessageDraft;
import dev.trebuchetfx.client.wire.MessageCompression;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.java_websocket.drafts.Draft;
import org.java_websocket.enums.HandshakeState;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** The client's side of RFC 6455 that keeps the status and headers of a refused upgrade, which the library drops. */
final class ClientDraft extends MessageDraft {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})[^\\r\\n]*");
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final int MAX_HEAD = 64 * 1024;

    private volatile @Nullable Refusal refusal;

    ClientDraft(MessageCompression compression, int maxMessageBytes) {
        super(compression, maxMessageBytes);
    }

    /** A server's answer other than 101. Header names are in lower case. */
    record Refusal(int status, String statusLine, Map<String, String> headers) {}

    /** What the server answered instead of 101, if it did. */
    @Nullable
    Refusal refusal() {
        return refusal;
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
        Matcher status = STATUS_LINE.matcher(text);
        if (status.lookingAt() && !"101".equals(status.group(1)) && text.contains("\r\n\r\n")) {
            refusal = new Refusal(Integer.parseInt(status.group(1)), status.group(), headers(text));
        }
        return super.translateHandshake(buffer);
    }

    @Override
    public HandshakeState acceptHandshakeAsClient(ClientHandshake request, ServerHandshake answer)
            throws InvalidHandshakeException {
        HandshakeState state = super.acceptHandshakeAsClient(request, answer);
        String extensions = answer.getFieldValue(EXTENSIONS);
        if (state == HandshakeState.MATCHED && !extensions.isBlank() && compression() == null) {
            // The peer would send what this side can't read.
            throw new InvalidHandshakeException("the server agreed to '" + extensions + "', and was offered "
                    + (request.hasFieldValue(EXTENSIONS)
                            ? "'" + request.getFieldValue(EXTENSIONS) + "'"
                            : "no extension"));
        }
        return state;
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new HashMap<>();
        head.lines().skip(1).takeWhile(line -> !line.isEmpty()).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        });
        return headers;
    }
}
