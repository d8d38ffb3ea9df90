// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything that a subscriber hears, in order. Safe for use by any thread. */
final class Recorder<T> implements StreamListener<T> {
    private final List<StreamEvent<T>> events = new CopyOnWriteArrayList<>();

    @Override
    public void onUpdate(StreamEvent.Update<T> update) {}

    @Override
    public void onEvent(StreamEvent<T> event) {
        events.add(event);
    }

    List<StreamEvent.Update<T>> updates() {
        return events.stream()
                .flatMap(event ->
                        event instanceof StreamEvent.Update<T> update ? java.util.stream.Stream.of(update) : null)
                .toList();
    }

    List<Long> sequences() {
        return updates().stream().map(StreamEvent.Update::sequence).toList();
    }

    T newest() {
        return updates().getLast().value();
    }

    List<ResumeReport> resumes() {
        return events.stream()
                .flatMap(event ->
                        event instanceof StreamEvent.Resumed<T>(var report) ? java.util.stream.Stream.of(report) : null)
                .toList();
    }

    List<GapReport> gaps() {
        return events.stream()
                .flatMap(event ->
                        event instanceof StreamEvent.Gap<T>(var report) ? java.util.stream.Stream.of(report) : null)
                .toList();
    }

    /** The error of the newest event, which must be a failure. */
    Throwable failure() {
        return ((StreamEvent.Failed<T>) events.getLast()).error();
    }

    boolean has(Class<?> kind) {
        return events.stream().anyMatch(kind::isInstance);
    }

    /** Each freshness that was heard, in order. */
    List<Freshness> freshnesses() {
        return events.stream()
                .flatMap(event -> event instanceof StreamEvent.FreshnessChanged<T>(var freshness, var why)
                        ? java.util.stream.Stream.of(freshness)
                        : null)
                .toList();
    }

    /** The reasons of each freshness that was heard, in order. */
    List<String> reasons() {
        return events.stream()
                .flatMap(event -> event instanceof StreamEvent.FreshnessChanged<T>(var freshness, var why)
                        ? java.util.stream.Stream.of(why)
                        : null)
                .toList();
    }

    /** The freshness heard last. */
    Freshness freshness() {
        List<Freshness> all = freshnesses();
        return all.isEmpty() ? Freshness.CATCHING_UP : all.getLast();
    }
}
