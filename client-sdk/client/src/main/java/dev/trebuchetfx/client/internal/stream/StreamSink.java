// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.internal.delta.StateValue;

/** The subscriber's end of a stream. It takes the stream's events in order, with their states still undecoded. */
public interface StreamSink {
    /** Takes the feedback by which the subscriber answers. Called once, on the client's loop, before the first event. */
    void opened(Feedback feedback);

    /** Takes the next event. Called on the client's loop; must not block. */
    void offer(StreamEvent<StateValue> event);

    /** The stream's end of everything that a subscriber tells it. May be called by any thread. */
    interface Feedback {
        /**
         * Takes the acknowledgement of an update that every listener has taken, so that its position may be kept. Acknowledgements come
         * in order.
         *
         * @param update the update as it was offered, with the number of older updates that were conflated into it
         */
        void taken(StreamEvent.Update<StateValue> update);

        /** Takes an update that could not be read: the shown state is stale until {@link #readable}. */
        void undecodable(StreamEvent.Undecodable<?> event);

        /** Takes the news that the newest update can be read again, after one that could not. */
        void readable();

        /** Ends the stream, since its subscriber is too slow for it. */
        void overflowed();
    }
}
