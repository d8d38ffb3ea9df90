// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a {@link CheckpointStore} tells. */
public sealed interface CheckpointReport {

    /**
     * Everything up to now is kept where it outlives the process.
     *
     * @param checkpoints how many there are
     * @param bytes how large all of them are
     * @param synced whether it outlives a loss of power too
     * @param took how long the write took
     */
    record Written(int checkpoints, long bytes, boolean synced, Duration took) implements CheckpointReport {}

    /**
     * Something went wrong; the store goes on.
     *
     * @param what was expected, what was found and what to do
     * @param cause null where there is no exception behind it
     */
    record Problem(Kind kind, String what, @Nullable Throwable cause) implements CheckpointReport {}

    /** Kinds of problem. */
    enum Kind {
        /** The file is in use by another process or store; nothing is read from it or written to it. */
        LOCKED,
        /** What was kept can't be read. It is set aside, and the store begins anew. */
        CORRUPT,
        /** What was kept is of a newer version of this library. It is set aside, and the store begins anew. */
        NEWER_VERSION,
        /** The file can't be read or locked; nothing is written to it. */
        UNREADABLE,
        /** A write failed; what was kept before is still there, and the write is tried again. */
        WRITE_FAILED,
        /** A state or a checkpoint is too large to be kept. */
        TOO_LARGE,
        /** There is no room for all; the checkpoints that have not changed for longest are dropped. */
        FULL,
        /** The store threw where it must not. */
        FAILED
    }
}
