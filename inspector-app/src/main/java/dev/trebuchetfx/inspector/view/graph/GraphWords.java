// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.text.Texts;
import java.util.Comparator;
import java.util.StringJoiner;

/** A graph in words, for those who can't see it. */
public final class GraphWords {
    private static final int MAX_GAPS = 5;

    private GraphWords() {}

    public static String describe(StreamGraph graph) {
        StreamGraph.Numbers numbers = graph.numbers();
        if (numbers == null || graph.total() == 0) {
            return "Sequence graph of " + graph.name() + ": no updates here";
        }
        StringJoiner kinds = new StringJoiner(", ");
        graph.columns().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .forEach(entry -> kinds.add(Texts.count(entry.getValue().total()) + " " + word(entry.getKey())));
        StringBuilder text = new StringBuilder("Sequence graph of ")
                .append(graph.name())
                .append(": ")
                .append(Texts.count(graph.total(), "update", "updates"))
                .append(", numbers ")
                .append(Texts.range(numbers.lowest(), numbers.highest()))
                .append("; ")
                .append(kinds);
        graph.gaps().stream().limit(MAX_GAPS).forEach(gap -> text.append("; ").append(gap(gap)));
        if (graph.gaps().size() > MAX_GAPS) {
            text.append("; and ").append(Texts.count(graph.gaps().size() - MAX_GAPS, "more gap", "more gaps"));
        }
        long restarts = graph.marks().stream()
                .filter(mark -> mark.verdict() == Verdict.RESTART)
                .count();
        if (restarts > 0) {
            text.append("; ").append(Texts.count(restarts, "restart", "restarts"));
        }
        return text.toString();
    }

    private static String gap(GapCard gap) {
        Long to = gap.to();
        return "gap " + (to == null ? Texts.sequence(gap.from()) + " on" : Texts.range(gap.from(), to)) + " "
                + (gap.healed() ? "healed" : gap.cause().word());
    }

    static String word(Verdict verdict) {
        return verdict == Verdict.LIVE ? "full" : verdict.word();
    }
}
