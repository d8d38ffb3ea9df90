// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the state of a stream at any event of a log: the last full state before it and the changes since. Keeps a keyframe every
 * {@value #KEYFRAME} updates on its way, so that no later question folds more than that.
 *
 * <p>Remembers a few streams, those asked about last. Confined to one thread at a time.
 */
public final class StateHistory {
    /** How many updates lie between two keyframes. */
    static final int KEYFRAME = 1_000;

    private static final int MAX_STREAMS = 4;

    private final Map<StreamSelector, UpdateTrack> tracks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamSelector, UpdateTrack> eldest) {
            return size() > MAX_STREAMS;
        }
    };

    /**
     * The state of {@code stream} right after the event at {@code index}.
     *
     * @param cancelled asked now and then; what was folded by then helps the next question
     * @return null where it was cancelled
     */
    public @Nullable StateMoment at(LogView view, StreamSelector stream, long index, BooleanSupplier cancelled) {
        return at(view, stream, index, KeyframeSource.NONE, cancelled);
    }

    /**
     * The state of {@code stream} right after the event at {@code index}.
     *
     * @param known states that somebody has come by already
     * @param cancelled asked now and then; what was folded by then helps the next question
     * @return null where it was cancelled
     */
    public @Nullable StateMoment at(
            LogView view, StreamSelector stream, long index, KeyframeSource known, BooleanSupplier cancelled) {
        UpdateTrack track = tracks.computeIfAbsent(stream, UpdateTrack::new);
        track.scan(view);
        LogCursor event = view.cursor();
        long update = track.updateUpTo(Math.min(index, view.end() - 1), event);
        if (update < 0) {
            return new StateMoment(-1, 0, null, null, null, false, null);
        }
        StateFold fold = before(track, update, event, known, cancelled);
        if (fold == null || !event.moveTo(update)) {
            return null;
        }
        StateFold replaced = fold.copy();
        boolean changed = fold.take(event);
        boolean isUpdate = update == index;
        return new StateMoment(
                fold.index(),
                fold.number(),
                fold.parsed(),
                fold.text(),
                isUpdate && changed ? replaced.parsed() : null,
                isUpdate,
                isUpdate || !fold.isKnown() ? fold.note() : null);
    }

    private static @Nullable StateFold before(
            UpdateTrack track, long update, LogCursor event, KeyframeSource source, BooleanSupplier cancelled) {
        long start = track.startBefore(update, event.view());
        Map.Entry<Long, StateFold> keyframe = track.keyframeBefore(update);
        StateFold fold = new StateFold();
        long from = start < 0 ? event.view().first() : start;
        if (keyframe != null && keyframe.getKey() >= start) {
            fold = keyframe.getValue().copy();
            from = keyframe.getKey() + 1;
        }
        KeyframeSource.Known known = known(update, event, source);
        if (known != null && known.index() >= from) {
            fold = StateFold.of(known, event.streamNumber());
            from = known.index() + 1;
        }
        int taken = 0;
        for (long at = Math.max(from, event.view().first()); at < update && event.moveTo(at); at++) {
            if (track.isUpdate(event)) {
                fold.take(event);
                if (++taken % KEYFRAME == 0) {
                    track.keep(at, fold.copy());
                }
                if (cancelled.getAsBoolean()) {
                    return null;
                }
            }
        }
        return fold;
    }

    private static KeyframeSource.@Nullable Known known(long update, LogCursor event, KeyframeSource source) {
        StreamName name = event.moveTo(update) ? event.stream() : null;
        UUID id = name == null ? null : name.streamID();
        return id == null ? null : source.before(id, update);
    }

    int keyframes(StreamSelector stream) {
        UpdateTrack track = tracks.get(stream);
        return track == null ? 0 : track.keyframeCount();
    }
}
