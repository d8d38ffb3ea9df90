// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A socket that keeps to no rule. Owned by one thread. */
final class HostilePeer implements AutoCloseable {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RSV2 = 0x20;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final Socket socket;
    private final OutputStream out;

    /** One frame as it came. */
    @SuppressWarnings("ArrayRecordComponent")
    record Came(int bits, byte[] payload) {
        int opcode() {
            return bits & 0x0F;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /** The closing frame of the server; code -1 if it ended the connection without one, 1005 if the frame has no code. */
    record Closing(int code, String reason) {}

    /** Connects and says nothing. */
    HostilePeer(URI uri) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 5_000);
        socket.setSoTimeout(10_000);
        out = socket.getOutputStream();
    }

    /** Returns a peer that has become a WebSocket. */
    static HostilePeer upgraded(URI uri, String headers) throws IOException {
        return upgraded(uri, AttackedServer.MALLORY, headers);
    }

    /** Returns a peer that has become a WebSocket by this token. */
    static HostilePeer upgraded(URI uri, String token, String headers) throws IOException {
        HostilePeer peer = new HostilePeer(uri);
        String answer = peer.upgrade("Authorization: Bearer " + token + "\r\n" + headers);
        if (!answer.contains(" 101 ")) {
            throw new IOException("expected a WebSocket but found " + answer);
        }
        return peer;
    }

    /** Returns a request for the upgrade. */
    static String request(String headers) {
        return "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
    }

    /** Asks for the upgrade and returns the head of the answer. */
    String upgrade(String headers) throws IOException {
        write(request(headers));
        return head();
    }

    /** Returns the head of the answer. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                break;
            }
            head.append((char) read);
        }
        return head.toString();
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Writes a frame with a mask of zeros. */
    void frame(int bits, byte[] payload) throws IOException {
        out.write(frame(bits, payload, payload.length, true));
    }

    /** Returns a frame that announces {@code length} bytes, whatever it has. */
    static byte[] frame(int bits, byte[] payload, long length, boolean masked) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(frame);
        int mask = masked ? 0x80 : 0;
        data.writeByte(bits);
        if (length < 126) {
            data.writeByte(mask | (int) length);
        } else if (length < 1 << 16) {
            data.writeByte(mask | 126);
            data.writeShort((int) length);
        } else {
            data.writeByte(mask | 127);
            data.writeLong(length);
        }
        if (masked) {
            data.writeInt(0);
        }
        data.write(payload);
        return frame.toByteArray();
    }

    /** Returns the next frame. */
    Came next() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int bits = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Came(bits, payload);
    }

    /** Returns the code of the closing frame with which the server ends this connection; -1 if it ends without one. */
    int closeCode() throws IOException {
        return closing().code();
    }

    /** Returns the closing frame with which the server ends this connection. Reads over what comes before. */
    Closing closing() throws IOException {
        try {
            while (true) {
                Came frame = next();
                if (frame.opcode() == CLOSE) {
                    byte[] payload = frame.payload();
                    return payload.length < 2
                            ? new Closing(1005, "")
                            : new Closing(
                                    (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF),
                                    new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return new Closing(-1, "");
        }
    }

    /** Writes a closing frame. */
    void close(int code, String reason) throws IOException {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[words.length + 2];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(words, 0, payload, 2, words.length);
        frame(FIN | CLOSE, payload);
    }

    /** Returns all that the server says until it ends the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads until this text has come. */
    void readUntil(String text) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder last = new StringBuilder();
        byte[] some = new byte[1 << 16];
        while (last.indexOf(text) < 0) {
            int read = in.read(some);
            if (read < 0) {
                throw new EOFException("expected '" + text + "' but the server ended the connection");
            }
            last.delete(0, Math.max(0, last.length() - text.length()));
            last.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
        }
    }

    /** Returns whether the server has ended this connection, which it is given {@code millis} for. */
    boolean isEnded(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            while (socket.getInputStream().read() >= 0) {
                // What it says first does not matter.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns what compression makes of zeros, without the tail that is not sent. */
    static byte[] bomb(int bytes) {
        return deflated(new byte[bytes]);
    }

    /** Returns what compression makes of bytes, without the tail that is not sent. */
    static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            byte[] deflated = new byte[bytes.length / 100 + 1_024];
            int length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
            return Arrays.copyOf(deflated, length - 4);
        } finally {
            deflater.end();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
