// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateVersion;
import org.jspecify.annotations.Nullable;

/** A call of a stateful actor, or other work of its own, as one step from a version to the next. All methods are called in the actor's turns. */
public interface StoredStep {
    /** Runs the actor's code, which may set the state. It may be run again on a newer state, see {@link #mayRunAgain}. */
    @Nullable
    Object run() throws Exception;

    /** Returns the JSON to keep for a repetition of the step, of what {@link #run} returned; null where there is none to keep. */
    default @Nullable Bytes kept(@Nullable Object result) throws Exception {
        return null;
    }

    /** Returns the key under which a repetition of the step finds that it is done; null for none. */
    default @Nullable String key() {
        return null;
    }

    /** Returns whether the step may have been done already, so that it is looked for first. */
    default boolean isRepeated() {
        return false;
    }

    /** Returns whether {@link #run} may be called again after somebody else changed the state. */
    default boolean mayRunAgain() {
        return true;
    }

    /**
     * The step is done: what it set is stored and shown.
     *
     * @param result what the last {@link #run} returned
     * @param version the version that it made, or that it saw if it set nothing; null if nothing is stored
     */
    void succeeded(@Nullable Object result, @Nullable StateVersion version);

    /**
     * The step had been done before, by another attempt at it, and was not done again.
     *
     * @param kept the JSON that was kept then; null for none
     * @param version the version that it made
     */
    void wasDone(@Nullable Bytes kept, StateVersion version);

    /** The step is not done, and no client has seen what it set; or, as the message then says, its outcome is not known. */
    void failed(Throwable why);
}
