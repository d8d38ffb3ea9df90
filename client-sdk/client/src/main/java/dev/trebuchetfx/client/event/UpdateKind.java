// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

/** How an update came. The value is the whole state in each case. */
public enum UpdateKind {
    /** Live, as a whole state. */
    FULL,
    /** Live, as a change to the state before. */
    DELTA,
    /** Sent again from the server's buffer, or from the last known state, after a resume. */
    REPLAY
}
