// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

/**
 * What a log in memory may hold.
 *
 * @param maxEvents how many events
 * @param maxBytes estimate of the memory that the events take, payloads included
 */
public record CaptureLimits(int maxEvents, long maxBytes) {
    /** 50,000 events, 32 MiB. */
    public static final CaptureLimits DEFAULT = new CaptureLimits(50_000, 32L << 20);

    public CaptureLimits {
        if (maxEvents < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive but were maxEvents " + maxEvents + ", maxBytes " + maxBytes);
        }
    }
}
