// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Pointer (RFC 6901) into a state, in which {@code *} may stand for each item of a list and each value of an object. Immutable.
 *
 * <p>Besides {@code ~0} for a tilde and {@code ~1} for a slash, {@code ~2} stands for a comma, which separates paths, and {@code ~3} for
 * an asterisk in a name.
 *
 * @param segments the steps from the root of the state; none for the whole state
 */
record StatePath(List<Segment> segments) {
    private static final String ESCAPED = "~/,*";

    /**
     * One step of a path.
     *
     * @param name the key of a value or the index of an item; empty for an asterisk
     * @param each true for an asterisk
     */
    record Segment(String name, boolean each) {
        /** Returns the name as the index of an item; -1 if it is no index. */
        int index() {
            if (name.isEmpty() || name.length() > 9 || (name.length() > 1 && name.charAt(0) == '0')) {
                return -1;
            }
            for (int i = 0; i < name.length(); i++) {
                if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                    return -1;
                }
            }
            return Integer.parseInt(name);
        }
    }

    StatePath {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a path.
     *
     * @param wildcards true to allow asterisks
     * @throws InvalidFilterException if the text is no path, or is too long
     */
    static StatePath parse(String text, boolean wildcards) {
        if (!text.isEmpty() && text.charAt(0) != '/') {
            throw new InvalidFilterException("expected a path that begins with / but found '" + text + "'");
        }
        List<Segment> segments = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int slash = text.indexOf('/', from + 1);
            int to = slash < 0 ? text.length() : slash;
            String segment = text.substring(from + 1, to);
            boolean each = segment.equals("*");
            if (each && !wildcards) {
                throw new InvalidFilterException(
                        "expected the name of one value in '" + text + "' but found *; write ~3 for an asterisk");
            }
            segments.add(new Segment(each ? "" : unescape(segment, text), each));
            from = to;
        }
        if (segments.size() > FilterLimits.MAX_SEGMENTS) {
            throw new InvalidFilterException("expected a path of at most " + FilterLimits.MAX_SEGMENTS
                    + " names but found one of " + segments.size());
        }
        return new StatePath(segments);
    }

    /** Returns the value to which a path without asterisks leads; null if there is none. */
    @Nullable
    JsonNode in(JsonNode root) {
        JsonNode at = root;
        for (Segment segment : segments) {
            JsonNode next = at.isArray() ? at.get(segment.index()) : at.get(segment.name());
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    /** Returns the text that {@link #parse} reads. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Segment segment : segments) {
            text.append('/');
            if (segment.each()) {
                text.append('*');
            } else {
                escape(segment.name(), text);
            }
        }
        return text.toString();
    }

    private static String unescape(String segment, String path) {
        int tilde = segment.indexOf('~');
        if (tilde < 0) {
            return segment;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '~') {
                i++;
                int code = i < segment.length() ? segment.charAt(i) - '0' : -1;
                if (code < 0 || code >= ESCAPED.length()) {
                    throw new InvalidFilterException("expected ~0, ~1, ~2 or ~3 for ~ / , * in '" + path
                            + "' but found '~" + (i < segment.length() ? segment.substring(i, i + 1) : "") + "'");
                }
                name.append(ESCAPED.charAt(code));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }

    /** Appends a name with escapes. A comma is escaped since it separates paths, and an asterisk wherever it is. */
    private static void escape(String name, StringBuilder text) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int code = ESCAPED.indexOf(c);
            if (code < 0) {
                text.append(c);
            } else {
                text.append('~').append(code);
            }
        }
    }
}
