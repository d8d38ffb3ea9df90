// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.audit.Problem;
import dev.trebuchetfx.inspector.audit.Severity;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.text.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What deserves a look, the worst first, in groups of a kind. Confined to the FX thread. */
public final class ProblemsModel {
    private final BoardModel board;
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper(this, "summary", "");
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title", "Problems");
    private final BooleanProperty chosenOnly = new SimpleBooleanProperty(this, "chosenOnly", false);
    private final BooleanProperty shownOnly = new SimpleBooleanProperty(this, "shownOnly", false);
    private final Set<String> closed = new HashSet<>();
    private List<Problem> listed = List.of();

    /** A line of the list. */
    public sealed interface Line {
        Severity severity();

        /** For a screen reader. */
        String spoken();
    }

    /** Heads problems of one kind. */
    public record Group(Severity severity, String name, int count, boolean open) implements Line {
        @Override
        public String spoken() {
            return severity.word() + ", " + name + ", " + Texts.count(count, "problem", "problems") + ", "
                    + (open ? "expanded" : "collapsed");
        }
    }

    /** One problem. */
    public record Item(Problem problem, String time) implements Line {
        @Override
        public Severity severity() {
            return problem.severity();
        }

        @Override
        public String spoken() {
            return problem.severity().word() + ", " + time + ", " + problem.what();
        }
    }

    ProblemsModel(BoardModel board) {
        this.board = board;
        chosenOnly.subscribe(this::show);
        shownOnly.subscribe(this::show);
    }

    void show() {
        List<Problem> all = board.snapshot().report().problems();
        TimeRange range = board.rangeProperty().get();
        listed = all.stream()
                .filter(problem -> range == null || range.contains(problem.time()))
                .filter(problem -> !chosenOnly.get() || problem.stream() == board.chosenNumber())
                .filter(problem -> !shownOnly.get() || board.isShown(problem.index()))
                .toList();
        summary.set(summary(all.size()));
        title.set(all.isEmpty() ? "Problems" : "Problems " + counts(all));
        List<Line> next = lines();
        if (!next.equals(lines)) {
            lines.setAll(next);
        }
    }

    private String summary(int all) {
        String events = Texts.count(board.snapshot().position(), "event", "events");
        if (all == 0) {
            return "No problems found in " + events + "; a hint, not a verdict.";
        }
        return (listed.size() == all
                        ? Texts.count(all, "problem", "problems")
                        : Texts.count(listed.size()) + " of " + Texts.count(all, "problem", "problems"))
                + " in " + events + "; hints, not verdicts";
    }

    /** {@code 3E 1W 12N}. */
    private static String counts(List<Problem> all) {
        StringBuilder text = new StringBuilder();
        for (Severity severity : Severity.values()) {
            long count = all.stream()
                    .filter(problem -> problem.severity() == severity)
                    .count();
            if (count > 0) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(count)
                        .append(Character.toUpperCase(severity.word().charAt(0)));
            }
        }
        return text.toString();
    }

    private List<Line> lines() {
        Map<String, List<Problem>> groups = new LinkedHashMap<>();
        for (Problem problem : listed) {
            groups.computeIfAbsent(key(problem.severity(), problem.group()), key -> new ArrayList<>())
                    .add(problem);
        }
        List<Line> next = new ArrayList<>();
        groups.forEach((key, problems) -> {
            Problem first = problems.getFirst();
            boolean open = !closed.contains(key);
            next.add(new Group(first.severity(), first.group(), problems.size(), open));
            if (open) {
                problems.forEach(problem -> next.add(new Item(problem, board.time(problem.time()))));
            }
        });
        return next;
    }

    private static String key(Severity severity, String group) {
        return severity.word() + " " + group;
    }

    /** Opens or closes a group. */
    public void setOpen(Group group, boolean open) {
        String key = key(group.severity(), group.name());
        if (open ? closed.remove(key) : closed.add(key)) {
            show();
        }
    }

    /** Selects the message at which a problem shows. */
    public void select(Problem problem) {
        board.select(problem.index());
    }

    /** Selects, of the problems that are listed, the next one after the selected message, or the one before; null where there is none. */
    public @Nullable Problem selectNext(int step) {
        long from = board.selectedEvent();
        Comparator<Problem> order = Comparator.comparingLong(Problem::index);
        Problem next = listed.stream()
                .filter(problem -> step > 0 ? problem.index() > from : from >= 0 && problem.index() < from)
                .min(step > 0 ? order : order.reversed())
                .orElse(null);
        if (next != null) {
            select(next);
        }
        return next;
    }

    /** Groups and, below those that are open, their problems. */
    public ObservableList<Line> linesList() {
        return lines;
    }

    /** How many there are, in how many events. */
    public ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /** With how many there are of each severity, for a tab. */
    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    /** Only those of the chosen stream. */
    public BooleanProperty chosenOnlyProperty() {
        return chosenOnly;
    }

    /** Only those whose message the filter shows. */
    public BooleanProperty shownOnlyProperty() {
        return shownOnly;
    }
}
