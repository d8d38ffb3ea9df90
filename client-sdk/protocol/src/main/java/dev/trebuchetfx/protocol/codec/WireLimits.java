// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

/**
 * What the codec accepts at most, so that a peer can't make it use unbounded memory or stack.
 *
 * @param maxFrameBytes bytes in one message
 * @param maxNestingDepth objects and arrays within each other
 * @param maxStringLength characters in one string other than base64, whose bound is the frame
 */
public record WireLimits(int maxFrameBytes, int maxNestingDepth, int maxStringLength) {
    /** 64 MiB a frame, 64 levels, 1 Mi characters. */
    public static final WireLimits DEFAULT = new WireLimits(64 << 20, 64, 1 << 20);

    public WireLimits {
        if (maxFrameBytes < 1 || maxNestingDepth < 1 || maxStringLength < 1) {
            throw new IllegalArgumentException("limits must be positive but were maxFrameBytes " + maxFrameBytes
                    + ", maxNestingDepth " + maxNestingDepth + ", maxStringLength " + maxStringLength);
        }
    }
}
