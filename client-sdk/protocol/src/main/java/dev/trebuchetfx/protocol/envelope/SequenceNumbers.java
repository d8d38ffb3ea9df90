// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/** The comparison and the text of sequence numbers, which are unsigned 64-bit integers in a {@code long}. */
public final class SequenceNumbers {
    private SequenceNumbers() {}

    /** Returns whether {@code number} is greater than {@code other}, both taken as unsigned. */
    public static boolean isAfter(long number, long other) {
        return Long.compareUnsigned(number, other) > 0;
    }

    /** Returns the unsigned decimal form, 0 to 18446744073709551615. */
    public static String toText(long number) {
        return Long.toUnsignedString(number);
    }
}
