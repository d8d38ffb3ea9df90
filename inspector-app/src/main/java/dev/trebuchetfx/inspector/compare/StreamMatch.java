// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.compare.CaptureTracks.StreamTrack;
import dev.trebuchetfx.inspector.compare.Divergence.Kind;
import dev.trebuchetfx.inspector.state.StateHistory;
import dev.trebuchetfx.inspector.state.StateMoment;
import dev.trebuchetfx.inspector.state.StreamSelector;
import dev.trebuchetfx.protocol.internal.json.FirstDifference;
import dev.trebuchetfx.protocol.internal.json.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares one logical stream of two captures. Confined to one thread. */
final class StreamMatch {
    private static final int MAX_DIVERGENCES = 1_000;
    /** How many differing states are looked at to say where they differ. */
    private static final int MAX_PATHS = 100;

    private final CaptureTracks leftCapture;
    private final CaptureTracks rightCapture;
    private final @Nullable StreamTrack left;
    private final @Nullable StreamTrack right;
    private final boolean sameLine;
    private final int client;
    private final StateHistory leftStates = new StateHistory();
    private final StateHistory rightStates = new StateHistory();
    private final List<Divergence> divergences = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private long omitted;
    private int paths;

    StreamMatch(
            CaptureTracks leftCapture,
            CaptureTracks rightCapture,
            @Nullable StreamTrack left,
            @Nullable StreamTrack right,
            boolean sameLine,
            int client) {
        this.leftCapture = leftCapture;
        this.rightCapture = rightCapture;
        this.left = left;
        this.right = right;
        this.sameLine = sameLine;
        this.client = client;
    }

    StreamComparison compare() {
        StreamCard card = left == null ? Objects.requireNonNull(right).card : left.card;
        if (left != null && right != null) {
            compare(List.copyOf(left.runs.values()), List.copyOf(right.runs.values()));
        }
        return new StreamComparison(
                card.actor(),
                card.method(),
                card.name(),
                divergences,
                omitted,
                left == null ? null : left.figures(),
                right == null ? null : right.figures(),
                delay());
    }

    private void compare(List<StreamRun> lefts, List<StreamRun> rights) {
        int number = 1;
        for (int i = 0; i < lefts.size(); i++, number++) {
            StreamRun run = lefts.get(i);
            StreamRun partner = sameLine
                    ? rights.stream()
                            .filter(each -> each.id.equals(run.id))
                            .findFirst()
                            .orElse(null)
                    : i < rights.size() ? rights.get(i) : null;
            compare(number, run, partner == null ? new StreamRun(run.id, run.epoch) : partner);
        }
        for (int i = 0; i < rights.size(); i++) {
            StreamRun run = rights.get(i);
            boolean seen = sameLine ? lefts.stream().anyMatch(each -> each.id.equals(run.id)) : i < lefts.size();
            if (!seen) {
                compare(number++, new StreamRun(run.id, run.epoch), run);
            }
        }
    }

    private void compare(int number, StreamRun first, StreamRun second) {
        TreeSet<Long> sequences = new TreeSet<>(Long::compareUnsigned);
        sequences.addAll(first.updates.keySet());
        sequences.addAll(second.updates.keySet());
        for (Long sequence : sequences) {
            UpdatePlace mine = first.updates.get(sequence);
            UpdatePlace theirs = second.updates.get(sequence);
            if (mine != null && theirs != null) {
                both(number, first, sequence, mine, theirs);
            } else if (mine != null && !isBefore(sequence, second)) {
                add(divergence(Kind.ADDED, number, first, sequence, mine.time, mine.copies, 0));
            } else if (theirs != null && !isBefore(sequence, first)) {
                add(divergence(Kind.MISSING, number, second, sequence, theirs.time, 0, theirs.copies));
            }
        }
    }

    /** Whether a capture began only after this update. */
    private static boolean isBefore(long sequence, StreamRun late) {
        return !late.begun && !late.updates.isEmpty() && Long.compareUnsigned(sequence, late.updates.firstKey()) < 0;
    }

    private void both(int number, StreamRun run, long sequence, UpdatePlace mine, UpdatePlace theirs) {
        if (sameLine) {
            delays.add(theirs.time - mine.time);
        }
        UpdatePlace atClient = !sameLine || client == 0 ? null : client == 1 ? mine : theirs;
        if (mine.stateKnown == theirs.stateKnown && !mine.isSameAs(theirs)) {
            Divergence changed = divergence(Kind.CHANGED, number, run, sequence, mine.time, mine.copies, theirs.copies);
            add(withPath(changed, mine, theirs));
        } else if (atClient != null && !atClient.accepted) {
            add(divergence(Kind.NOT_TAKEN, number, run, sequence, atClient.time, mine.copies, theirs.copies));
        } else if (mine.copies != theirs.copies) {
            add(divergence(Kind.COPIES, number, run, sequence, mine.time, mine.copies, theirs.copies));
        }
    }

    private static Divergence divergence(
            Kind kind, int number, StreamRun run, long sequence, long time, int copies, int otherCopies) {
        return new Divergence(kind, number, run.id, run.epoch, sequence, sequence, null, time, copies, otherCopies);
    }

    private Divergence withPath(Divergence changed, UpdatePlace mine, UpdatePlace theirs) {
        if (paths++ >= MAX_PATHS) {
            return changed;
        }
        StateMoment here = at(leftStates, leftCapture.view(), mine.index);
        StateMoment there = at(rightStates, rightCapture.view(), theirs.index);
        if (here == null || there == null || here.state() == null || there.state() == null) {
            return changed;
        }
        Pointer path = FirstDifference.between(here.state(), there.state());
        return path == null
                ? changed
                : new Divergence(
                        changed.kind(),
                        changed.run(),
                        changed.streamID(),
                        changed.epoch(),
                        changed.from(),
                        changed.to(),
                        path.toString(),
                        changed.time(),
                        changed.copies(),
                        changed.otherCopies());
    }

    private static @Nullable StateMoment at(StateHistory states, LogView view, long index) {
        LogCursor event = view.cursor();
        if (!event.moveTo(index)) {
            return null;
        }
        StateMoment moment = states.at(view, StreamSelector.of(view, event.streamNumber()), index, () -> false);
        return moment == null || moment.index() != index ? null : moment;
    }

    private void add(Divergence next) {
        Divergence last = divergences.isEmpty() ? null : divergences.getLast();
        if (last != null && omitted == 0 && last.goesOnWith(next)) {
            divergences.set(divergences.size() - 1, last.upTo(next.to()));
        } else if (divergences.size() < MAX_DIVERGENCES) {
            divergences.add(next);
        } else {
            omitted++;
        }
    }

    private StreamComparison.@Nullable Delay delay() {
        if (delays.isEmpty()) {
            return null;
        }
        List<Long> sorted = delays.stream().sorted().toList();
        return new StreamComparison.Delay(sorted.get((sorted.size() - 1) / 2), sorted.get((int)
                Math.min(sorted.size() - 1L, sorted.size() * 99L / 100)));
    }
}
