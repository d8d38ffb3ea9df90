// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.state.StateDiff;
import dev.trebuchetfx.inspector.state.StateDifference;
import dev.trebuchetfx.inspector.state.StateMoment;
import dev.trebuchetfx.inspector.text.JsonLine;
import dev.trebuchetfx.inspector.text.JsonLine.Kind;
import dev.trebuchetfx.inspector.text.JsonLine.Part;
import dev.trebuchetfx.inspector.text.JsonText;
import dev.trebuchetfx.inspector.text.Texts;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** States and what changed in them, in words and lines. */
final class StateTexts {
    /** What fits on one line beside its path. */
    private static final int SHORT = 48;

    private static final int MAX_VALUE_LINES = 200;

    private StateTexts() {}

    static StateModel.Shown shown(StateMoment moment, LogView view, DateTimeFormatter clock) {
        String title = title(moment, view, clock);
        JsonNode state = moment.state();
        String text = moment.text();
        List<JsonLine> lines = state != null ? JsonText.pretty(state) : text != null ? JsonText.plain(text) : List.of();
        if (!moment.isUpdate()) {
            return new StateModel.Shown(title, lines, "Not an update: it changed nothing.", List.of(), false);
        }
        String refused = moment.refused();
        if (refused != null) {
            return new StateModel.Shown(title, lines, "It changed nothing: " + refused + ".", List.of(), false);
        }
        JsonNode before = moment.before();
        if (before == null || state == null) {
            String why =
                    state == null ? "States that are not JSON are not compared." : "The first state that is known.";
            return new StateModel.Shown(title, lines, why, List.of(), false);
        }
        List<StateDifference> changes = StateDiff.between(before, state);
        return new StateModel.Shown(title, lines, summary(changes), diff(changes), false);
    }

    private static String title(StateMoment moment, LogView view, DateTimeFormatter clock) {
        if (!moment.isKnown()) {
            String refused = moment.refused();
            return refused == null
                    ? "No state yet: no update of this stream had come by then."
                    : "No state is known: the only update by then can't be used; " + refused + ".";
        }
        LogCursor update = view.cursor();
        String when = update.moveTo(moment.index()) ? ", which came at " + clock.format(update.instant()) : "";
        String made = "update " + Texts.sequence(moment.sequence()) + when;
        return moment.isUpdate() && moment.refused() == null
                ? "The state after " + made
                : "The state then: after " + made;
    }

    private static String summary(List<StateDifference> changes) {
        if (changes.isEmpty()) {
            return "The same state as before: nothing changed.";
        }
        List<String> parts = new ArrayList<>();
        for (StateDifference.Kind kind : StateDifference.Kind.values()) {
            long count =
                    changes.stream().filter(change -> change.kind() == kind).count();
            if (count > 0) {
                parts.add(Texts.count(count) + " " + kind.word());
            }
        }
        return String.join(", ", parts) + (changes.size() == StateDiff.MAX_CHANGES ? " (and maybe more)" : "");
    }

    private static List<JsonLine> diff(List<StateDifference> changes) {
        List<JsonLine> lines = new ArrayList<>();
        for (StateDifference change : changes) {
            if (lines.size() >= JsonText.MAX_LINES) {
                lines.add(line(0, Kind.NOTE, "… cut here"));
                break;
            }
            lines(lines, change);
        }
        return lines;
    }

    private static void lines(List<JsonLine> lines, StateDifference change) {
        String path = change.path();
        JsonNode from = change.from();
        JsonNode to = change.to();
        switch (change.kind()) {
            case MOVED ->
                lines.add(new JsonLine(
                        0,
                        List.of(
                                new Part(Kind.NOTE, "↕ "),
                                new Part(Kind.KEY, path),
                                new Part(Kind.NOTE, "  moved from place " + from + " to " + to))));
            case ADDED -> value(lines, Kind.ADDED, "+ ", path, Objects.requireNonNull(to));
            case REMOVED -> value(lines, Kind.REMOVED, "− ", path, Objects.requireNonNull(from));
            case CHANGED -> changed(lines, path, Objects.requireNonNull(from), Objects.requireNonNull(to));
        }
    }

    private static void changed(List<JsonLine> lines, String path, JsonNode from, JsonNode to) {
        String before = oneLine(from);
        String after = oneLine(to);
        if (before != null && after != null) {
            lines.add(new JsonLine(
                    0,
                    List.of(
                            new Part(Kind.NOTE, "~ "),
                            new Part(Kind.KEY, path),
                            new Part(Kind.PUNCTUATION, "  "),
                            new Part(Kind.REMOVED, before),
                            new Part(Kind.PUNCTUATION, " → "),
                            new Part(Kind.ADDED, after))));
            return;
        }
        lines.add(new JsonLine(0, List.of(new Part(Kind.NOTE, "~ "), new Part(Kind.KEY, path))));
        block(lines, Kind.REMOVED, "− ", from);
        block(lines, Kind.ADDED, "+ ", to);
    }

    private static void value(List<JsonLine> lines, Kind kind, String mark, String path, JsonNode value) {
        String text = oneLine(value);
        if (text != null) {
            lines.add(new JsonLine(
                    0,
                    List.of(
                            new Part(kind, mark),
                            new Part(Kind.KEY, path),
                            new Part(Kind.PUNCTUATION, "  "),
                            new Part(kind, text))));
            return;
        }
        lines.add(new JsonLine(0, List.of(new Part(kind, mark), new Part(Kind.KEY, path))));
        block(lines, kind, mark, value);
    }

    private static void block(List<JsonLine> lines, Kind kind, String mark, JsonNode value) {
        List<JsonLine> all = JsonText.pretty(value);
        for (JsonLine line : all.subList(0, Math.min(all.size(), MAX_VALUE_LINES))) {
            lines.add(line(1, kind, mark + line.text()));
        }
        if (all.size() > MAX_VALUE_LINES) {
            lines.add(line(1, Kind.NOTE, "… " + Texts.count(all.size() - MAX_VALUE_LINES) + " lines more; see State"));
        }
    }

    private static JsonLine line(int indent, Kind kind, String text) {
        return new JsonLine(indent, List.of(new Part(kind, text)));
    }

    private static @Nullable String oneLine(JsonNode value) {
        List<JsonLine> lines = JsonText.pretty(value);
        String text = lines.getFirst().text();
        return lines.size() == 1 && text.length() <= SHORT ? text : null;
    }
}
