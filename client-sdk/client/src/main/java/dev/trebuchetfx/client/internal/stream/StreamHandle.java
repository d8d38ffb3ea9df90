// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A stream as its subscriber's side holds it. */
public interface StreamHandle {
    /** Ends the stream; {@code why} is what the taps are told. */
    void close(String why);

    /** Changes how soon the stream asks when many want to: higher ones first, 0 in the beginning. */
    void priority(int priority);

    /** Wants another filter, null for none; {@code done} is completed when it decides, or with the reason why it does not. */
    void changeFilter(@Nullable StreamFilter filter, CompletableFuture<Void> done);

    /** Every listener has taken this update, given as it came: the position may be kept. By any thread, in order. */
    void delivered(StreamEvent.Update<StateValue> update);

    /** This update could not be read: what is shown is stale until {@link #readable}. */
    void undecodable(StreamEvent.Undecodable<?> event);

    /** The newest update can be read again. */
    void readable();
}
