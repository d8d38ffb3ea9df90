// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/** What a subscriber that is slower than its stream gets. */
public sealed interface Delivery {

    /** The newest state; the ones between are counted in {@code Update.conflated}. Right for anything that shows a state. */
    record Latest() implements Delivery {}

    /**
     * Every update, from a queue of this many events. When it is full the stream fails with a
     * {@link dev.trebuchetfx.client.error.SlowSubscriberException}.
     *
     * @param capacity at least 1
     */
    record Every(int capacity) implements Delivery {
        public Every {
            if (capacity < 1) {
                throw new IllegalArgumentException("capacity must be at least 1 but was " + capacity);
            }
        }
    }
}
