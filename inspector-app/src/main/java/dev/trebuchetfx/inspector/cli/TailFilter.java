// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.inspector.query.EventRow;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.query.QueryField;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.query.QueryMatcher;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A filter of the SDK's reports that are shown, with the types of the wire where there are any. Not thread-safe. */
final class TailFilter {
    private final QueryMatcher matcher;
    private final InstantSource clock;
    private final String actor;
    private final String method;
    private @Nullable Instant before;
    private @Nullable String epoch;
    private long connections;

    TailFilter(Expression where, InstantSource clock, ZoneId zone, String actor, String method) {
        this.matcher = new QueryMatcher(where, zone);
        this.clock = clock;
        this.actor = actor;
        this.method = method;
    }

    boolean shows(ConnectionState state) {
        if (state instanceof ConnectionState.Connecting || state instanceof ConnectionState.Reconnecting) {
            connections++;
        }
        Row row = new Row(state.word(), "note").at(clock.instant());
        return matcher.matches(state instanceof ConnectionState.Offline ? row.with(QueryFlag.ERROR) : row);
    }

    boolean shows(StreamEvent<JsonNode> event) {
        Row row = row(event);
        Instant now = clock.instant();
        row.at(now).with(QueryField.ACTOR, actor).with(QueryField.METHOD, method);
        if (before != null) {
            row.with(QueryField.DT, Duration.between(before, now).toNanos());
        }
        before = now;
        if (epoch != null) {
            row.with(QueryField.EPOCH, epoch);
        }
        return matcher.matches(row);
    }

    private Row row(StreamEvent<JsonNode> event) {
        return switch (event) {
            case StreamEvent.Started<JsonNode> started -> {
                epoch = started.epoch();
                Row row = stream("streamStart", started.streamID());
                yield started.resumedFrom() == null ? row : row.with(QueryFlag.RESTART);
            }
            case StreamEvent.Update<JsonNode> update -> update(update);
            case StreamEvent.FreshnessChanged<JsonNode>(var freshness, var why) ->
                new Row(freshness.isStale() ? "stale" : "live", "note").with(QueryField.COMMENT, why);
            case StreamEvent.Gap<JsonNode>(var report) ->
                note("gap", report.streamID(), report.fromSequence()).with(QueryFlag.GAP);
            case StreamEvent.Resumed<JsonNode>(var report) -> {
                Row row = stream("streamResumed", report.streamID())
                        .with(QueryField.SEQ, report.lastSequence())
                        .with(QueryFlag.RESUMED);
                yield report.outcome() == ResumeOutcome.RESTARTED ? row.with(QueryFlag.RESTART) : row;
            }
            case StreamEvent.Duplicate<JsonNode> duplicate ->
                stream("streamData", duplicate.streamID())
                        .with(QueryField.SEQ, duplicate.sequence())
                        .with(QueryFlag.DUP);
            case StreamEvent.Undecodable<JsonNode> undecodable ->
                stream("streamData", undecodable.streamID())
                        .with(QueryField.SEQ, undecodable.sequence())
                        .with(QueryField.SIZE, undecodable.bytes())
                        .with(QueryField.COMMENT, undecodable.why())
                        .with(QueryFlag.UNDECODABLE)
                        .with(QueryFlag.ERROR);
            case StreamEvent.RestartsSlowed<JsonNode>(var restarts, var pause) ->
                new Row("slowed", "note")
                        .with(QueryField.COMMENT, restarts + " restarts without a new state")
                        .with(QueryFlag.ERROR);
            case StreamEvent.Drifted<JsonNode> drifted ->
                stream("streamData", drifted.streamID())
                        .with(QueryField.SEQ, drifted.sequence())
                        .with(QueryField.COMMENT, "drifted")
                        .with(QueryFlag.ERROR);
            case StreamEvent.Ended<JsonNode>(var reason) ->
                new Row("streamEnd", "received").with(QueryField.COMMENT, reason.wireName());
            case StreamEvent.Failed<JsonNode>(var error) ->
                new Row("streamError", "received")
                        .with(QueryField.COMMENT, String.valueOf(error.getMessage()))
                        .with(QueryFlag.ERROR);
        };
    }

    private Row update(StreamEvent.Update<JsonNode> update) {
        Row row = stream("streamData", update.streamID()).with(QueryField.SEQ, update.sequence());
        row.value = update.value();
        if (update.kind() == UpdateKind.REPLAY) {
            return row.with(QueryFlag.REPLAY);
        }
        return row.with(QueryFlag.LIVE).with(update.kind() == UpdateKind.DELTA ? QueryFlag.DELTA : QueryFlag.FULL);
    }

    private Row note(String type, UUID streamID, long sequence) {
        return named(new Row(type, "note"), streamID).with(QueryField.SEQ, sequence);
    }

    private Row stream(String type, UUID streamID) {
        return named(new Row(type, "received"), streamID);
    }

    private Row named(Row row, UUID streamID) {
        return row.with(QueryField.STREAM, actor + "." + method)
                .with(QueryField.ID, streamID.toString().toUpperCase(Locale.ROOT));
    }

    private final class Row implements EventRow {
        private final Map<QueryField, Long> numbers = new EnumMap<>(QueryField.class);
        private final Map<QueryField, String> texts = new EnumMap<>(QueryField.class);
        private final Set<QueryFlag> flags = EnumSet.noneOf(QueryFlag.class);
        private @Nullable JsonNode value;

        Row(String type, String direction) {
            with(QueryField.TYPE, type).with(QueryField.DIR, direction).with(QueryField.CONN, connections);
        }

        Row at(Instant now) {
            return with(QueryField.TIME, Duration.between(Instant.EPOCH, now).toNanos());
        }

        Row with(QueryField field, long number) {
            numbers.put(field, number);
            return this;
        }

        Row with(QueryField field, String text) {
            texts.put(field, text);
            return this;
        }

        Row with(QueryFlag flag) {
            flags.add(flag);
            return this;
        }

        @Override
        public boolean has(QueryField field) {
            return numbers.containsKey(field);
        }

        @Override
        public long number(QueryField field) {
            return Objects.requireNonNull(numbers.get(field));
        }

        @Override
        public @Nullable String text(QueryField field) {
            if (field == QueryField.PAYLOAD) {
                return value == null ? null : value.toString();
            }
            return texts.get(field);
        }

        @Override
        public boolean is(QueryFlag flag) {
            return flags.contains(flag);
        }

        @Override
        public @Nullable JsonNode json() {
            return value;
        }
    }
}
