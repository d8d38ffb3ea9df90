// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.verdict;

import dev.trebuchetfx.inspector.audit.SequenceVerdict;
import java.util.StringJoiner;

/** What an event turned out to be, as bits. */
public final class VerdictBits {
    public static final int LIVE = 1;
    public static final int REPLAY = 1 << 1;
    public static final int OVERLAP = 1 << 2;
    public static final int DUPLICATE = 1 << 3;
    public static final int REORDERED = 1 << 4;
    public static final int SKIPPED = 1 << 5;
    public static final int AMBIGUOUS = 1 << 6;
    public static final int UNPLACED = 1 << 7;
    public static final int RESTART = 1 << 8;
    /** Numbers are missing before it that did not merely come late. */
    public static final int GAP = 1 << 9;
    /** A gap whose updates are lost for good. */
    public static final int LOST = 1 << 10;

    private VerdictBits() {}

    /** The bits in a word or two, as reports have them; empty for none. */
    public static String inWords(int bits) {
        StringJoiner words = new StringJoiner(" ");
        add(words, bits, LIVE, "live");
        add(words, bits, REPLAY, "replay");
        add(words, bits, OVERLAP, "overlap");
        add(words, bits, DUPLICATE, "duplicate");
        add(words, bits, REORDERED, "reordered");
        add(words, bits, AMBIGUOUS, "ambiguous");
        add(words, bits, UNPLACED, "unplaced");
        add(words, bits, SKIPPED, "skipped");
        add(words, bits, GAP, "gap");
        add(words, bits, LOST, "lost");
        return words.toString();
    }

    private static void add(StringJoiner words, int bits, int bit, String word) {
        if ((bits & bit) != 0) {
            words.add(word);
        }
    }

    static int of(SequenceVerdict verdict) {
        return switch (verdict) {
            case LIVE, GAP, NOT_CAPTURED -> LIVE;
            case REPLAY -> REPLAY;
            case RESUME_OVERLAP -> OVERLAP;
            case DUPLICATE -> DUPLICATE;
            case REORDERED -> REORDERED;
            case SKIPPED -> LIVE | SKIPPED;
            case AMBIGUOUS -> AMBIGUOUS;
            case UNPLACED -> UNPLACED;
        };
    }
}
