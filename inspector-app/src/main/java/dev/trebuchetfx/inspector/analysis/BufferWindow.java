// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

/**
 * What a server can still replay of a stream. Numbers are unsigned.
 *
 * @param oldest the oldest number that it has
 * @param newest the newest
 * @param size how many updates it keeps at most
 * @param exact whether the server said so; otherwise estimated from the size of its buffer and the newest number seen
 */
public record BufferWindow(long oldest, long newest, long size, boolean exact) {

    /** How many more updates may come before a resume from {@code checkpoint} can no longer be replayed; negative: too late. */
    public long margin(long checkpoint) {
        long ahead = checkpoint + 1 - oldest;
        return ahead < 0 ? ahead : size - (newest - checkpoint);
    }
}
