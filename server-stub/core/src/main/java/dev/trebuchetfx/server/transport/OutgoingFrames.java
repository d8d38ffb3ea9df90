// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import java.nio.ByteBuffer;

/** The frames of one connection that have not left yet, first in, first out. Safe for use by any thread. */
interface OutgoingFrames {
    /** Adds one behind the others. */
    void add(ByteBuffer frame);

    /**
     * Writes here and now what can be written so.
     *
     * @return whether nothing is left; otherwise the library's selector thread is to be told that it wants to write
     */
    boolean leave();

    /** Returns how many bytes have not left, as far as is known. */
    long bytes();
}
