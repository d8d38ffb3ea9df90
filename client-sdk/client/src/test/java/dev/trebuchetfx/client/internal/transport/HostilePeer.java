// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a socket that answers the upgrade and then writes whatever a test wants, and reads only if the test does. */
public final class HostilePeer implements AutoCloseable {
    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final AtomicInteger connections = new AtomicInteger();

    /** What the server does on one connection after the upgrade. */
    @FunctionalInterface
    public interface Behaviour {
        /** Acts on the connection with this number, the first one being 1. The connection is closed afterwards. */
        void act(int number, Line line) throws IOException;
    }

    /** One connection after the upgrade. */
    public static final class Line {
        private final DataInputStream in;
        private final DataOutputStream out;

        Line(DataInputStream in, OutputStream out) {
            this.in = in;
            this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
        }

        /** Writes the head of a frame without a mask, whatever follows. */
        public void head(int first, long length) throws IOException {
            out.writeByte(first);
            if (length < 126) {
                out.writeByte((int) length);
            } else if (length < 1 << 16) {
                out.writeByte(126);
                out.writeShort((int) length);
            } else {
                out.writeByte(127);
                out.writeLong(length);
            }
        }

        /** Writes bytes, as they are. */
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        /** Sends what was written. */
        public void flush() throws IOException {
            out.flush();
        }

        /** Sends a binary message. */
        public void message(byte[] message) throws IOException {
            head(0x82, message.length);
            write(message);
            flush();
        }

        /** Waits for the client's next frame, and returns its payload without the mask. */
        public ByteBuffer read() throws IOException {
            in.readUnsignedByte();
            int length = in.readUnsignedByte() & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] mask = new byte[4];
            in.readFully(mask);
            byte[] payload = new byte[length];
            in.readFully(payload);
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i & 3];
            }
            return ByteBuffer.wrap(payload);
        }
    }

    public HostilePeer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("hostile-peer").start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    serve(socket);
                } catch (IOException e) {
                    // The client has gone away, or the test is over.
                }
            }
        });
    }

    /** Returns the address. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort());
    }

    /** Returns the number of connections so far. */
    public int connections() {
        return connections.get();
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        String key = head.toString(StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                .findFirst()
                .orElseThrow()
                .substring("Sec-WebSocket-Key: ".length());
        socket.getOutputStream()
                .write(
                        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nTrebuchet-Ext: 1\r\n"
                                        + "Sec-WebSocket-Accept: " + accepted(key) + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        behaviour.act(connections.incrementAndGet(), new Line(in, socket.getOutputStream()));
    }

    private static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
