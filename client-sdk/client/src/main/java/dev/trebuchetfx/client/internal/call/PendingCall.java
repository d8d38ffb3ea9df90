// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.call;

import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call from its start to its end. Owned by the client's loop, except for {@code future}. */
final class PendingCall {
    final InvocationEnvelope invocation;
    final CallOptions options;
    final CallRegistry.@Nullable Showing showing;
    final Duration timeout;
    final CompletableFuture<Bytes> future = new CompletableFuture<>();
    final long startedNanos;
    TimeSource.@Nullable Timer deadline;
    /** The open connection that the call was sent on; null where it was sent on none. */
    @Nullable
    Session sentOn;

    /** True if the call was sent on a connection that has ended, so that it may have been done. */
    boolean sentBefore;

    /** Completed when the effect of the answered call shows, or need not be awaited any more; null before the answer. */
    @Nullable
    CompletableFuture<@Nullable Void> shown;

    PendingCall(
            InvocationEnvelope invocation,
            CallOptions options,
            CallRegistry.@Nullable Showing showing,
            Duration timeout,
            long startedNanos) {
        this.invocation = invocation;
        this.options = options;
        this.showing = showing;
        this.timeout = timeout;
        this.startedNanos = startedNanos;
    }
}
