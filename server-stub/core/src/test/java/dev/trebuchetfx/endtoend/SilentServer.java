// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that takes connections, answers the upgrade if it is to, and then nothing any more, pings and closes included. */
final class SilentServer implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening;
    private final boolean answersUpgrade;
    private final List<Socket> taken = new ArrayList<>();

    SilentServer(boolean answersUpgrade) throws IOException {
        this.answersUpgrade = answersUpgrade;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("silent-server").start(this::take);
    }

    URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort());
    }

    /** How many connections came, as far as they were taken. */
    synchronized int taken() {
        return taken.size();
    }

    private void take() {
        try {
            while (true) {
                Socket socket = listening.accept();
                if (answersUpgrade) {
                    answer(socket);
                }
                synchronized (this) {
                    taken.add(socket);
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void answer(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("expected an upgrade but the client left after " + head);
            }
            head.append((char) next);
        }
        Matcher key = KEY.matcher(head);
        if (!key.find()) {
            throw new IOException("expected an upgrade but was " + head);
        }
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nTrebuchet-Ext: 1\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key.group(1)) + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String accept(String key) throws IOException {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        listening.close();
        for (Socket socket : taken) {
            socket.close();
        }
    }
}
