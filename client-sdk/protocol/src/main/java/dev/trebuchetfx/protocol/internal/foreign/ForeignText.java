// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.foreign;

import java.util.regex.Pattern;

/** The printing of what a peer wrote: closing reasons, names and values that an error quotes. */
public final class ForeignText {
    /** The characters that end a line, command a terminal, or turn the direction of writing. */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

    private ForeignText() {}

    /** Returns the text on one line, with a dot in place of each character by which a peer could write lines of its own. */
    public static String printable(String text) {
        return UNSAFE.matcher(text).replaceAll("·");
    }
}
