// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.time.Duration;

/** The limits of a filter's size. They are needed since a filter comes from a peer and is evaluated for each update. */
final class FilterLimits {
    /** The most parts of a combination. */
    static final int MAX_PARTS = 16;
    /** The most parameters of a filter, those of all its parts together. */
    static final int MAX_PARAMETERS = 128;
    /** The most characters of one parameter. */
    static final int MAX_TEXT = 4_096;

    /** The most paths of {@code fields}. */
    static final int MAX_PATHS = 64;
    /** The most names in one path. */
    static final int MAX_SEGMENTS = 32;
    /** The greatest depth of conditions within conditions. */
    static final int MAX_DEPTH = 32;
    /** The most conditions and values in one condition. */
    static final int MAX_NODES = 256;

    /** The largest scale of a number in a condition, that is, of its exponent or its digits after the decimal point. */
    static final int MAX_EXPONENT = 400;
    /** The shortest interval of {@code rate-limit}. */
    static final Duration MIN_INTERVAL = Duration.ofMillis(1);
    /** The longest interval of {@code rate-limit}. */
    static final Duration MAX_INTERVAL = Duration.ofHours(24);

    private FilterLimits() {}

    /**
     * Returns the text.
     *
     * @param what the name of the text, for the error
     * @throws InvalidFilterException if the text is too long
     */
    static String requireShort(String what, String text) {
        if (text.length() > MAX_TEXT) {
            throw new InvalidFilterException(
                    what + ": expected at most " + MAX_TEXT + " characters but found " + text.length());
        }
        return text;
    }
}
