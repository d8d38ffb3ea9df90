// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Writes to one peer, and shows for how long that peer has taken nothing.
 *
 * <p>{@link #write} is called by one thread at a time, {@link #isStuck} by any.
 */
final class WatchedOutput {
    private static final int PIECE = 64 * 1024;

    private final OutputStream out;
    private final TimeSource time;
    private volatile boolean writing;
    private volatile long since;

    WatchedOutput(OutputStream out, TimeSource time) {
        this.out = out;
        this.time = time;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; at += PIECE) {
            since = time.nanoTime();
            writing = true;
            try {
                out.write(bytes, offset + at, Math.min(PIECE, length - at));
            } finally {
                writing = false;
            }
        }
    }

    /** Returns whether the write under way has lasted for longer than {@code limit}. */
    boolean isStuck(Duration limit) {
        return writing && time.nanoTime() - since > limit.toNanos();
    }
}
