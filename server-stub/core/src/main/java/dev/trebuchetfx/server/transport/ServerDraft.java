// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.internal.websocket.MessageDraft;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.HandshakeBuilder;
import org.java_websocket.handshake.HandshakeImpl1Server;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.handshake.ServerHandshakeBuilder;

/**
 * RFC 6455 with real refusals: the library itself answers every upgrade with 101, 404 or 500.
 *
 * <p>One instance belongs to one connection, as the library wants it.
 */
final class ServerDraft extends MessageDraft {
    private final MessageCompression compression;
    private final int maxFrameBytes;

    ServerDraft(MessageCompression compression, int maxFrameBytes) {
        super(compression, maxFrameBytes);
        this.compression = compression;
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public Draft copyInstance() {
        return new ServerDraft(compression, maxFrameBytes);
    }

    @Override
    public HandshakeBuilder postProcessHandshakeResponseAsServer(
            ClientHandshake request, ServerHandshakeBuilder response) throws InvalidHandshakeException {
        return response instanceof Refusal ? response : super.postProcessHandshakeResponseAsServer(request, response);
    }

    @Override
    public List<ByteBuffer> createHandshake(Handshakedata handshake, boolean withContent) {
        return handshake instanceof Refusal refusal
                ? List.of(ByteBuffer.wrap(refusal.toString().getBytes(StandardCharsets.UTF_8)))
                : super.createHandshake(handshake, withContent);
    }

    /** An answer to an upgrade request with another status than 101. */
    static final class Refusal extends HandshakeImpl1Server {
        private final int status;
        private final String body;

        Refusal(int status, String why) {
            this.status = status;
            this.body = why + "\n";
            put("Content-Type", "text/plain; charset=utf-8");
            put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
            put("Connection", "close");
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("HTTP/1.1 ")
                    .append(status)
                    .append(' ')
                    .append(reasonPhrase())
                    .append("\r\n");
            for (Iterator<String> names = iterateHttpFields(); names.hasNext(); ) {
                String name = names.next();
                text.append(name).append(": ").append(getFieldValue(name)).append("\r\n");
            }
            return text.append("\r\n").append(body).toString();
        }

        private String reasonPhrase() {
            return switch (status) {
                case 401 -> "Unauthorized";
                case 403 -> "Forbidden";
                case 429 -> "Too Many Requests";
                case 503 -> "Service Unavailable";
                default -> "Upgrade Refused";
            };
        }
    }
}
