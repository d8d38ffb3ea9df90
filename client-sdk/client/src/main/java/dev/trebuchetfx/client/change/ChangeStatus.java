// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

/** A step of a change on its way to the server and back. */
public enum ChangeStatus {
    /** The call waits to be sent: there is no connection, or a change before it is under way. */
    WAITING,
    /** The call was sent, and has no answer yet. */
    SENT,
    /** The server has done the call; its update is on its way. */
    ANSWERED,
    /** The server's state has the effect. The change is over. */
    SHOWN,
    /** The call was not done, or its outcome is unknown; what it showed is taken back. The change is over. */
    FAILED;

    /** Returns whether the change is still under way, so that what it shows may be taken back. */
    public boolean isPending() {
        return this == WAITING || this == SENT || this == ANSWERED;
    }
}
