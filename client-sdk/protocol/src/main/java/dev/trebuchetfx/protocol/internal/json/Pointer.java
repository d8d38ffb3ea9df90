// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.ArrayList;
import java.util.List;

/**
 * A JSON Pointer (RFC 6901), which leads from a document's root to one value in it. Immutable.
 *
 * @param tokens the property names and array indices on the way, unescaped; none for the whole document
 */
public record Pointer(List<String> tokens) {
    /** The pointer to the whole document. */
    public static final Pointer ROOT = new Pointer(List.of());

    /** The most digits of an index: any such number fits an int. */
    private static final int MAX_INDEX_DIGITS = 9;

    public Pointer {
        tokens = List.copyOf(tokens);
    }

    /**
     * Reads the text form, such as {@code /todos/0/title}.
     *
     * @throws IllegalArgumentException if the text is not empty and does not begin with a slash, or has a tilde without 0 or 1 after it
     */
    public static Pointer parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        if (text.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON Pointer must be empty or begin with / but was \"" + text + "\"");
        }
        List<String> tokens = new ArrayList<>();
        int start = 1;
        for (int i = 1; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '/') {
                tokens.add(unescaped(text.substring(start, i), text));
                start = i + 1;
            }
        }
        return new Pointer(tokens);
    }

    /** Returns the number of tokens. */
    public int depth() {
        return tokens.size();
    }

    /** Returns whether {@code other} begins with this pointer and is longer. */
    public boolean isAbove(Pointer other) {
        return depth() < other.depth() && other.tokens.subList(0, depth()).equals(tokens);
    }

    /** Returns this pointer with one more token at its end. */
    public Pointer then(String token) {
        List<String> longer = new ArrayList<>(tokens);
        longer.add(token);
        return new Pointer(longer);
    }

    /**
     * Returns a token as the index in an array.
     *
     * @return the index; -1 if the token is no index, since it is empty, has another character than digits or a leading zero, or has more
     *     than nine digits
     */
    public static int index(String token) {
        if (token.isEmpty() || token.length() > MAX_INDEX_DIGITS || (token.length() > 1 && token.charAt(0) == '0')) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + (c - '0');
        }
        return index;
    }

    /** Returns the text form, which {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String token : tokens) {
            text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }

    private static String unescaped(String token, String pointer) {
        if (token.indexOf('~') < 0) {
            return token;
        }
        StringBuilder plain = new StringBuilder(token.length());
        boolean escaped = false;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (escaped) {
                if (c != '0' && c != '1') {
                    throw badTilde(pointer);
                }
                plain.append(c == '0' ? '~' : '/');
            } else if (c != '~') {
                plain.append(c);
            }
            escaped = !escaped && c == '~';
        }
        if (escaped) {
            throw badTilde(pointer);
        }
        return plain.toString();
    }

    private static IllegalArgumentException badTilde(String pointer) {
        return new IllegalArgumentException(
                "a tilde in a JSON Pointer must be followed by 0 or 1 but was not in \"" + pointer + "\"");
    }
}
