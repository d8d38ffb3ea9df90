// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/** Why a stream was restarted instead of replayed. */
public enum RestartReason {
    /** The stream was detached for longer than the server keeps one. */
    EXPIRED("expired"),
    /** The buffer no longer reaches back to the client's position. */
    EVICTED("evicted"),
    /** The position belongs to another epoch: the server was restarted. */
    EPOCH("epoch"),
    /** The position is beyond anything that the server sent. */
    AHEAD("ahead"),
    /** The server doesn't know the stream, or it is another principal's. */
    UNKNOWN("unknown"),
    /** The client asked for the full state, or a replay would have cost more. */
    FULL("full");

    private final String wireName;

    RestartReason(String wireName) {
        this.wireName = wireName;
    }

    /** The word on the wire. */
    public String wireName() {
        return wireName;
    }
}
