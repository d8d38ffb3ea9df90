// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first line and the fields of an HTTP request or answer, in the order in which they came (RFC 9112 section 2.1).
 *
 * @param startLine without its line end
 */
public record HttpHead(String startLine, List<Field> fields) {
    private static final int LONGEST = 16 * 1024;
    private static final int MOST_FIELDS = 100;
    private static final int LONGEST_QUOTE = 100;

    public HttpHead {
        fields = List.copyOf(fields);
    }

    /** Says that a head exceeds a limit. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message);
        }
    }

    /** A field as it came. */
    public record Field(String name, String value) {}

    /**
     * Reads to the empty line and not a byte further.
     *
     * @throws EOFException if nothing came at all, or not the whole
     * @throws TooLarge if it is longer than 16 KiB or has more than 100 fields
     * @throws IOException if it is not a head
     */
    static HttpHead read(InputStream in) throws IOException {
        String text = text(in);
        String[] lines = text.split("\r\n", -1);
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            if (i > MOST_FIELDS) {
                throw new TooLarge("expected at most " + MOST_FIELDS + " fields in an HTTP head but there are more");
            }
            int colon = lines[i].indexOf(':');
            if (colon < 1 || Character.isWhitespace(lines[i].charAt(0))) {
                throw new IOException("expected a field such as 'Host: example.org' but found '"
                        + lines[i].substring(0, Math.min(lines[i].length(), LONGEST_QUOTE)) + "'");
            }
            fields.add(new Field(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new HttpHead(lines[0], fields);
    }

    private static String text(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended within the HTTP head, after " + bytes.size() + " bytes");
            }
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
            bytes.write(next);
            if (bytes.size() > LONGEST) {
                throw new TooLarge("expected an HTTP head of at most " + LONGEST + " bytes but it goes on");
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The values of all fields of this name, in order, joined by commas; null where there is none. */
    public @Nullable String value(String name) {
        List<String> values = fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
        return values.isEmpty() ? null : String.join(", ", values);
    }

    /** The same with one field of this name, in the place of the first that was there, or at the end. */
    HttpHead with(String name, String value) {
        List<Field> changed = new ArrayList<>();
        boolean done = false;
        for (Field field : fields) {
            if (!field.name().equalsIgnoreCase(name)) {
                changed.add(field);
            } else if (!done) {
                changed.add(new Field(field.name(), value));
                done = true;
            }
        }
        if (!done) {
            changed.add(new Field(name, value));
        }
        return new HttpHead(startLine, changed);
    }

    /** The same without the fields of this name. */
    HttpHead without(String name) {
        return new HttpHead(
                startLine,
                fields.stream()
                        .filter(field -> !field.name().equalsIgnoreCase(name))
                        .toList());
    }

    HttpHead withStartLine(String line) {
        return new HttpHead(line, fields);
    }

    /** The status of an answer; 0 where the first line is none. */
    public int status() {
        String[] words = startLine.split(" ", 3);
        return words.length > 1 && words[0].startsWith("HTTP/") && words[1].matches("[0-9]{3}")
                ? Integer.parseInt(words[1])
                : 0;
    }

    /** What a request asks for, such as {@code /socket?room=1}; an empty text where the first line is no request. */
    public String target() {
        String[] words = startLine.split(" ", 3);
        return words.length == 3 && words[2].toUpperCase(Locale.ROOT).startsWith("HTTP/") ? words[1] : "";
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder(startLine).append("\r\n");
        fields.forEach(field ->
                text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
