// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/** Sequence numbers are unsigned 64-bit numbers in a {@code long}; this compares and shows them as such. */
public final class SequenceNumbers {
    private SequenceNumbers() {}

    /** Whether {@code number} comes after {@code other}. */
    public static boolean isAfter(long number, long other) {
        return Long.compareUnsigned(number, other) > 0;
    }

    /** The decimal form, 0 to 18446744073709551615. */
    public static String toText(long number) {
        return Long.toUnsignedString(number);
    }
}
