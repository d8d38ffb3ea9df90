// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place at which two captures part.
 *
 * @param run which of the logical stream's server streams, counted from 1: a restart begins another
 * @param streamID in the first capture, or in the second where only that has it
 * @param epoch null where it is not known
 * @param from the first number that it is about, unsigned; 0 where it is about the whole server stream
 * @param to the last one, unsigned
 * @param path where the states differ first, a JSON Pointer; null where they do not, or that is not known
 * @param time when it shows, in nanoseconds since 1970-01-01T00:00:00Z, by the clock of the capture that has the update
 * @param copies how often the first capture has it
 * @param otherCopies how often the second has it
 */
public record Divergence(
        Kind kind,
        int run,
        UUID streamID,
        @Nullable String epoch,
        long from,
        long to,
        @Nullable String path,
        long time,
        int copies,
        int otherCopies) {

    /** What parts them. */
    public enum Kind {
        /** Only the second capture has it. */
        MISSING("missing"),
        /** Only the first capture has it. */
        ADDED("added"),
        /** Both have it, with different states. */
        CHANGED("changed"),
        /** One has it more often: it was repeated, or one of the copies was lost. */
        COPIES("copies"),
        /** It reached the client, which did not take it. */
        NOT_TAKEN("not-taken");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The same in every output. */
        public String word() {
            return word;
        }
    }

    /** The same up to a later number. */
    Divergence upTo(long later) {
        return new Divergence(kind, run, streamID, epoch, from, later, path, time, copies, otherCopies);
    }

    /** Whether another one goes on where this one ends. */
    boolean goesOnWith(Divergence next) {
        return kind == next.kind
                && run == next.run
                && next.from == to + 1
                && copies == next.copies
                && otherCopies == next.otherCopies
                && kind != Kind.CHANGED;
    }
}
