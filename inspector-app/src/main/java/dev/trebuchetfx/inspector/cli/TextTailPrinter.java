// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.inspector.act.ExactJson;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One line an event, for people: time, what it is, and the rest. */
final class TextTailPrinter implements TailPrinter {
    private final InstantSource clock;
    private final DateTimeFormatter time;

    TextTailPrinter(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    @Override
    public @Nullable String connection(ConnectionState state) {
        return switch (state) {
            case ConnectionState.Connected connected -> line(state.word(), "to " + connected.endpoint());
            case ConnectionState.Reconnecting again ->
                line(state.word(), "attempt " + again.attempt() + ": " + again.cause());
            // The command ends with it and says why.
            case ConnectionState.Offline ignored -> null;
            default -> line(state.word(), "");
        };
    }

    @Override
    public @Nullable String event(StreamEvent<JsonNode> event) {
        return switch (event) {
            case StreamEvent.Started<JsonNode> started ->
                line("started", started.resumedFrom() == null ? "" : "anew after " + number(started.resumedFrom()));
            case StreamEvent.Update<JsonNode> update ->
                line(
                        update.kind().name().toLowerCase(Locale.ROOT),
                        number(update.sequence()) + "  " + ExactJson.text(update.value()));
            // The command ends with it and says why.
            case StreamEvent.FreshnessChanged<JsonNode>(Freshness freshness, var ignored)
            when freshness == Freshness.FAILED -> null;
            case StreamEvent.FreshnessChanged<JsonNode>(var freshness, var why) ->
                line(freshness.name().toLowerCase(Locale.ROOT).replace('_', ' '), why);
            case StreamEvent.Gap<JsonNode>(var report) -> line(report.healed() ? "gap healed" : "gap", gap(report));
            case StreamEvent.Resumed<JsonNode>(var report) -> line("resume", resume(report));
            case StreamEvent.Duplicate<JsonNode> duplicate ->
                line("duplicate", number(duplicate.sequence()) + "  not shown");
            case StreamEvent.Undecodable<JsonNode> undecodable ->
                line("undecodable", undecodable.bytes() + " bytes: " + undecodable.why());
            case StreamEvent.RestartsSlowed<JsonNode>(var restarts, var pause) ->
                line("slowed", restarts + " restarts without a new state; asks again in " + pause.toMillis() + " ms");
            case StreamEvent.Drifted<JsonNode> drifted ->
                line(
                        "drift",
                        "the state of update " + number(drifted.sequence()) + " was not the server's, "
                                + (drifted.path() == null
                                        ? "and is now"
                                        : "first at " + (drifted.path().isEmpty() ? "the whole" : drifted.path())));
            case StreamEvent.Ended<JsonNode>(var reason) -> line("ended", reason.wireName());
            case StreamEvent.Failed<JsonNode> ignored -> null;
        };
    }

    private static String gap(GapReport report) {
        return number(report.fromSequence()) + " to "
                + (report.toSequence() == null ? "?" : number(report.toSequence()))
                + (report.healed() ? " came after all" : " did not come");
    }

    private static String resume(ResumeReport report) {
        return "after " + number(report.lastSequence()) + ": "
                + report.outcome().wireName()
                + (report.reason() == null ? "" : ", " + report.reason().wireName())
                + (report.fromSequence() == null
                        ? ""
                        : ", from " + number(report.fromSequence())
                                + (report.toSequence() == null ? "" : " to " + number(report.toSequence())));
    }

    private static String number(@Nullable Long sequence) {
        return sequence == null ? "" : Long.toUnsignedString(sequence);
    }

    private String line(String what, String rest) {
        String line = String.format(Locale.ROOT, "%s  %-12s  %s", time.format(clock.instant()), what, rest);
        return line.stripTrailing();
    }
}
