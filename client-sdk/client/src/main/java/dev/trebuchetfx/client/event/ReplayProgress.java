// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

/**
 * The part of a replay that has come: {@code done} of {@code total} missed updates.
 *
 * @param done the number of missed updates that came or were passed over, from 0 to {@code total}
 * @param total the number of missed updates, at least 1
 */
public record ReplayProgress(long done, long total) {

    /**
     * Makes the progress of a replay.
     *
     * @throws IllegalArgumentException if {@code total} is less than 1, or {@code done} is not between 0 and {@code total}
     */
    public ReplayProgress {
        if (total < 1 || done < 0 || done > total) {
            throw new IllegalArgumentException(
                    "Expected 0 to 'total' updates done of at least 1, but found " + done + " of " + total);
        }
    }

    /** Returns the part that is done, from 0 to 1. */
    public double fraction() {
        return (double) done / total;
    }
}
