// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.posting;

/** The outcome of sending messages to a connection. */
public enum PostOutcome {
    /** The gateway has taken all of them. */
    SENT,
    /** The connection has ended. */
    GONE,
    /** The gateway has refused one of them again and again; those after it were not sent. */
    FAILED,
    /**
     * The gateway has taken no more for this connection for some time, since its client reads too slowly or not at all, or the quota of the account is used
     * up; those after it were not sent.
     */
    FULL,
    /** The function's time was over before all were sent. */
    LATE
}
