// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that knows CONNECT alone, and leads every connection to one server, whatever name it is asked for. */
final class ConnectProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int serverPort;
    private final String wanted;

    /** @param wanted must stand in the head of a request, or the proxy answers 407 */
    ConnectProxy(int serverPort, String wanted) throws IOException {
        this.serverPort = serverPort;
        this.wanted = wanted;
        Thread.ofVirtual().name("connect-proxy").start(this::accept);
    }

    URI uri(String userInfo) {
        return URI.create("http://" + userInfo + "127.0.0.1:" + listening.getLocalPort());
    }

    /** The first line of each request. */
    List<String> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                sockets.add(client);
                Thread.ofVirtual().name("connect-proxy-line").start(() -> serve(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            var head = new StringBuilder();
            // One byte at a time: what follows is the server's.
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            while (!head.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            requests.add(head.substring(0, head.indexOf("\r\n")));
            if (!head.toString().contains(wanted)) {
                client.getOutputStream()
                        .write("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
                sockets.add(server);
                client.getOutputStream()
                        .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Thread back = Thread.ofVirtual().start(() -> copy(server, client));
                copy(client, server);
                back.join();
            }
        } catch (IOException | InterruptedException e) {
            // The line is over.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // The line is over.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
