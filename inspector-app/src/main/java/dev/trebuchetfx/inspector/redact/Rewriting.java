// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.redact;

import org.jspecify.annotations.Nullable;

/** A text in which parts are replaced, from its beginning to its end. Confined to one call. */
final class Rewriting {
    private final String text;
    private @Nullable StringBuilder out;
    private int copied;

    Rewriting(String text) {
        this.text = text;
    }

    /** Puts a mark in place of what stands from {@code from} to {@code to}; each call is for a later place than the one before. */
    void replace(int from, int to, String mark) {
        StringBuilder builder = out == null ? new StringBuilder(text.length()) : out;
        out = builder.append(text, copied, from).append(mark);
        copied = to;
    }

    /** Returns the new text, or the same object where nothing was replaced. */
    String result() {
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }
}
