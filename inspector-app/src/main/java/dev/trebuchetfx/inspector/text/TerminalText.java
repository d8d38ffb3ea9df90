// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.text;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts of peers safe to print: escape sequences and other control characters, by which they could command the terminal, and characters that change
 * the direction of writing, by which they could show something else than there is, become {@code \}{@code u001b} and the like. JSON stays the same JSON.
 */
public final class TerminalText {
    private TerminalText() {}

    /** Returns {@code text} as one line, safe to print; ends of lines are escaped too. Returns an empty text for null. */
    public static String line(@Nullable String text) {
        return text == null ? "" : escaped(text, 0, text.length(), false);
    }

    /** Returns a writer that passes everything on to {@code out}, safe to print; ends of lines and tabs stay. */
    public static Writer writer(Writer out) {
        return new Escaping(out);
    }

    private static String escaped(CharSequence text, int from, int to, boolean keepsLines) {
        StringBuilder safe = null;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (isUnsafe(c) && !(keepsLines && (c == '\n' || (c == '\r' && endsLine())))) {
                if (safe == null) {
                    safe = new StringBuilder(to - from + 16).append(text, from, i);
                }
                appendEscaped(safe, c);
            } else if (safe != null) {
                safe.append(c);
            }
        }
        return safe == null ? text.subSequence(from, to).toString() : safe.toString();
    }

    private static boolean endsLine() {
        return System.lineSeparator().indexOf('\r') >= 0;
    }

    private static void appendEscaped(StringBuilder safe, char c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            default -> {
                safe.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    safe.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            }
        }
    }

    private static boolean isUnsafe(char c) {
        boolean isControl = (c < 0x20 && c != '\t') || (c >= 0x7f && c <= 0x9f);
        boolean turns = c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
        return isControl || turns || c == 0x2028 || c == 0x2029;
    }

    /** Escapes what is written. */
    private static final class Escaping extends FilterWriter {
        Escaping(Writer out) {
            super(out);
        }

        @Override
        public void write(int c) throws IOException {
            out.write(escaped(String.valueOf((char) c), 0, 1, true));
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            out.write(escaped(java.nio.CharBuffer.wrap(text), offset, offset + length, true));
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            out.write(escaped(text, offset, offset + length, true));
        }
    }
}
