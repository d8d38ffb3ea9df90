// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

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
final class CountWatcher implements AutoCloseable, StreamListener<CountWatcher.Count> {
    private final TrebuchetClient client;
    private final List<StreamEvent<Count>> events = new CopyOnWriteArrayList<>();

    CountWatcher(URI node) {
        client = TrebuchetClient.builder(node).build();
        ActorStream<Count> stream = client.actor("counter")
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

    @Override
    public void onEvent(StreamEvent<Count> event) {
        events.add(event);
    }

    /** Returns the newest count, or -1 before the first. */
    long newest() {
        long newest = -1;
        for (StreamEvent<Count> each : events) {
            if (each instanceof StreamEvent.Update<Count> update) {
                newest = update.value().count();
            }
        }
        return newest;
    }

    /** Returns the events by which it was told that states are missing, or that the stream was begun anew. */
    List<StreamEvent<Count>> told() {
        return events.stream().filter(CountWatcher::isTold).toList();
    }

    private static boolean isTold(StreamEvent<Count> event) {
        return event instanceof StreamEvent.Gap<Count> || event instanceof StreamEvent.Resumed<Count>;
    }

    /** Returns the steps back that were shown without a word before them. */
    List<String> silentStepsBack() {
        List<String> silent = new ArrayList<>();
        long before = -1;
        boolean told = false;
        for (StreamEvent<Count> each : events) {
            told |= isTold(each);
            if (each instanceof StreamEvent.Update<Count> update) {
                long count = update.value().count();
                if (count < before && !told) {
                    silent.add(before + " -> " + count);
                }
                before = count;
                told = false;
            }
        }
        return silent;
    }

    /** Returns the number of times that the count went back. */
    long stepsBack() {
        long steps = 0;
        long before = -1;
        for (StreamEvent<Count> each : events) {
            if (each instanceof StreamEvent.Update<Count> update) {
                steps += update.value().count() < before ? 1 : 0;
                before = update.value().count();
            }
        }
        return steps;
    }

    /** Shows the last events, for the message of a test that fails. */
    @Override
    public String toString() {
        List<StreamEvent<Count>> all = List.copyOf(events);
        return all.subList(Math.max(0, all.size() - 12), all.size()).toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
