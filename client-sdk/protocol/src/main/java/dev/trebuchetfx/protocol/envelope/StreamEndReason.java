// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/** Why a stream ended. The set is closed: another word on the wire is an error. */
public enum StreamEndReason {
    COMPLETED("completed"),
    ACTOR_TERMINATED("actorTerminated"),
    CLIENT_UNSUBSCRIBED("clientUnsubscribed"),
    CONNECTION_CLOSED("connectionClosed"),
    ERROR("error");

    private final String wireName;

    StreamEndReason(String wireName) {
        this.wireName = wireName;
    }

    /** The word on the wire. */
    public String wireName() {
        return wireName;
    }
}
