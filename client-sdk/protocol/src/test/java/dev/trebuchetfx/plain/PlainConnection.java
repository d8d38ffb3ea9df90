// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection of the server double. Takes one message in one frame of 16,384 bytes at most, as a Swift server does, and says
 * what a client should not have sent. Two threads of its own, for reading and writing.
 */
final class PlainConnection {
    static final int FRAME_LIMIT = 16_384;

    private static final int MESSAGE_TOO_LARGE = 1009;

    private final Socket socket;
    private final PlainSwiftServer server;
    private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch writerDone = new CountDownLatch(1);
    private volatile @Nullable FrameSocket frames;
    private volatile boolean ended;

    private record Outgoing(int opcode, Bytes payload) {}

    PlainConnection(Socket socket, PlainSwiftServer server) {
        this.socket = socket;
        this.server = server;
    }

    boolean isOpen() {
        return !ended;
    }

    /** A dead connection swallows what is sent, without a word. */
    void send(String type, ObjectNode payload) {
        if (ended) {
            server.swallowed();
        } else {
            queue.add(new Outgoing(FrameSocket.BINARY, PlainJson.message(type, payload)));
        }
    }

    /** The line breaks. */
    void cut() throws IOException {
        ended = true;
        FrameSocket open = frames;
        if (open == null) {
            socket.close();
        } else {
            open.reset();
        }
    }

    /** Reads until the end; what is whole is given on. */
    void run(Consumer<Bytes> messages) {
        try (FrameSocket open = FrameSocket.accept(socket)) {
            frames = open;
            Thread writer = Thread.ofVirtual().name("plain-server-writer").start(() -> write(open));
            try {
                while (!ended && take(open.read(FRAME_LIMIT), messages)) {
                    // Each frame is handled as it comes.
                }
            } catch (FrameSocket.FrameTooLargeException e) {
                server.fault(String.valueOf(e.getMessage()));
                refuse(MESSAGE_TOO_LARGE);
            } finally {
                ended = true;
                writer.interrupt();
            }
        } catch (IOException e) {
            // The client is gone; Swift logs that and goes on.
            ended = true;
        }
    }

    private boolean take(FrameSocket.Frame frame, Consumer<Bytes> messages) throws IOException {
        switch (frame.opcode()) {
            case FrameSocket.PING -> {
                server.pinged();
                if (frame.payload().size() > 0) {
                    server.fault("a ping came with a payload, which is echoed masked");
                }
                queue.add(new Outgoing(FrameSocket.PONG, frame.masked()));
            }
            case FrameSocket.PONG -> {}
            case FrameSocket.CLOSE -> {
                // No closing handshake: the socket just ends.
                return false;
            }
            case FrameSocket.BINARY, FrameSocket.TEXT -> {
                if (frame.opcode() == FrameSocket.TEXT) {
                    server.fault("a text frame came, where clients send binary ones: " + frame.payload());
                }
                if (!frame.fin()) {
                    server.fault("a message came in fragments, which are not put together");
                    refuse(MESSAGE_TOO_LARGE);
                    return false;
                }
                messages.accept(frame.payload());
            }
            default -> server.fault("a frame with opcode " + frame.opcode() + " came");
        }
        return true;
    }

    private void refuse(int code) throws IOException {
        queue.add(new Outgoing(FrameSocket.CLOSE, Bytes.wrap(new byte[] {(byte) (code >> 8), (byte) code})));
        try {
            writerDone.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // What the client is still sending is read, so that the close reaches it instead of a reset.
        socket.shutdownOutput();
        socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    }

    private void write(FrameSocket open) {
        try {
            Outgoing next;
            do {
                next = queue.take();
                open.write(true, next.opcode(), next.payload());
            } while (next.opcode() != FrameSocket.CLOSE);
        } catch (InterruptedException | IOException e) {
            ended = true;
        } finally {
            writerDone.countDown();
        }
    }
}
