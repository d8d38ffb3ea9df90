// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that observes a counter and notes every event. */
final class Watcher implements AutoCloseable, StreamListener<Watcher.Count> {
    private final TrebuchetClient client;
    private final ActorStream<Count> stream;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    Watcher(List<URI> endpoints) {
        client = TrebuchetClient.builder(endpoints).build();
        stream = client.actor("counter")
                .observe(
                        "observeState",
                        Count.class,
                        StreamOptions.builder()
                                .everyUpdate(100_000)
                                .deltas(Deltas.AUTOMATIC)
                                .build());
        stream.listen(this);
    }

    /** The state of the actor {@code counter}. */
    record Count(long count) {}

    private record Seen(long nanos, StreamEvent<Count> event) {}

    @Override
    public void onEvent(StreamEvent<Count> event) {
        seen.add(new Seen(System.nanoTime(), event));
    }

    /** Returns the counts that were shown, in order. */
    List<Long> counts() {
        return seen.stream()
                .map(Seen::event)
                .filter(StreamEvent.Update.class::isInstance)
                .map(event -> ((StreamEvent.Update<Count>) event).value().count())
                .toList();
    }

    /** Returns the newest count, or -1 before the first. */
    long newest() {
        List<Long> counts = counts();
        return counts.isEmpty() ? -1 : counts.getLast();
    }

    /** Returns the outcomes of the resumes that were answered. */
    List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        for (Seen each : seen) {
            if (each.event instanceof StreamEvent.Resumed<Count>(var report)) {
                outcomes.add(report.outcome() + (report.reason() == null ? "" : " " + report.reason()));
            }
        }
        return outcomes;
    }

    /** Returns what must not happen: gaps, updates that came twice or can't be read, drift, and the end of the stream. */
    List<StreamEvent<Count>> troubles() {
        return seen.stream()
                .map(Seen::event)
                .filter(event -> switch (event) {
                    case StreamEvent.Started<Count> ignored -> false;
                    case StreamEvent.Update<Count> ignored -> false;
                    case StreamEvent.FreshnessChanged<Count> ignored -> false;
                    case StreamEvent.Resumed<Count> ignored -> false;
                    default -> true;
                })
                .toList();
    }

    /** Returns the longest time between two updates, in milliseconds. */
    long longestPauseMillis() {
        long longest = 0;
        long before = Long.MAX_VALUE;
        for (Seen each : seen) {
            if (each.event instanceof StreamEvent.Update<Count>) {
                longest = Math.max(longest, each.nanos - before);
                before = each.nanos;
            }
        }
        return longest / 1_000_000;
    }

    @Override
    public void close() {
        client.close();
    }
}
