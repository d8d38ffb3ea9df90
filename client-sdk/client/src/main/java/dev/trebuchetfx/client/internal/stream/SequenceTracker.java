// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

/**
 * A judge of each sequence number by the one before it.
 *
 * <p>Stateless: the position is the caller's, so that it stands in one place, the checkpoint.
 */
final class SequenceTracker {
    private SequenceTracker() {}

    /**
     * Returns the verdict on {@code sequence} after {@code last}.
     *
     * @param last the newest number taken, unsigned; 0 for none
     * @param skipped the count of numbers before {@code sequence} that the server left out on purpose
     */
    static Verdict judge(long last, long sequence, long skipped) {
        if (Long.compareUnsigned(sequence, last) <= 0) {
            return Verdict.DUPLICATE;
        }
        // The distance is at least 1, so that this can't wrap around.
        return Long.compareUnsigned(sequence - last - 1, skipped) <= 0 ? Verdict.IN_ORDER : Verdict.JUMP;
    }

    /** A verdict on a sequence number. */
    enum Verdict {
        /** The number is the next one, or only numbers that the server left out on purpose come before it. */
        IN_ORDER,
        /** The number is not above the newest one taken. */
        DUPLICATE,
        /** Numbers before this one have not come. */
        JUMP
    }
}
