// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.internal.delta.StateValue;

/** The subscriber's end of a stream: takes its events in order, their states still undecoded. */
public interface StreamSink {
    /** Hands over what the subscriber answers to. Called once, on the client's loop, before the first event. */
    void opened(Feedback feedback);

    /** Takes the next event. Called on the client's loop; must not block. */
    void offer(StreamEvent<StateValue> event);

    /** The stream's end of what a subscriber tells it. May be called by any thread. */
    interface Feedback {
        /**
         * Acknowledges an update that every listener has taken, so that its position may be kept. Acknowledgements come in order.
         *
         * @param update as it was offered, with the number of older updates that were conflated into it
         */
        void taken(StreamEvent.Update<StateValue> update);

        /** Tells of an update that could not be read: what is shown is stale until {@link #readable}. */
        void undecodable(StreamEvent.Undecodable<?> event);

        /** Tells that the newest update can be read again, after one that could not. */
        void readable();

        /** Ends the stream, since its subscriber is too slow for it. */
        void overflowed();
    }
}
