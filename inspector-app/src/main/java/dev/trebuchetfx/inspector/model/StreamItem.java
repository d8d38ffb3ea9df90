// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.inspector.analysis.StreamSummary;
import dev.trebuchetfx.inspector.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** A logical stream in the list of streams. It stays the same object while the stream goes on. Confined to the FX thread. */
public final class StreamItem {
    private StreamSummary stream;
    private final ReadOnlyObjectWrapper<Row> row = new ReadOnlyObjectWrapper<>(this, "row");
    private static final long CLOSED = -2;

    private final DateTimeFormatter clock;
    private boolean stale = true;
    private long second = -1;

    /**
     * What the list shows of a stream.
     *
     * @param method with the filter, where there is one
     * @param lost numbers that did not come
     * @param age how long ago anything happened on it, or, of a capture that is closed, until when
     */
    public record Row(
            String actor,
            String method,
            Freshness freshness,
            String why,
            String next,
            long live,
            long replayed,
            long duplicates,
            long lost,
            long restarts,
            long undecodable,
            String age) {

        /** The freshness in words. */
        public String freshnessWord() {
            return freshness.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** Everything, for a screen reader. */
        public String spoken() {
            return actor + " " + method + ", " + freshnessWord() + ", next " + next + ", "
                    + Texts.count(lost, "update missing", "updates missing") + ", " + replayed + " replayed, "
                    + duplicates + " duplicates, " + age;
        }
    }

    StreamItem(StreamSummary stream, ZoneId zone, Instant now) {
        this.stream = stream;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
        refresh(now);
    }

    void show(@Nullable StreamSummary newer) {
        if (newer != null && !(newer.revision() == stream.revision() && newer.missing() == stream.missing())) {
            stream = newer;
            stale = true;
        }
    }

    /** {@code now}: null where the capture is closed, so that nothing grows older. */
    void refresh(@Nullable Instant now) {
        Duration age = now == null ? null : Duration.between(stream.lastEventAt(), now);
        long seconds = age == null ? CLOSED : age.toSeconds();
        if (!stale && second == seconds) {
            return;
        }
        stale = false;
        second = seconds;
        Long next = stream.nextExpected();
        row.set(new Row(
                stream.actor(),
                stream.method() + (stream.filter() == null ? "" : " · " + stream.filter()),
                stream.freshness(),
                stream.why(),
                next == null ? "–" : Texts.sequence(next),
                stream.counts().live(),
                stream.counts().replayed(),
                stream.counts().duplicates(),
                stream.missing(),
                stream.counts().restarts(),
                stream.counts().undecodable(),
                age == null ? "until " + clock.format(stream.lastEventAt()) : Texts.age(age)));
    }

    /** The client's number for the stream. */
    public int id() {
        return stream.id();
    }

    /** Actor and method, as the filter language names a stream. */
    String name() {
        return stream.actor() + "." + stream.method();
    }

    /** What to show; a new value when anything changes. Never null. */
    public ReadOnlyObjectProperty<Row> rowProperty() {
        return row.getReadOnlyProperty();
    }
}
