// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

/**
 * The most that the codec accepts, so that a peer can't make it use unbounded memory or stack.
 *
 * @param maxFrameBytes the most bytes of one message, 1 or more
 * @param maxNestingDepth the most objects and arrays within each other, 1 or more
 * @param maxStringLength the most characters of one string, 1 or more. Base64 is bounded by {@code maxFrameBytes} instead
 */
public record WireLimits(int maxFrameBytes, int maxNestingDepth, int maxStringLength) {
    /** The usual limits: messages of 64 MiB, a depth of 64, and strings of 1,048,576 characters. */
    public static final WireLimits DEFAULT = new WireLimits(64 << 20, 64, 1 << 20);

    /**
     * Makes limits.
     *
     * @throws IllegalArgumentException if a limit is less than 1
     */
    public WireLimits {
        if (maxFrameBytes < 1 || maxNestingDepth < 1 || maxStringLength < 1) {
            throw new IllegalArgumentException("limits must be positive but were maxFrameBytes " + maxFrameBytes
                    + ", maxNestingDepth " + maxNestingDepth + ", maxStringLength " + maxStringLength);
        }
    }
}
