// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a stream with missing updates whose gap policy is {@code FAIL}. */
public final class UpdatesMissingException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    private final long fromSequence;
    private final @Nullable Long toSequence;

    /**
     * Creates an error for missing numbers.
     *
     * @param fromSequence the first number that is missing, unsigned
     * @param toSequence the last number that is missing, unsigned; null where nobody can say how far the gap reaches
     */
    public UpdatesMissingException(String message, long fromSequence, @Nullable Long toSequence) {
        super("TFX-STREAM-003", message, null);
        this.fromSequence = fromSequence;
        this.toSequence = toSequence;
    }

    /** Returns the first number that is missing, unsigned. */
    public long fromSequence() {
        return fromSequence;
    }

    /** Returns the last number that is missing, unsigned; null where nobody can say how far the gap reaches. */
    public @Nullable Long toSequence() {
        return toSequence;
    }
}
