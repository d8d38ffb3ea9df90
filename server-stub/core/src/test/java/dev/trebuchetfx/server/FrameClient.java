// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that sees single frames, and reads only when told to. */
final class FrameClient implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    /** One frame as it came. */
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int opcode, boolean fin, byte[] payload) {}

    FrameClient(StubServer server, String extraHeader) throws IOException {
        this(server, extraHeader, 4_096);
    }

    /** One that takes so many bytes before it reads any, roughly. */
    FrameClient(StubServer server, String extraHeader, int receiveBufferSize) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(receiveBufferSize);
        socket.setSoTimeout(10_000);
        socket.connect(
                new InetSocketAddress(server.uri().getHost(), server.uri().getPort()), 10_000);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + extraHeader + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** The status line and headers of the answer. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
        return answer.toString();
    }

    void send(byte[] message) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(frame);
        out.writeByte(0x82);
        out.writeByte(0x80 | 126);
        out.writeShort(message.length);
        out.writeInt(0);
        out.write(message);
        socket.getOutputStream().write(frame.toByteArray());
    }

    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(first & 0x0F, (first & 0x80) != 0, payload);
    }

    /** Reads to the end of the connection. */
    byte[] readToEnd() throws IOException {
        try {
            return in.readAllBytes();
        } catch (EOFException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
