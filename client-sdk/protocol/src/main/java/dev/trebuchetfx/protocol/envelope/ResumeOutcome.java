// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/** The answer of a server with the extension to a resume. */
public enum ResumeOutcome {
    /** The client missed nothing; live updates follow. */
    CURRENT("current"),
    /** The missed updates follow, then live updates. */
    REPLAYED("replayed"),
    /** A replay is not possible or not wanted; a new stream with the full state follows. */
    RESTARTED("restarted");

    private final String wireName;

    ResumeOutcome(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the word on the wire. */
    public String wireName() {
        return wireName;
    }
}
