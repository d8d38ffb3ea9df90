// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log held at one moment. It never changes: events that come later are not in it, and the columns of those let go later stay
 * readable through it, though their bodies may not.
 *
 * <p>Safe for use by any thread. To read events, take a {@link #cursor}, one for each thread.
 */
public final class LogView {
    private final Chunk[] chunks;
    private final Names names;
    private final long first;
    private final long end;
    private final List<CapturedEvent> landmarks;

    LogView(Chunk[] chunks, Names names, long first, long end, List<CapturedEvent> landmarks) {
        this.chunks = chunks;
        this.names = names;
        this.first = first;
        this.end = end;
        this.landmarks = landmarks;
    }

    /** Index of the oldest event held. */
    public long first() {
        return first;
    }

    /** Index after the newest. */
    public long end() {
        return end;
    }

    /** How many events are held. */
    public long size() {
        return end - first;
    }

    public boolean holds(long index) {
        return index >= first && index < end;
    }

    /** A reader of its own, which stands before the first event. */
    public LogCursor cursor() {
        return new LogCursor(this);
    }

    /**
     * What events that were let go established and a later reader still needs: where the connection is, which logical streams there
     * are and under which id they run. In the order in which it happened; bounded.
     */
    public List<CapturedEvent> landmarks() {
        return landmarks;
    }

    /** The stream with this number; null where there is none, or its name was forgotten. Names may become fuller later. */
    public @Nullable StreamName stream(int number) {
        return names.stream(number);
    }

    /** The connection with this number; null as for {@link #stream}. */
    public @Nullable ConnectionName connection(int number) {
        return names.connection(number);
    }

    /** The chunk that holds an event that is held. */
    Chunk chunk(long index) {
        int low = 0;
        int high = chunks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks[middle].firstIndex <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return chunks[low];
    }

    Chunk[] chunks() {
        return chunks;
    }
}
