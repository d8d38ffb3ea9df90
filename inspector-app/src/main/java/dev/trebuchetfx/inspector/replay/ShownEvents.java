// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/** Writes down what a subscriber is told, until the stream is over. */
final class ShownEvents<T> implements StreamListener<T> {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final List<ShownLine> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<List<ShownLine>> over = new CompletableFuture<>();
    private final BooleanSupplier endIsOurs;

    /** {@code endIsOurs}: whether the end of the stream is no news. */
    ShownEvents(BooleanSupplier endIsOurs) {
        this.endIsOurs = endIsOurs;
    }

    /** Everything, when the stream is over. */
    CompletableFuture<List<ShownLine>> over() {
        return over;
    }

    /** Returns the events that were shown up to now. */
    List<ShownLine> soFar() {
        return List.copyOf(lines);
    }

    @Override
    public void onUpdate(StreamEvent.Update<T> update) {
        lines.add(ShownLine.update(
                update.kind().name().toLowerCase(Locale.ROOT),
                update.streamID(),
                update.sequence(),
                MAPPER.writeValueAsString(update.value())));
    }

    @Override
    public void onEvent(StreamEvent<T> event) {
        switch (event) {
            case StreamEvent.Update<T> update -> onUpdate(update);
            case StreamEvent.Started<T> started ->
                say(started.resumedFrom() == null ? "started" : "started after " + text(started.resumedFrom()));
            case StreamEvent.Gap<T>(GapReport gap) -> lines.add(ShownLine.gap(gap));
            case StreamEvent.Resumed<T>(ResumeReport report) -> say(resumed(report));
            case StreamEvent.Duplicate<T> duplicate -> say("duplicate " + text(duplicate.sequence()));
            case StreamEvent.Undecodable<T> unreadable -> say("undecodable " + text(unreadable.sequence()));
            case StreamEvent.RestartsSlowed<T> slowed -> say("restarts slowed after " + slowed.restarts());
            case StreamEvent.Drifted<T> drifted ->
                say("drifted " + text(drifted.sequence()) + (drifted.path() == null ? "" : " at " + drifted.path()));
            // How soon it is live again depends on the machine.
            case StreamEvent.FreshnessChanged<T> ignored -> {}
            case StreamEvent.Ended<T>(var reason) -> {
                if (!endIsOurs.getAsBoolean()) {
                    say("ended " + reason.name().toLowerCase(Locale.ROOT));
                }
                over.complete(soFar());
            }
            case StreamEvent.Failed<T>(var error) -> {
                say("failed " + error.getMessage());
                over.complete(soFar());
            }
        }
    }

    private void say(String text) {
        lines.add(ShownLine.of(text));
    }

    private static String resumed(ResumeReport report) {
        StringBuilder text = new StringBuilder("resumed after ")
                .append(text(report.lastSequence()))
                .append(": ")
                .append(report.outcome().name().toLowerCase(Locale.ROOT));
        if (report.reason() != null) {
            text.append(", ").append(report.reason().name().toLowerCase(Locale.ROOT));
        }
        Long from = report.fromSequence();
        Long to = report.toSequence();
        if (from != null) {
            text.append(' ').append(text(from)).append(to == null ? " on" : " to " + text(to));
        }
        return text.toString();
    }

    private static String text(long sequence) {
        return SequenceNumbers.toText(sequence);
    }
}
