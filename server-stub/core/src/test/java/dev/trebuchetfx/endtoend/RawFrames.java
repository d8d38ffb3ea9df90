// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Either end of a WebSocket, frame by frame and with every bit of them; what is compressed is so by the JDK's own classes. */
final class RawFrames implements AutoCloseable {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Socket socket;
    private final DataInputStream in;
    private final boolean server;
    private final String head;
    private final Inflater inflater = new Inflater(true);

    /** One frame; {@code bits} are FIN, the reserved ones and the opcode. */
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int bits, byte[] payload) {
        int closeCode() {
            return (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    private RawFrames(Socket socket, boolean server, String answer) throws IOException {
        socket.setSoTimeout(20_000);
        this.socket = socket;
        this.server = server;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        if (server) {
            head = readHead();
            String key = head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key: "))
                    .findFirst()
                    .orElseThrow()
                    .substring(19);
            write(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                            + accepted(key) + "\r\n" + answer + "\r\n");
        } else {
            write("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + answer + "\r\n");
            head = readHead();
        }
    }

    /** A client; {@code headers} end with a new line each. */
    static RawFrames connect(URI uri, String headers) throws IOException {
        return new RawFrames(new Socket(uri.getHost(), uri.getPort()), false, headers);
    }

    static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** The server of the next client that comes. */
    static RawFrames accept(ServerSocket listening, String headers) throws IOException {
        return new RawFrames(listening.accept(), true, headers);
    }

    /** First line and headers of the other side. */
    String head() {
        return head;
    }

    private String readHead() throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            read.append((char) in.readUnsignedByte());
        }
        return read.toString();
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    void write(int bits, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(frame);
        int mask = server ? 0 : 0x80;
        out.writeByte(bits);
        if (payload.length < 126) {
            out.writeByte(mask | payload.length);
        } else if (payload.length < 1 << 16) {
            out.writeByte(mask | 126);
            out.writeShort(payload.length);
        } else {
            out.writeByte(mask | 127);
            out.writeLong(payload.length);
        }
        if (!server) {
            out.writeInt(0);
        }
        out.write(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    Frame read() throws IOException {
        int bits = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] mask = new byte[4];
        if ((second & 0x80) != 0) {
            in.readFully(mask);
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return new Frame(bits, payload);
    }

    /** Reads on until the other side closes. */
    Frame readClose() throws IOException {
        while (true) {
            Frame frame = read();
            if ((frame.bits & 0x0F) == CLOSE) {
                return frame;
            }
        }
    }

    /** True where the other side has ended the connection. */
    boolean isAtEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException e) {
            return true;
        }
    }

    /** What the other side has compressed, which may refer back to what it has sent before. */
    byte[] inflated(byte[] payload) throws DataFormatException {
        byte[] whole = Arrays.copyOf(payload, payload.length + TAIL.length);
        System.arraycopy(TAIL, 0, whole, payload.length, TAIL.length);
        inflater.setInput(whole);
        byte[] out = new byte[1 << 20];
        return Arrays.copyOf(out, inflater.inflate(out));
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        socket.close();
    }

    private static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
