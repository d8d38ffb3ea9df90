// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

/**
 * Judges each number by the one before it.
 *
 * <p>Stateless: the position is the caller's, so that it stands in one place, the checkpoint.
 */
final class SequenceTracker {
    private SequenceTracker() {}

    /**
     * What {@code sequence} is after {@code last}.
     *
     * @param last newest number taken, unsigned; 0 for none
     * @param skipped how many numbers before {@code sequence} the server left out on purpose
     */
    static Verdict judge(long last, long sequence, long skipped) {
        if (Long.compareUnsigned(sequence, last) <= 0) {
            return Verdict.DUPLICATE;
        }
        // The distance is at least 1, so that this can't wrap around.
        return Long.compareUnsigned(sequence - last - 1, skipped) <= 0 ? Verdict.IN_ORDER : Verdict.JUMP;
    }

    /** What a number is. */
    enum Verdict {
        IN_ORDER,
        DUPLICATE,
        JUMP
    }
}
