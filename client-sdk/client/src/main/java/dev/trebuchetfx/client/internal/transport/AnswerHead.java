// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of a server's answer to the upgrade.
 *
 * @param headers the headers by their names in lower case; where several have one name, the last
 * @param setCookies the values of {@code Set-Cookie}, the only header whose values can't be joined to one
 */
record AnswerHead(int status, String statusLine, Map<String, String> headers, List<String> setCookies) {
    static final int SWITCHING_PROTOCOLS = 101;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: [^\\r\\n]*)?(?=[\\r\\n])");
    private static final String SET_COOKIE = "set-cookie";

    /** The most characters of a status line that are shown: the line may be as long as the head, and whoever wrote it may be anybody. */
    private static final int LONGEST_SHOWN = 100;

    /** Reads a complete head; returns null where it is not complete yet, or the text is no HTTP. */
    static @Nullable AnswerHead read(String text) {
        Matcher status = STATUS_LINE.matcher(text);
        if (!status.lookingAt() || !text.contains("\r\n\r\n")) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        List<String> setCookies = new ArrayList<>();
        text.lines().skip(1).takeWhile(line -> !line.isEmpty()).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).trim();
                headers.put(name, value);
                if (name.equals(SET_COOKIE)) {
                    setCookies.add(value);
                }
            }
        });
        return new AnswerHead(Integer.parseInt(status.group(1)), status.group(), headers, setCookies);
    }

    /** Returns the fault of a text that begins an answer, in words, or null where it may become one. */
    static @Nullable String problemOf(String text) {
        String expected = "HTTP/1.";
        if (text.startsWith(expected) || expected.startsWith(text)) {
            return null;
        }
        if (text.charAt(0) < ' ') {
            return "the server does not speak HTTP there: it answered with bytes that are no text, as where it expects wss: and got ws:";
        }
        String shown = text.lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
        return "the server does not speak HTTP there: its answer began with '"
                + (shown.length() <= 40 ? shown : shown.substring(0, 40) + "…") + "'";
    }

    /** Returns the status line as an error shows it. */
    String shownStatusLine() {
        return shown(statusLine);
    }

    /** Returns the beginning of a status line, as an error shows it. */
    static String shown(String statusLine) {
        return statusLine.length() <= LONGEST_SHOWN ? statusLine : statusLine.substring(0, LONGEST_SHOWN) + "…";
    }

    /** Returns the reason why the answer does not complete the handshake (RFC 6455, section 4.1), or null where it does. */
    @Nullable
    String handshakeProblem(String expectedAccept) {
        String begin = "the server answered " + status + " ";
        if (!"websocket".equalsIgnoreCase(headers.get("upgrade"))) {
            return begin + "without 'Upgrade: websocket'";
        }
        if (!headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("upgrade")) {
            return begin + "without 'Connection: Upgrade'";
        }
        String accept = headers.get("sec-websocket-accept");
        if (accept == null) {
            return begin + "without Sec-WebSocket-Accept";
        }
        if (!accept.equals(expectedAccept)) {
            return begin
                    + "with a Sec-WebSocket-Accept that does not belong to the key that it was sent, as a cached answer has";
        }
        return null;
    }
}
