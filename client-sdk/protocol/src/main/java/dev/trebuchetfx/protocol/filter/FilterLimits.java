// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.time.Duration;

/** How large a filter may be: it comes from a peer, and is evaluated for each update. */
final class FilterLimits {
    static final int MAX_PARTS = 16;
    static final int MAX_PARAMETERS = 128;
    /** Characters of one parameter. */
    static final int MAX_TEXT = 4_096;

    static final int MAX_PATHS = 64;
    static final int MAX_SEGMENTS = 32;
    /** Conditions within conditions. */
    static final int MAX_DEPTH = 32;
    /** Conditions and literals altogether. */
    static final int MAX_NODES = 256;

    static final int MAX_EXPONENT = 400;
    static final Duration MIN_INTERVAL = Duration.ofMillis(1);
    static final Duration MAX_INTERVAL = Duration.ofHours(24);

    private FilterLimits() {}

    static String requireShort(String what, String text) {
        if (text.length() > MAX_TEXT) {
            throw new InvalidFilterException(
                    what + ": expected at most " + MAX_TEXT + " characters but found " + text.length());
        }
        return text;
    }
}
