// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

import dev.trebuchetfx.client.event.StreamEvent;

/**
 * A listener of a {@link ChangingState}.
 *
 * @param <S> the type of the state
 */
@FunctionalInterface
public interface ChangingListener<S> {

    /**
     * Takes the news that another state or other changes are to be shown. Read them by {@link ChangingState#now()}: several threads may
     * call this at one time.
     */
    void onShown(ChangingState<S> source);

    /** Takes an event of the stream, in order, on the client's threads; each but the updates, which {@link #onShown} stands for. */
    default void onEvent(StreamEvent<S> event) {}

    /** Takes the news that an update has come, which may be part of a replay, on the client's threads and before {@link #onShown}. */
    default void onUpdate(StreamEvent.Update<S> update) {}
}
