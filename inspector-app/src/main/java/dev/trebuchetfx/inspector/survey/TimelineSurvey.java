// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.survey.Timeline.Mark;
import dev.trebuchetfx.inspector.survey.Timeline.Recovery;
import dev.trebuchetfx.inspector.survey.Timeline.Row;
import dev.trebuchetfx.inspector.survey.Timeline.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Walks over a log once and puts the timeline together. Confined to one thread. */
public final class TimelineSurvey {
    private static final int MAX_MARKS = 500;
    private static final int ASK_EVERY = 1 << 14;

    private final TimeRange range;
    private final int width;
    private final List<StreamCard> cards;
    private final StreamMembers members;
    private final ConnectionSpans connections = new ConnectionSpans();
    private final List<Track> tracks = new ArrayList<>();
    private final Map<Integer, int[]> connectionDensity = new LinkedHashMap<>();
    private final List<Mark> connectionMarks = new ArrayList<>();

    /** A logical stream while it is being followed. */
    private static final class Track {
        final int[] density;
        final List<Mark> marks = new ArrayList<>();
        /** The first event on each connection. */
        final Map<ConnectionSpans.Life, Long> attached = new LinkedHashMap<>();

        int starts;

        @Nullable
        Long ended;

        Track(int width) {
            density = new int[width];
        }

        void mark(Mark mark) {
            if (marks.size() < MAX_MARKS) {
                marks.add(mark);
            }
        }
    }

    private TimelineSurvey(LogView view, List<StreamCard> cards, TimeRange range, int width) {
        this.range = range;
        this.width = width;
        this.cards = cards;
        this.members = new StreamMembers(view, cards);
        cards.forEach(card -> tracks.add(new Track(width)));
    }

    /**
     * The timeline of a log.
     *
     * @param width in columns, at least 1
     * @param cancelled asked now and then
     * @return null where it was cancelled
     */
    public static @Nullable Timeline of(
            LogView view, List<StreamCard> cards, TimeRange range, int width, BooleanSupplier cancelled) {
        TimelineSurvey survey = new TimelineSurvey(view, cards, range, Math.max(1, width));
        LogCursor event = view.cursor();
        while (event.next()) {
            if (event.index() % ASK_EVERY == 0 && cancelled.getAsBoolean()) {
                return null;
            }
            survey.read(event);
        }
        return survey.timeline();
    }

    private void read(LogCursor event) {
        ConnectionSpans.Life life = connections.read(event);
        EventKind kind = event.kind();
        if (!kind.isFrame()) {
            return;
        }
        int column = range.contains(event.time()) ? range.column(event.time(), width) : -1;
        int place = members.placeOf(event.streamNumber());
        if (column >= 0 && column < width) {
            connectionDensity.computeIfAbsent(event.connectionNumber(), number -> new int[width])[column]++;
            if (kind == EventKind.UNDECODABLE && connectionMarks.size() < MAX_MARKS) {
                connectionMarks.add(new Mark(event.time(), Verdict.UNDECODABLE, "unreadable", event.index()));
            }
            if (place >= 0 && kind == EventKind.STREAM_DATA) {
                tracks.get(place).density[column]++;
            }
        }
        if (place >= 0) {
            follow(tracks.get(place), event, life);
        }
    }

    private void follow(Track track, LogCursor event, ConnectionSpans.@Nullable Life life) {
        if (life != null) {
            track.attached.putIfAbsent(life, event.time());
        }
        switch (event.kind()) {
            case STREAM_START -> {
                track.ended = null;
                track.starts++;
                if (track.starts > 1) {
                    track.mark(new Mark(event.time(), Verdict.RESTART, "restart", event.index()));
                }
            }
            case STREAM_END, STREAM_ERROR -> {
                boolean failed = event.has(EventFlags.FAILED);
                track.ended = event.time();
                track.mark(new Mark(
                        event.time(),
                        failed ? Verdict.ERROR : Verdict.CONTROL,
                        failed ? "failed" : "ended",
                        event.index()));
            }
            default -> {}
        }
    }

    private Timeline timeline() {
        connections.settle();
        List<Row> rows = new ArrayList<>(connectionRows());
        for (int place = 0; place < cards.size(); place++) {
            rows.add(streamRow(cards.get(place), tracks.get(place)));
        }
        return new Timeline(range, width, List.copyOf(rows));
    }

    /** Connections that follow on each other share a row. */
    private List<Row> connectionRows() {
        List<List<ConnectionSpans.Life>> packed = new ArrayList<>();
        for (ConnectionSpans.Life life : connections.all()) {
            List<ConnectionSpans.Life> free = null;
            for (List<ConnectionSpans.Life> row : packed) {
                ConnectionSpans.Life before = row.getLast();
                if (before.to <= life.from && String.valueOf(url(before)).equals(String.valueOf(url(life)))) {
                    free = row;
                    break;
                }
            }
            if (free == null) {
                free = new ArrayList<>();
                packed.add(free);
            }
            free.add(life);
        }
        List<Row> rows = new ArrayList<>();
        for (List<ConnectionSpans.Life> row : packed) {
            int[] density = new int[width];
            List<Span> up = new ArrayList<>();
            for (ConnectionSpans.Life life : row) {
                up.add(new Span(life.from, life.to, true));
                int[] counts = connectionDensity.get(life.number);
                for (int i = 0; counts != null && i < width; i++) {
                    density[i] += counts[i];
                }
            }
            String url = url(row.getFirst());
            rows.add(new Row(
                    url == null ? "connection" : url,
                    0,
                    withGaps(up, null),
                    density,
                    rows.isEmpty() ? List.copyOf(connectionMarks) : List.of(),
                    List.of()));
        }
        return rows;
    }

    private static @Nullable String url(ConnectionSpans.Life life) {
        return life.name == null ? null : life.name.url();
    }

    private Row streamRow(StreamCard card, Track track) {
        List<Span> up = new ArrayList<>();
        track.attached.forEach((life, since) -> {
            long to = track.ended == null ? life.to : Math.min(life.to, track.ended);
            if (to > since) {
                up.add(new Span(since, to, true));
            }
        });
        List<Recovery> recoveries = new ArrayList<>();
        for (ResumeCard resume : card.resumes()) {
            Long toLive = resume.toLiveNanos();
            if (toLive != null && resume.time() + toLive >= range.from() && resume.time() < range.to()) {
                recoveries.add(new Recovery(resume.time(), resume.time() + toLive, resume.index()));
            }
        }
        return new Row(
                card.name(),
                card.number(),
                withGaps(up, track.ended),
                track.density,
                List.copyOf(track.marks),
                List.copyOf(recoveries));
    }

    /** What was up, with what was down between, and, where it has not ended, after. */
    private List<Span> withGaps(List<Span> up, @Nullable Long ended) {
        List<Span> spans = new ArrayList<>();
        long at = Long.MIN_VALUE;
        for (Span span : up) {
            if (at != Long.MIN_VALUE && span.from() > at) {
                spans.add(new Span(at, span.from(), false));
            }
            long from = Math.max(at, span.from());
            if (span.to() > from) {
                spans.add(new Span(from, span.to(), true));
                at = span.to();
            }
        }
        if (at != Long.MIN_VALUE && ended == null && connections.newest() > at) {
            spans.add(new Span(at, connections.newest(), false));
        }
        return List.copyOf(spans);
    }
}
