// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** Updates of a stream are missing whose subscriber wants every one: its gap policy is to fail. */
public final class UpdatesMissingException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    private final long fromSequence;
    private final @Nullable Long toSequence;

    /**
     * A failure for these numbers, unsigned.
     *
     * @param toSequence the last one; null where nobody can say how far the gap reaches
     */
    public UpdatesMissingException(String message, long fromSequence, @Nullable Long toSequence) {
        super("TFX-STREAM-003", message, null);
        this.fromSequence = fromSequence;
        this.toSequence = toSequence;
    }

    /** The first number that is missing, unsigned. */
    public long fromSequence() {
        return fromSequence;
    }

    /** The last number that is missing, unsigned; null where nobody can say how far the gap reaches. */
    public @Nullable Long toSequence() {
        return toSequence;
    }
}
