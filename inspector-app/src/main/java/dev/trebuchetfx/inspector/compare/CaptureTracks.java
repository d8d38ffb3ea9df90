// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every update of a capture, by logical stream, server's stream and number. Confined to one thread. */
final class CaptureTracks {
    private final LogView view;
    private final AuditReport report;
    private final Predicate<LogCursor> selected;
    private final Map<UUID, StreamTrack> byId = new HashMap<>();
    private final Map<UUID, Integer> sources = new HashMap<>();
    private final StatePrints prints = new StatePrints();
    private final List<StreamTrack> tracks = new ArrayList<>();
    private boolean fromClient;

    private CaptureTracks(LogView view, AuditReport report, Predicate<LogCursor> selected) {
        this.view = view;
        this.report = report;
        this.selected = selected;
    }

    /** {@code selected}: which updates are compared; asked of each event, in order. */
    static CaptureTracks of(LogView view, AuditReport report, Predicate<LogCursor> selected) {
        CaptureTracks captured = new CaptureTracks(view, report, selected);
        captured.read();
        return captured;
    }

    private void read() {
        for (StreamCard card : report.streams()) {
            StreamTrack track = new StreamTrack(card);
            tracks.add(track);
            card.streams().forEach(id -> byId.putIfAbsent(id, track));
        }
        LogCursor event = view.cursor();
        while (event.next()) {
            boolean counts = selected.test(event);
            StreamName name = event.stream();
            UUID id = name == null ? null : name.streamID();
            StreamTrack track = id == null ? null : byId.get(id);
            if (name != null && id != null && track != null) {
                take(event, name, id, track, counts);
            }
        }
        tracks.removeIf(track -> track.runs.values().stream().allMatch(run -> run.updates.isEmpty()));
    }

    private void take(LogCursor event, StreamName name, UUID id, StreamTrack track, boolean counts) {
        // What was noticed names the same stream as the messages of its source.
        if (event.kind().isFrame() && sources.computeIfAbsent(id, _ -> name.source()) != name.source()) {
            return;
        }
        StreamRun run = track.runs.computeIfAbsent(id, _ -> new StreamRun(id, name.epoch()));
        switch (event.kind()) {
            case STREAM_START -> run.begun = true;
            case STREAM_DATA -> {
                if (!event.has(EventFlags.SENT)) {
                    update(event, track, run, counts);
                }
            }
            case UPDATE_ACCEPTED, LEFT_OUT -> {
                fromClient = true;
                UpdatePlace place = run.updates.get(event.sequence());
                if (place != null) {
                    place.accepted = true;
                }
            }
            case CONFLATED -> track.conflated += event.count();
            default -> {}
        }
    }

    private void update(LogCursor event, StreamTrack track, StreamRun run, boolean counts) {
        StatePrints.Print print = prints.take(event);
        if (!counts) {
            return;
        }
        track.came(event.time(), event.size());
        UpdatePlace before = run.updates.get(event.sequence());
        if (before == null) {
            run.updates.put(
                    event.sequence(), new UpdatePlace(event.index(), event.time(), print.value(), print.ofState()));
        } else {
            before.cameAgain(print);
        }
    }

    LogView view() {
        return view;
    }

    AuditReport report() {
        return report;
    }

    /** Those of which updates are compared, in the order in which they were first seen. */
    List<StreamTrack> tracks() {
        return tracks;
    }

    /** The stream that has this of the server's streams; null for none. */
    @Nullable
    StreamTrack track(UUID id) {
        StreamTrack track = byId.get(id);
        return track != null && tracks.contains(track) ? track : null;
    }

    /** Whether it tells what a client made of the messages. */
    boolean isFromClient() {
        return fromClient;
    }

    /** One logical stream of one capture. */
    static final class StreamTrack {
        final StreamCard card;
        final Map<UUID, StreamRun> runs = new LinkedHashMap<>();
        long messages;
        long bytes;
        long conflated;
        private long first;
        private long last;

        StreamTrack(StreamCard card) {
            this.card = card;
        }

        private void came(long time, int size) {
            first = messages == 0 ? time : first;
            last = time;
            messages++;
            bytes += size;
        }

        StreamFigures figures() {
            long span = last - first;
            return new StreamFigures(
                    runs.values().stream().mapToLong(run -> run.updates.size()).sum(),
                    messages,
                    messages < 2 || span <= 0 ? null : (messages - 1) * 1e9 / span,
                    messages == 0 ? 0 : bytes / messages,
                    card.firstStateNanos(),
                    card.restarts(),
                    conflated);
        }

        /** What makes two streams of different captures the same. */
        String key() {
            return card.name() + " " + card.filter();
        }
    }
}
