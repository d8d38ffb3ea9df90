// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

/**
 * What a log may hold; beyond it the oldest events go.
 *
 * @param maxEvents how many events
 * @param maxBytes what their columns and bodies take, in memory and on disk together
 */
public record CaptureLimits(long maxEvents, long maxBytes) {
    /** 2,000,000 events, 1 GiB. */
    public static final CaptureLimits DEFAULT = new CaptureLimits(2_000_000, 1L << 30);

    public CaptureLimits {
        if (maxEvents < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive but were maxEvents " + maxEvents + ", maxBytes " + maxBytes);
        }
    }

    /** As these, with at most so many bytes. */
    CaptureLimits atMost(long bytes) {
        return new CaptureLimits(maxEvents, Math.min(bytes, maxBytes));
    }
}
