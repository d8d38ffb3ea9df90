// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/**
 * What becomes of a call while there is no connection. In every case it fails when the client goes offline, since no connection is
 * to come by itself then.
 */
public enum WithoutConnection {
    /** It fails at once with a {@link dev.trebuchetfx.client.error.NotConnectedException}: it was not sent. */
    FAIL,
    /** It waits until its timeout, which is the deadline for all of it, waiting and answer. */
    WAIT_UNTIL_TIMEOUT,
    /** It waits for as long as it takes; its timeout begins when it is sent. */
    WAIT
}
