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
    /** The function's time was over before all were sent. */
    LATE
}
