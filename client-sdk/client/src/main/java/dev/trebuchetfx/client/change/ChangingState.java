// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

import java.util.function.UnaryOperator;

/**
 * The state of an actor with optimistic changes: a change shows at once, and its call follows.
 *
 * <p><b>What is shown</b> is the server's newest state with the pending changes applied to it, in the order in which they were made. Each newer state of the
 * server is taken as the base of what is still pending. A change is over when the server's state has its effect, or when the server refuses the call: then it is
 * no longer applied.
 *
 * <p><b>Order.</b> Calls are sent one after the other, in the order of the changes, each after the answer to the one before. While the answer to a call is
 * awaited, newer states are held back for a tenth of a second at most, since they may have the effect already and nobody could tell.
 *
 * <p><b>Once.</b> A call whose answer was lost is sent again under the same id, if the actor is stored, so that the server finds in its log
 * whether the call is done; or if it was marked as {@linkplain RemoteCall#idempotent() idempotent}. Otherwise, and after
 * {@link ChangeOptions#repeatWithin}, the change fails with an {@link dev.trebuchetfx.client.error.OutcomeUnknownException}.
 *
 * <p>Safe for use by any thread.
 *
 * @param <S> the type of the state, which must be immutable
 */
public interface ChangingState<S> extends AutoCloseable {

    /** Returns what is to be shown now. */
    ChangedState<S> now();

    /**
     * Makes a change.
     *
     * @param edit returns the state after the change for a state before it; a pure function that does not change its argument. It runs on the calling thread at
     *     first, and for each newer state on the client's threads. An edit that throws or returns null is left out of what is shown for that state
     * @param call the call by which the server makes the same change
     * @return the change, which has failed already if it can't be made: offline, where that is refused; with an argument that can't be written as JSON; where
     *     too many wait; after the end
     */
    <R> PendingChange<R> change(UnaryOperator<S> edit, RemoteCall<R> call);

    /**
     * Makes a change by the edit that is registered for the call's method.
     *
     * @throws IllegalArgumentException if {@link ChangeOptions} have no edit for the method
     */
    <R> PendingChange<R> change(RemoteCall<R> call);

    /** Shows the newest state of the server now, if it is held back while the answer to a call is awaited. */
    void release();

    /**
     * Ends the changes, but not the stream. Those that have not been sent fail; kept ones are sent by a later run. Calls that were sent end with their answer. Calling it again has no effect.
     */
    @Override
    void close();
}
