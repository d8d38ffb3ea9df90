// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of a document, divided into parts that are coloured by their kind.
 *
 * @param indent the depth, in steps of two spaces
 * @param parts the parts from left to right
 */
public record JsonLine(int indent, List<Part> parts) {

    public JsonLine {
        parts = List.copyOf(parts);
    }

    /** Returns a line that is not indented and has one plain part. */
    static JsonLine plain(String text) {
        return new JsonLine(0, List.of(new Part(Kind.PLAIN, text)));
    }

    /** A part of a line that has one kind and so one colour. */
    public record Part(Kind kind, String text) {}

    /** The meaning of a part. */
    public enum Kind {
        KEY,
        STRING,
        NUMBER,
        LITERAL,
        PUNCTUATION,
        PLAIN,
        /** The part is in the newer of two documents only. */
        ADDED,
        /** The part is in the older of two documents only. */
        REMOVED,
        /** A remark of the inspector, which is not in the document. */
        NOTE
    }

    /** Returns the line as text, with two spaces for each step of the indent. */
    public String text() {
        return "  ".repeat(indent) + parts.stream().map(Part::text).collect(Collectors.joining());
    }
}
