// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

/** How a resume went. */
public enum ResumeVerdict {
    /** Nothing was missed, or all of it was replayed. */
    COMPLETE("complete"),
    /** The replay began later than asked for: the server no longer had the rest. */
    PARTIAL("partial"),
    /** Some of what was promised did not come. */
    LOST("lost"),
    /** A new stream with the full state took the place of a replay. */
    RESTARTED("restarted"),
    /** No answer was seen, or the replay was still under way. */
    UNKNOWN("unknown");

    private final String word;

    ResumeVerdict(String word) {
        this.word = word;
    }

    /** The same in every output. */
    public String word() {
        return word;
    }
}
