// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.Verdict;

/**
 * One row of the message table, in words.
 *
 * @param sincePrevious the time since the row before, or since the time reference where there is one
 * @param marked whether a person has marked it
 * @param comment what a person noted about it; empty for nothing
 */
public record MessageRow(
        long row,
        String time,
        String sincePrevious,
        Direction direction,
        String type,
        String stream,
        String sequence,
        String size,
        Verdict verdict,
        String preview,
        boolean marked,
        String comment) {

    /** Which way a message went. */
    public enum Direction {
        SENT("sent"),
        RECEIVED("received"),
        /** Not a message: something that the client noticed. */
        NOTE("note");

        private final String word;

        Direction(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The row as a sentence, for a screen reader. */
    public String spoken() {
        return "row " + (row + 1) + (marked ? ", marked" : "") + ", " + direction.word() + " " + type
                + (stream.isEmpty() ? "" : ", stream " + stream)
                + (sequence.isEmpty() ? "" : ", sequence " + sequence)
                + ", " + verdict.word() + ", " + preview
                + (comment.isEmpty() ? "" : ", comment " + comment);
    }
}
