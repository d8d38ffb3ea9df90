// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.nio.charset.StandardCharsets;

/** A text to look for, in any case of its letters. Immutable. */
public final class Needle {
    private final String text;
    private final byte[] lower;
    private final byte[] upper;
    private final boolean ascii;

    public Needle(String text) {
        this.text = text;
        this.ascii = text.chars().allMatch(c -> c < 128);
        this.lower = new byte[ascii ? text.length() : 0];
        this.upper = new byte[lower.length];
        for (int i = 0; i < lower.length; i++) {
            char c = text.charAt(i);
            lower[i] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
            upper[i] = (byte) (c >= 'a' && c <= 'z' ? c - 32 : c);
        }
    }

    public boolean isIn(String hay) {
        int last = hay.length() - text.length();
        for (int i = 0; i <= last; i++) {
            if (hay.regionMatches(true, i, text, 0, text.length())) {
                return true;
            }
        }
        return false;
    }

    /** Looks in UTF-8 without decoding it, where the needle is plain ASCII. */
    public boolean isIn(byte[] hay, int from, int to) {
        if (!ascii) {
            return isIn(new String(hay, from, to - from, StandardCharsets.UTF_8));
        }
        if (lower.length == 0) {
            return true;
        }
        byte low = lower[0];
        byte up = upper[0];
        int last = to - lower.length;
        for (int i = from; i <= last; i++) {
            byte b = hay[i];
            if ((b == low || b == up) && restMatches(hay, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean restMatches(byte[] hay, int at) {
        for (int i = 1; i < lower.length; i++) {
            byte b = hay[at + i];
            if (b != lower[i] && b != upper[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
