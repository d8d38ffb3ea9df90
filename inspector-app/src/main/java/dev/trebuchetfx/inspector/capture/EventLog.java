// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.tap.TapEvent;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they were captured, each with an index that counts from 0 and never changes.
 *
 * <p>Old events may be let go; their indices stay theirs. Safe for use by any thread: one appends, another reads.
 */
public interface EventLog {

    /** The event at {@code index}; null where it is no longer held, or not yet captured. */
    @Nullable
    TapEvent get(long index);

    /**
     * Gives up to {@code limit} events from {@code from} on to {@code reader}, with their indices. Events let go are passed over.
     *
     * @return where to go on: the index after the last event given, or after those that were let go
     */
    long read(long from, int limit, ObjLongConsumer<TapEvent> reader);

    /** What is held and what was let go, as of one moment. */
    Extent extent();

    /**
     * What an event that was let go established and a later reader still needs: which logical streams there are, under which id
     * they run, where the connection is. In the order in which it happened; bounded.
     */
    List<TapEvent> landmarks();

    /**
     * What a log holds.
     *
     * @param first index of the oldest event held
     * @param end index after the newest
     * @param bytes estimate of the memory that the events held take
     * @param notRecorded how many events came while recording was off
     */
    record Extent(long first, long end, long bytes, long notRecorded) {
        /** How many events were let go to stay within the bounds. */
        public long evicted() {
            return first;
        }

        /** How many events are held. */
        public long held() {
            return end - first;
        }
    }
}
