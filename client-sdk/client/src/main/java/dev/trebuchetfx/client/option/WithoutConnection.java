// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/**
 * A choice of what a call does while there is no connection. With each of them it fails when the client goes offline, since no
 * connection comes by itself then.
 */
public enum WithoutConnection {
    /** The call fails at once with a {@link dev.trebuchetfx.client.error.NotConnectedException}: it was not sent. */
    FAIL,
    /** The call waits until its timeout, which is the deadline for waiting and answer together. */
    WAIT_UNTIL_TIMEOUT,
    /** The call waits for as long as it takes; its timeout begins when it is sent. */
    WAIT
}
