// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/** How a server of ours answers a resume. */
public enum ResumeOutcome {
    /** Nothing was missed; live updates go on. */
    CURRENT("current"),
    /** What was missed follows, then live updates. */
    REPLAYED("replayed"),
    /** It can't be replayed: a new stream with the full state follows. */
    RESTARTED("restarted");

    private final String wireName;

    ResumeOutcome(String wireName) {
        this.wireName = wireName;
    }

    /** The word on the wire. */
    public String wireName() {
        return wireName;
    }
}
