// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import org.jspecify.annotations.Nullable;

/** Figures of a logical stream. Written by it alone. */
final class StreamTotals {
    private static final int MAX_NOTES = 200;

    final Rate rate = new Rate();
    /** What is worth a look beyond gaps and resumes. */
    final BoundedHistory<Note> notes = new BoundedHistory<>(MAX_NOTES);

    long updates;
    long replayed;
    long overlap;
    long duplicates;
    long reordered;
    long ambiguous;
    long undecodable;
    long restarts;
    long drifts;
    long bytes;
    long fullBytes;
    /** Whether anything of the stream goes into the figures. */
    boolean counted;

    private boolean ownDeltas;

    record Note(Severity severity, String group, String what, long time, long index) {}

    void update(SequenceVerdict verdict, StateVerifier.@Nullable Finding finding, long time, long index) {
        switch (verdict) {
            case LIVE, GAP, NOT_CAPTURED, SKIPPED -> updates++;
            case REPLAY -> {
                updates++;
                replayed++;
            }
            case RESUME_OVERLAP -> overlap++;
            case DUPLICATE -> duplicates++;
            case REORDERED -> reordered++;
            case AMBIGUOUS -> ambiguous++;
            case UNPLACED -> {}
        }
        switch (finding) {
            case StateVerifier.Finding.Drift(boolean ignored, String path, String why) -> {
                drifts++;
                String where = path == null ? "" : ", first at " + (path.isEmpty() ? "the root" : path);
                notes.add(new Note(
                        Severity.ERROR, "state drifted", "the state drifted" + where + ": " + why, time, index));
            }
            case StateVerifier.Finding.Unreadable(String why) -> {
                undecodable++;
                notes.add(
                        new Note(Severity.ERROR, "payload unreadable", "a payload can't be read: " + why, time, index));
            }
            case StateVerifier.Finding.OwnDelta() -> {
                if (!ownDeltas) {
                    ownDeltas = true;
                    notes.add(new Note(
                            Severity.NOTE,
                            "application's own deltas",
                            "changes are the application's own deltas: what they lead to can't be told without its type",
                            time,
                            index));
                }
            }
            case StateVerifier.Finding.Full() -> {}
            case StateVerifier.Finding.Delta ignored -> {}
            case null -> {}
        }
    }

    void travelled(boolean counts, long wire, long full) {
        bytes += counts ? wire : 0;
        fullBytes += counts ? full : 0;
    }
}
