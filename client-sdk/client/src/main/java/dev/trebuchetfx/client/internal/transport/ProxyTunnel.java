// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tunnel through an HTTP proxy, which is asked to connect a socket to a server (RFC 9110, section 9.3.6). */
final class ProxyTunnel {
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: [^\\r\\n]*)?");
    private static final String END_OF_HEAD = "\r\n\r\n";

    private ProxyTunnel() {}

    /**
     * Opens the way through a proxy that {@code socket} is connected to. Afterwards the socket leads to the server.
     *
     * @throws IOException if the proxy refuses, or doesn't answer within the socket's timeout
     */
    static void open(Socket socket, ProxyRoutes.Route route, ServerAddress server) throws IOException {
        String authority = server.host() + ":" + server.port();
        String userInfo = route.userInfo();
        String request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n"
                + (userInfo == null ? "" : "Proxy-Authorization: " + BasicAuthorization.of(userInfo) + "\r\n")
                + "\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String head = readHead(socket.getInputStream(), route);
        Matcher status = STATUS_LINE.matcher(head);
        if (!status.lookingAt()) {
            throw new IOException(proxy(route) + " does not speak HTTP: it began with '" + beginning(head) + "'");
        }
        if (!status.group(1).startsWith("2")) {
            throw new IOException(
                    proxy(route) + " answered '" + AnswerHead.shown(status.group()) + "' when asked for " + authority
                            + ("407".equals(status.group(1))
                                    ? "; give it a user and a password: http://user:password@host:port"
                                    : ""));
        }
    }

    /** Reads the head of the proxy's answer, byte by byte, since everything after it is the server's. */
    private static String readHead(InputStream in, ProxyRoutes.Route route) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END_OF_HEAD.length()) {
            int next = in.read();
            if (next < 0) {
                throw new IOException(proxy(route) + " closed the connection and did not answer");
            }
            if (head.size() == MAX_HEAD_BYTES) {
                throw new IOException(proxy(route) + " answered with more than " + MAX_HEAD_BYTES + " bytes of head");
            }
            head.write(next);
            matched = next == END_OF_HEAD.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            if (head.size() == 1 && next != 'H') {
                // The answer is no HTTP, and the end of a head may never come.
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static String beginning(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static String proxy(ProxyRoutes.Route route) {
        return "the proxy " + ProxyRoutes.describe(route.proxy());
    }
}
