// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/** A choice of what a subscriber gets that is slower than its stream. */
public sealed interface Delivery {

    /** The subscriber gets the newest state; {@code Update.conflated} counts those that it replaces. Right for anything that shows a state. */
    record Latest() implements Delivery {}

    /**
     * The subscriber gets every update, from a bounded queue. When the queue is full the stream fails with a
     * {@link dev.trebuchetfx.client.error.SlowSubscriberException}.
     *
     * @param capacity the number of events that the queue holds, at least 1
     */
    record Every(int capacity) implements Delivery {
        public Every {
            if (capacity < 1) {
                throw new IllegalArgumentException("capacity must be at least 1 but was " + capacity);
            }
        }
    }
}
