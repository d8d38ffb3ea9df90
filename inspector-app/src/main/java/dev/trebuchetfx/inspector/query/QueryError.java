// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

/**
 * Why a text is no query.
 *
 * @param text as it was typed
 * @param from index of the first character at fault; the text's length where it ends too early
 * @param to index after the last, at least {@code from}
 * @param expected what could have stood there
 * @param found what stands there
 * @param asLiteral the text with what is at fault quoted, so that it is searched for as it stands: always a query
 */
public record QueryError(String text, int from, int to, String expected, String found, String asLiteral) {

    /** One sentence. Columns count from 1. */
    public String message() {
        return "expected " + expected + " but found " + found + " at column " + (from + 1);
    }

    /** The text and below it a caret at what is at fault, two lines. */
    public String caret() {
        String oneLine = text.replaceAll("\\s", " ");
        return oneLine + "\n" + " ".repeat(from) + "^".repeat(Math.max(1, to - from));
    }
}
