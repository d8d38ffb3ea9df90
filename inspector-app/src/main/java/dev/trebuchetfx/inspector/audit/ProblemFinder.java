// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.ArrayList;
import java.util.List;

/** Ranks what deserves a look. */
final class ProblemFinder {
    /** Beyond it the least and latest are left out. */
    private static final int MAX_PROBLEMS = 1_000;

    private final List<Problem> found = new ArrayList<>();

    void add(Problem problem) {
        found.add(problem);
    }

    void stream(StreamCard stream, Iterable<StreamTotals.Note> notes) {
        stream.gaps().forEach(gap -> gap(stream, gap));
        stream.resumes().forEach(resume -> resume(stream, resume));
        for (StreamTotals.Note note : notes) {
            add(stream, note.severity(), note.group(), note.what(), note.time(), note.index());
        }
    }

    private void gap(StreamCard stream, GapCard gap) {
        String numbers = numbers(gap);
        if (gap.healed()) {
            add(stream, Severity.NOTE, "gap healed", numbers + " came after all", gap.time(), gap.index());
            return;
        }
        switch (gap.cause()) {
            case LOST -> add(stream, Severity.ERROR, "updates lost", numbers + " lost", gap.time(), gap.index());
            case EVICTED ->
                add(
                        stream,
                        Severity.WARNING,
                        "updates evicted",
                        numbers + " no longer in the server's buffer when asked for",
                        gap.time(),
                        gap.index());
            case UNKNOWN ->
                add(
                        stream,
                        Severity.WARNING,
                        "updates missed",
                        numbers + " not seen, and the wire does not tell why",
                        gap.time(),
                        gap.index());
            case NOT_CAPTURED ->
                add(stream, Severity.NOTE, "not captured", numbers + " not captured", gap.time(), gap.index());
            // On purpose: no problem.
            case SKIPPED -> {}
        }
    }

    private static String numbers(GapCard gap) {
        Long length = gap.length();
        if (gap.to() == null || length == null) {
            return "updates from " + Long.toUnsignedString(gap.from()) + " on, how many is not known,";
        }
        return length == 1
                ? "update " + Long.toUnsignedString(gap.from())
                : Long.toUnsignedString(length) + " updates, " + Long.toUnsignedString(gap.from()) + " to "
                        + Long.toUnsignedString(gap.to()) + ",";
    }

    private void resume(StreamCard stream, ResumeCard resume) {
        String after = "a resume after " + Long.toUnsignedString(resume.lastSequence());
        switch (resume.verdict()) {
            case COMPLETE -> {}
            case PARTIAL ->
                add(
                        stream,
                        Severity.WARNING,
                        "resume partial",
                        after + " was replayed only in part",
                        resume.time(),
                        resume.index());
            case LOST ->
                add(
                        stream,
                        Severity.ERROR,
                        "replay incomplete",
                        after + " was not replayed as promised",
                        resume.time(),
                        resume.index());
            case RESTARTED ->
                add(
                        stream,
                        Severity.WARNING,
                        "restarted",
                        after + " was answered with a new stream"
                                + (resume.reason() == null ? "" : ": " + resume.reason()),
                        resume.time(),
                        resume.index());
            case UNKNOWN ->
                add(stream, Severity.NOTE, "resume open", after + " has no answer here", resume.time(), resume.index());
        }
    }

    private void add(StreamCard stream, Severity severity, String group, String what, long time, long index) {
        add(new Problem(severity, group, stream.name() + ": " + what, stream.number(), time, index));
    }

    List<Problem> ranked() {
        return found.stream().sorted(Problem.WORST_FIRST).limit(MAX_PROBLEMS).toList();
    }
}
