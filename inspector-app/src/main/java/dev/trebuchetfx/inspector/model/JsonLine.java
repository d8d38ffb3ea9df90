// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import java.util.List;
import java.util.stream.Collectors;

/** One line of a document, in coloured parts. */
public record JsonLine(int indent, List<Part> parts) {

    public JsonLine {
        parts = List.copyOf(parts);
    }

    /** A line of plain text. */
    static JsonLine plain(String text) {
        return new JsonLine(0, List.of(new Part(Kind.PLAIN, text)));
    }

    /** A piece of text with one meaning. */
    public record Part(Kind kind, String text) {}

    /** What a piece of text is. */
    public enum Kind {
        KEY,
        STRING,
        NUMBER,
        LITERAL,
        PUNCTUATION,
        PLAIN,
        /** Only the newer of two documents has it. */
        ADDED,
        /** Only the older of two documents has it. */
        REMOVED,
        /** Said by the inspector, not by the document. */
        NOTE
    }

    /** The line as text, two spaces an indent. */
    public String text() {
        return "  ".repeat(indent) + parts.stream().map(Part::text).collect(Collectors.joining());
    }
}
