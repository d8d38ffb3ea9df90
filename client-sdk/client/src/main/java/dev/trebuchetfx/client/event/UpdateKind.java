// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

/** The way in which an update came. Its value is the whole state in each case. */
public enum UpdateKind {
    /** The update came live, as a whole state. */
    FULL,
    /** The update came live, as a delta to the state before. */
    DELTA,
    /** The update came from the server's buffer after a resume, or from a checkpoint of an earlier run. */
    REPLAY
}
