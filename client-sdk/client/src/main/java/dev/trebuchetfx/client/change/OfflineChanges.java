// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

/** A choice of what becomes of a change that is made while there is no connection. */
public enum OfflineChanges {
    /** The change fails at once with a {@link dev.trebuchetfx.client.error.NotConnectedException} and shows nothing. */
    REFUSED,
    /** The change shows, and its call waits in memory until there is a connection. It ends with the client. */
    QUEUED,
    /**
     * The change shows, and its call waits in the client's {@linkplain dev.trebuchetfx.client.checkpoint.CheckpointStore checkpoint store}. If the
     * application ends before that, a later run sends it.
     */
    KEPT
}
