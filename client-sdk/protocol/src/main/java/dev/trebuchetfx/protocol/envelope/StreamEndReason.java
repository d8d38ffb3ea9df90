// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/** A reason for which a stream ended. The set is closed: a message with another word can't be read. */
public enum StreamEndReason {
    /** The stream has no more updates. */
    COMPLETED("completed"),
    /** The actor does not exist any more. */
    ACTOR_TERMINATED("actorTerminated"),
    /** The client does not want the stream any more. */
    CLIENT_UNSUBSCRIBED("clientUnsubscribed"),
    /** The server is about to close the connection; the client may resume the stream on the next one. */
    CONNECTION_CLOSED("connectionClosed"),
    /** The stream failed at the server. */
    ERROR("error");

    private final String wireName;

    StreamEndReason(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the word on the wire. */
    public String wireName() {
        return wireName;
    }
}
