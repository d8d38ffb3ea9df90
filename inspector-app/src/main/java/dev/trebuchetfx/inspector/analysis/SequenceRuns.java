// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A verdict for each sequence number of one server stream, kept as runs of neighbours with the same verdict.
 *
 * <p>A million live updates in a row are one run. Numbers are unsigned. Confined to the thread that reads the log.
 */
public final class SequenceRuns {
    /** Runs beyond this are forgotten, lowest numbers first; the counts keep them. */
    static final int MAX_RUNS = 4_096;

    private static final int MAX_DUPLICATES = 1_024;

    private final NavigableMap<Long, Run> runs = new TreeMap<>(Long::compareUnsigned);
    private final NavigableMap<Long, Integer> duplicates = new TreeMap<>(Long::compareUnsigned);
    private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    private boolean truncated;

    /** Neighbouring numbers with one verdict, both ends included. */
    public record Run(long from, long to, Verdict verdict) {
        /** How many numbers it spans. */
        public long length() {
            return to - from + 1;
        }
    }

    /** As these are now; to be read by anybody, since nobody writes it. */
    SequenceRuns copy() {
        SequenceRuns copy = new SequenceRuns();
        copy.runs.putAll(runs);
        copy.duplicates.putAll(duplicates);
        copy.counts.putAll(counts);
        copy.truncated = truncated;
        return copy;
    }

    /** Gives every number from {@code from} to {@code to} this verdict, whatever it had. */
    void mark(long from, long to, Verdict verdict) {
        markWhere(from, to, verdict, old -> true);
    }

    /** Gives those numbers of the range this verdict that have none yet, or one that {@code replaceable} accepts. */
    void markWhere(long from, long to, Verdict verdict, Predicate<Verdict> replaceable) {
        if (Long.compareUnsigned(from, to) > 0) {
            return;
        }
        Run last = runs.isEmpty() ? null : runs.lastEntry().getValue();
        if (last == null || Long.compareUnsigned(last.to(), from) < 0) {
            put(new Run(from, to, verdict));
            return;
        }
        for (Run piece : cutOut(from, to, verdict, replaceable)) {
            put(piece);
        }
    }

    private List<Run> cutOut(long from, long to, Verdict verdict, Predicate<Verdict> replaceable) {
        List<Run> pieces = new ArrayList<>();
        long next = from;
        boolean done = false;
        for (Run run : overlapping(from, to)) {
            remove(run);
            if (Long.compareUnsigned(run.from(), next) < 0) {
                pieces.add(new Run(run.from(), next - 1, run.verdict()));
            } else if (Long.compareUnsigned(next, run.from()) < 0) {
                pieces.add(new Run(next, run.from() - 1, verdict));
            }
            long begin = Long.compareUnsigned(run.from(), from) < 0 ? from : run.from();
            long end = Long.compareUnsigned(run.to(), to) > 0 ? to : run.to();
            pieces.add(new Run(begin, end, replaceable.test(run.verdict()) ? verdict : run.verdict()));
            if (Long.compareUnsigned(run.to(), to) > 0) {
                pieces.add(new Run(to + 1, run.to(), run.verdict()));
            }
            done = end == to;
            next = end + 1;
        }
        if (!done) {
            pieces.add(new Run(next, to, verdict));
        }
        return pieces;
    }

    private void put(Run run) {
        counts.merge(run.verdict(), run.length(), Long::sum);
        Run joined = run;
        Map.Entry<Long, Run> before = runs.lowerEntry(run.from());
        if (before != null
                && before.getValue().verdict() == run.verdict()
                && before.getValue().to() + 1 == run.from()) {
            joined = new Run(before.getValue().from(), run.to(), run.verdict());
        }
        Run after = run.to() == -1 ? null : runs.get(run.to() + 1);
        if (after != null && after.verdict() == run.verdict()) {
            runs.remove(after.from());
            joined = new Run(joined.from(), after.to(), run.verdict());
        }
        runs.put(joined.from(), joined);
        if (runs.size() > MAX_RUNS) {
            runs.pollFirstEntry();
            truncated = true;
        }
    }

    private void remove(Run run) {
        runs.remove(run.from());
        counts.merge(run.verdict(), -run.length(), Long::sum);
    }

    void duplicate(long sequence) {
        duplicates.merge(sequence, 1, Integer::sum);
        if (duplicates.size() > MAX_DUPLICATES) {
            duplicates.pollFirstEntry();
        }
    }

    /** The verdict of one number; null where nothing is known of it. */
    public @Nullable Verdict at(long sequence) {
        Map.Entry<Long, Run> entry = runs.floorEntry(sequence);
        return entry == null || Long.compareUnsigned(entry.getValue().to(), sequence) < 0
                ? null
                : entry.getValue().verdict();
    }

    /** How often a number came again. */
    public int duplicatesAt(long sequence) {
        return duplicates.getOrDefault(sequence, 0);
    }

    /** Whether any number came again. */
    public boolean hasDuplicates() {
        return !duplicates.isEmpty();
    }

    /** The numbers from {@code from} to {@code to} that came again, with how often. */
    public Map<Long, Integer> duplicatesIn(long from, long to) {
        return Long.compareUnsigned(from, to) > 0 ? Map.of() : duplicates.subMap(from, true, to, true);
    }

    /** The runs that touch the range, in order, whole. */
    public List<Run> overlapping(long from, long to) {
        if (Long.compareUnsigned(from, to) > 0) {
            return List.of();
        }
        Long begin = runs.floorKey(from);
        return runs.subMap(begin == null ? from : begin, true, to, true).values().stream()
                .filter(run -> Long.compareUnsigned(run.to(), from) >= 0)
                .toList();
    }

    /** How many numbers have this verdict. */
    public long count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0L);
    }

    /** The lowest number that something is known of; 1 where nothing is. */
    public long first() {
        return runs.isEmpty() ? 1 : runs.firstKey();
    }

    /** The highest number that something is known of; 0 where nothing is. */
    public long last() {
        return runs.isEmpty() ? 0 : runs.lastEntry().getValue().to();
    }

    /** Whether the lowest numbers were forgotten to stay within bounds. */
    public boolean isTruncated() {
        return truncated;
    }
}
