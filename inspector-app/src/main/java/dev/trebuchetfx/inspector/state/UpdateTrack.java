// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a fold of one stream can begin: at full states, found by reading columns only, and at keyframes, which are folds kept from
 * earlier. Confined to the history that owns it.
 */
final class UpdateTrack {
    /** A fold of so many full states costs less than remembering each of them. */
    private static final int THIN = 64;

    private static final int MAX_KEYFRAMES = 2_048;

    private final StreamSelector selector;
    private final BitSet mine = new BitSet();
    private final BitSet others = new BitSet();
    private final NavigableMap<Long, StateFold> keyframes = new TreeMap<>();
    private long[] starts = new long[64];
    private int startCount;
    private long scannedTo;
    private int currentStream;
    private long newest;
    private int sinceStart = THIN;

    UpdateTrack(StreamSelector selector) {
        this.selector = selector;
    }

    boolean isUpdate(LogCursor event) {
        return event.kind() == EventKind.STREAM_DATA
                && !event.has(EventFlags.SENT)
                && includes(event.view(), event.streamNumber());
    }

    private boolean includes(LogView view, int number) {
        if (mine.get(number)) {
            return true;
        }
        if (others.get(number)) {
            return false;
        }
        boolean included = selector.includes(view, number);
        (included ? mine : others).set(number);
        return included;
    }

    /** Reads the columns of what is new. */
    void scan(LogView view) {
        // What a name belongs to may become known late.
        if (others.stream().anyMatch(number -> selector.includes(view, number))) {
            others.clear();
            keyframes.clear();
            startCount = 0;
            scannedTo = 0;
            currentStream = 0;
            sinceStart = THIN;
        }
        LogCursor event = view.cursor();
        for (long at = Math.max(scannedTo, view.first()); event.moveTo(at); at++) {
            if (isUpdate(event)) {
                scan(event);
            }
        }
        scannedTo = view.end();
    }

    private void scan(LogCursor event) {
        boolean ahead = event.streamNumber() != currentStream || Long.compareUnsigned(event.sequence(), newest) > 0;
        sinceStart++;
        if (!ahead) {
            return;
        }
        boolean restart = event.streamNumber() != currentStream;
        currentStream = event.streamNumber();
        newest = event.sequence();
        if (!event.has(EventFlags.DELTA) && (restart || sinceStart >= THIN)) {
            if (startCount == starts.length) {
                starts = Arrays.copyOf(starts, startCount * 2);
            }
            starts[startCount++] = event.index();
            sinceStart = 0;
        }
    }

    /** The newest full state remembered that stands before {@code index} and is still held; -1 for none. */
    long startBefore(long index, LogView view) {
        int at = Arrays.binarySearch(starts, 0, startCount, index);
        int found = (at < 0 ? -at - 1 : at) - 1;
        return found < 0 || starts[found] < view.first() ? -1 : starts[found];
    }

    /** The newest keyframe before {@code index}; null for none. */
    Map.@Nullable Entry<Long, StateFold> keyframeBefore(long index) {
        return keyframes.lowerEntry(index);
    }

    void keep(long index, StateFold fold) {
        keyframes.put(index, fold);
        if (keyframes.size() > MAX_KEYFRAMES) {
            keyframes.pollFirstEntry();
        }
    }

    /** The newest update up to {@code index}, itself included; -1 for none. */
    long updateUpTo(long index, LogCursor event) {
        for (long at = index; event.moveTo(at); at--) {
            if (isUpdate(event)) {
                return at;
            }
        }
        return -1;
    }

    int keyframeCount() {
        return keyframes.size();
    }
}
