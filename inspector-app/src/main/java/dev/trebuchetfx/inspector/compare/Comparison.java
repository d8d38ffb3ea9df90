// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.AuditReport.Spread;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.compare.CaptureTracks.StreamTrack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Two captures side by side: of the two ends of one line, or of two runs. Immutable.
 *
 * <p>Logical streams are matched by actor, method and filter, in the order in which they began; within them the server's streams by the same id where
 * both captures are of one line, otherwise in their order; within those updates by number. Ids and times play no other part.
 *
 * @param sameLine whether both hold some of the server's streams under the same ids
 * @param client which of them tells what a client made of the messages: 1, 2, or 0 for none or both
 * @param streams in the order of the first capture, then those that only the second has
 * @param calls of the first capture
 * @param otherCalls of the second
 * @param end of the first capture, in nanoseconds since 1970-01-01T00:00:00Z
 * @param otherEnd of the second
 */
public record Comparison(
        boolean sameLine,
        int client,
        List<StreamComparison> streams,
        Spread calls,
        Spread otherCalls,
        long end,
        long otherEnd) {
    public Comparison {
        streams = List.copyOf(streams);
    }

    /** One of the two captures. */
    public record Side(LogView view, AuditReport report, Predicate<LogCursor> selected) {
        /** {@code selected}: which updates are compared; asked of each event, in order. */
        public Side {}
    }

    /** Compares all that was selected of both. */
    public static Comparison of(Side first, Side second) {
        CaptureTracks left = CaptureTracks.of(first.view(), first.report(), first.selected());
        CaptureTracks right = CaptureTracks.of(second.view(), second.report(), second.selected());
        boolean sameLine = left.tracks().stream()
                .anyMatch(track -> track.runs.keySet().stream().anyMatch(id -> right.track(id) != null));
        int client = left.isFromClient() == right.isFromClient() ? 0 : left.isFromClient() ? 1 : 2;
        List<StreamComparison> streams = new ArrayList<>();
        for (Pair pair : pairs(left, right, sameLine)) {
            streams.add(new StreamMatch(left, right, pair.left(), pair.right(), sameLine, client).compare());
        }
        return new Comparison(
                sameLine,
                client,
                streams,
                left.report().callLatency(),
                right.report().callLatency(),
                end(left.view()),
                end(right.view()));
    }

    private static long end(LogView view) {
        LogCursor event = view.cursor();
        return event.moveTo(view.end() - 1) ? event.time() : 0;
    }

    private record Pair(
            @Nullable StreamTrack left, @Nullable StreamTrack right) {}

    private static List<Pair> pairs(CaptureTracks left, CaptureTracks right, boolean sameLine) {
        List<StreamTrack> rest = new ArrayList<>(right.tracks());
        Map<StreamTrack, StreamTrack> partners = new HashMap<>();
        if (sameLine) {
            for (StreamTrack track : left.tracks()) {
                track.runs.keySet().stream()
                        .map(right::track)
                        .filter(found -> found != null && rest.contains(found))
                        .findFirst()
                        .ifPresent(found -> {
                            partners.put(track, found);
                            rest.remove(found);
                        });
            }
        }
        Map<String, Deque<StreamTrack>> byName = new HashMap<>();
        rest.forEach(track ->
                byName.computeIfAbsent(track.key(), _ -> new ArrayDeque<>()).add(track));
        List<Pair> pairs = new ArrayList<>();
        for (StreamTrack track : left.tracks()) {
            StreamTrack partner = partners.get(track);
            if (partner == null) {
                Deque<StreamTrack> named = byName.get(track.key());
                partner = named == null ? null : named.poll();
            }
            pairs.add(new Pair(track, partner));
        }
        for (StreamTrack track : right.tracks()) {
            if (pairs.stream().noneMatch(pair -> pair.right() == track)) {
                pairs.add(new Pair(null, track));
            }
        }
        return pairs;
    }

    /** How many places part them, neighbours counted as one; a stream that only one has is one. */
    public long divergences() {
        return streams.stream()
                .mapToLong(stream -> stream.figures() == null || stream.other() == null
                        ? 1
                        : stream.divergences().size() + stream.omitted())
                .sum();
    }
}
