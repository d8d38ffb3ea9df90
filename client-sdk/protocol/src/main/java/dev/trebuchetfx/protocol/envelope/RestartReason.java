// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/** A reason for which a server restarts a stream instead of replaying it. */
public enum RestartReason {
    /** The stream was detached for longer than its time to live. */
    EXPIRED("expired"),
    /** The buffer no longer reaches back to the client's position. */
    EVICTED("evicted"),
    /** The position belongs to another epoch, that is, to another server process. */
    EPOCH("epoch"),
    /** The position is beyond the newest sequence number of the stream. */
    AHEAD("ahead"),
    /** The server does not know the stream, or the stream belongs to another principal. */
    UNKNOWN("unknown"),
    /** The client asked for the full state, or a replay would have taken more bytes than the full state. */
    FULL("full");

    private final String wireName;

    RestartReason(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the word on the wire. */
    public String wireName() {
        return wireName;
    }
}
