// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One change of a state, from the edit that shows it to the server's state that has it. Safe for use by any thread.
 *
 * @param <R> the type of the call's result
 */
public interface PendingChange<R> {

    /** Returns the id of the call, under which the server knows it however often it is sent. */
    UUID key();

    /** Returns the method that is called. */
    String targetIdentifier();

    /** Returns the time at which the change was made, by the client's clock; in a later run too. */
    Instant since();

    /** Returns the step at which the change is now. */
    ChangeStatus status();

    /**
     * Returns the error by which the edit failed on the newest state, so that its effect is left out of what is shown until it can be applied again; null if the
     * effect is shown or the change is over. The call is sent in any case: the server decides.
     */
    @Nullable
    Throwable whyNotShown();

    /**
     * Returns the future of the call's result. It completes on the client's executor when the server's state has the effect, or with the
     * {@link dev.trebuchetfx.client.error.TrebuchetException} for which the change was taken back.
     */
    CompletableFuture<R> result();

    /**
     * Takes the change back, if its call has not been sent yet: {@link #result} then fails with a
     * {@link dev.trebuchetfx.client.error.NotConnectedException}.
     *
     * @return a future of whether it was taken back; false if the call may have been sent, or the change is over
     */
    CompletableFuture<Boolean> withdraw();
}
