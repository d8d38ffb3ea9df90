// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A report of a {@link CheckpointStore} to its listeners. */
public sealed interface CheckpointReport {

    /**
     * All checkpoints were written to a place that outlives the process.
     *
     * @param checkpoints the number of checkpoints
     * @param bytes the size of all of them
     * @param synced true if they outlive a loss of power too
     * @param took the duration of the write
     */
    record Written(int checkpoints, long bytes, boolean synced, Duration took) implements CheckpointReport {}

    /**
     * A problem was found; the store goes on as well as it can.
     *
     * @param what a sentence that says what was expected, what was found and what to do
     * @param cause the exception behind it; null where there is none
     */
    record Problem(Kind kind, String what, @Nullable Throwable cause) implements CheckpointReport {}

    /** A kind of problem. */
    enum Kind {
        /** The file is in use by another process or store; nothing is read from it or written to it. */
        LOCKED,
        /** The kept checkpoints can't be read. They are set aside, and the store begins anew. */
        CORRUPT,
        /** The kept checkpoints are of a newer version of this library. They are set aside, and the store begins anew. */
        NEWER_VERSION,
        /** The file can't be read or locked; nothing is written to it. */
        UNREADABLE,
        /** A write failed. The checkpoints of the write before are still there, and the write is tried again. */
        WRITE_FAILED,
        /** A state or a checkpoint is too large to be kept. */
        TOO_LARGE,
        /** There is no room for all checkpoints; those that have not changed for longest are dropped. */
        FULL,
        /** The store threw an exception, which it must not do. */
        FAILED
    }
}
