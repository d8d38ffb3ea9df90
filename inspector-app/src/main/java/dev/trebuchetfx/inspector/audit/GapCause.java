// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

/** Why numbers did not come. Only {@link #LOST} is an error. */
public enum GapCause {
    /** Jumped over on a live connection, or promised and not sent, and never made good. */
    LOST("lost"),
    /** The server no longer had them when they were asked for. */
    EVICTED("evicted"),
    /** The server left them out on purpose, and said so. */
    SKIPPED("skipped"),
    /** They may have come where the capture misses something. */
    NOT_CAPTURED("not-captured"),
    /** The wire does not tell. */
    UNKNOWN("unknown");

    private final String word;

    GapCause(String word) {
        this.word = word;
    }

    /** The same in every output. */
    public String word() {
        return word;
    }
}
