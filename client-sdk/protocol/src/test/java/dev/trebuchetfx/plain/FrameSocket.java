// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Either end of a WebSocket, frame by frame: a library would put fragments together and undo masks, which is what the doubles
 * of this package must see. One thread reads, one writes.
 */
final class FrameSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private final Socket socket;
    private final DataInputStream in;
    private final Map<String, String> headers;
    private final boolean server;

    /**
     * One frame.
     *
     * @param masked the payload as it travelled
     */
    record Frame(boolean fin, int opcode, Bytes payload, Bytes masked) {}

    /** A frame longer than the reader takes. */
    static final class FrameTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        FrameTooLargeException(long length, int limit) {
            super("a frame of " + length + " bytes came where at most " + limit + " are taken");
        }
    }

    private FrameSocket(Socket socket, DataInputStream in, Map<String, String> headers, boolean server) {
        this.socket = socket;
        this.in = in;
        this.headers = headers;
        this.server = server;
    }

    /** Answers the upgrade of a client that has connected. */
    static FrameSocket accept(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        Map<String, String> request = readHead(in);
        String key = request.getOrDefault("sec-websocket-key", "");
        socket.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accepted(key) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new FrameSocket(socket, in, request, true);
    }

    /** Connects and asks for the upgrade, without any header that the protocol does not ask for. */
    static FrameSocket connect(URI uri, int receiveBufferSize) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setReceiveBufferSize(receiveBufferSize);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 10_000);
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + uri.getAuthority()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        return new FrameSocket(socket, in, readHead(in), false);
    }

    /** The headers of the other side, names in lower case; its first line under the empty name. */
    Map<String, String> headers() {
        return headers;
    }

    /** Waits for the next frame. */
    Frame read(int limit) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (length < 0 || length > limit) {
            throw new FrameTooLargeException(length, limit);
        }
        byte[] mask = new byte[4];
        if ((second & 0x80) != 0) {
            in.readFully(mask);
        }
        byte[] masked = new byte[(int) length];
        in.readFully(masked);
        return new Frame((first & 0x80) != 0, first & 0x0F, Bytes.wrap(xor(masked, mask)), Bytes.wrap(masked));
    }

    /** Sends one frame. */
    void write(boolean fin, int opcode, Bytes payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(frame);
        out.writeByte((fin ? 0x80 : 0) | opcode);
        int maskBit = server ? 0 : 0x80;
        int length = payload.size();
        if (length < 126) {
            out.writeByte(maskBit | length);
        } else if (length < 1 << 16) {
            out.writeByte(maskBit | 126);
            out.writeShort(length);
        } else {
            out.writeByte(maskBit | 127);
            out.writeLong(length);
        }
        if (server) {
            out.write(payload.toByteArray());
        } else {
            out.write(MASK);
            out.write(xor(payload.toByteArray(), MASK));
        }
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Ends the connection at once, so that the other side sees it break and not close. */
    void reset() throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // It is closed already.
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] xor(byte[] bytes, byte[] mask) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= mask[i & 3];
        }
        return result;
    }

    private static Map<String, String> readHead(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : head.toString().split("\r\n", -1)) {
            int colon = line.indexOf(": ");
            if (headers.isEmpty()) {
                headers.put("", line);
            } else if (colon > 0) {
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
        }
        return headers;
    }

    private static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
