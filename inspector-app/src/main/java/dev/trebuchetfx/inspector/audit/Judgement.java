// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import org.jspecify.annotations.Nullable;

/**
 * What one event turned out to be, as far as it is known when it comes.
 *
 * @param stream the logical stream that it belongs to; 0 for none
 * @param verdict of an update; null for anything else
 * @param restart whether it starts a stream in place of another
 */
public record Judgement(int stream, @Nullable SequenceVerdict verdict, boolean restart) {
    /** Nothing to say. */
    public static final Judgement NONE = new Judgement(0, null, false);

    static Judgement of(AuditedStream stream) {
        return new Judgement(stream.number(), null, false);
    }
}
