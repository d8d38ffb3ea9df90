// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.audit.Problem;
import dev.trebuchetfx.inspector.survey.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Problems that lie so close to each other in the overview that one mark stands for them.
 *
 * @param worst the worst of them, and of those the first
 * @param count how many they are
 * @param position of the first of them, from 0 to 1
 */
public record OverviewMark(Problem worst, int count, double position) {

    /** {@code apart}: how far the marks have to be from each other, as a share of all times. */
    static List<OverviewMark> of(List<Problem> problems, TimeRange all, double apart) {
        List<Problem> inOrder = problems.stream()
                .sorted(Comparator.comparingLong(Problem::time))
                .toList();
        List<OverviewMark> marks = new ArrayList<>();
        for (Problem problem : inOrder) {
            double position = all.position(problem.time());
            OverviewMark last = marks.isEmpty() ? null : marks.getLast();
            if (last == null || position - last.position >= apart) {
                marks.add(new OverviewMark(problem, 1, position));
            } else {
                boolean worse = problem.severity().compareTo(last.worst.severity()) < 0;
                marks.set(
                        marks.size() - 1,
                        new OverviewMark(worse ? problem : last.worst, last.count + 1, last.position));
            }
        }
        return List.copyOf(marks);
    }

    /** For a tooltip. */
    public String inWords() {
        return worst.severity().word() + ": " + worst.what()
                + (count == 1 ? "" : System.lineSeparator() + "and " + (count - 1) + " more here, none worse")
                + System.lineSeparator() + "Click to go there.";
    }
}
