// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.inspector.audit.SequenceVerdict;

/** What a message, or a sequence number, turned out to be. One for each; {@link #word()} is the same in every output. */
public enum Verdict {
    /** A whole state, in its place. */
    LIVE("live"),
    /** A change to the state before, in its place. */
    DELTA("delta"),
    /** Sent again after a resume. */
    REPLAY("replay"),
    /** Sent again after a resume though it had come before. */
    OVERLAP("overlap"),
    /** Came again. */
    DUPLICATE("duplicate"),
    /** Came after a later one. */
    REORDERED("reordered"),
    /** Came late; whether it had come before the capture began, nobody can say. */
    AMBIGUOUS("ambiguous"),
    /** Did not come. */
    MISSING("gap"),
    /** Was missing and came after all. */
    HEALED("healed"),
    /** Left out by the server on purpose, which it declared. */
    SKIPPED("skipped"),
    /** Nobody can say: this number was not captured here. Never an alarm. */
    UNSEEN("not captured"),
    /** Of a stream that is over, or that another has replaced. */
    UNPLACED("unplaced"),
    /** Came but can't be read. */
    UNDECODABLE("undecodable"),
    /** A new stream in place of one that could not be resumed. */
    RESTART("restart"),
    /** Asks for what was missed, or answers that. */
    RESUME("resume"),
    /** Tells of a failure. */
    ERROR("error"),
    /** A call or its result. */
    CALL("call"),
    /** Opens, ends or steers a stream. */
    CONTROL("control"),
    /** Keeps the connection alive. */
    HEARTBEAT("heartbeat"),
    /** The connection's state changed. */
    CONNECTION("connection");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** One or two words for people, lower case. */
    public String word() {
        return word;
    }

    /** Of an update that the audit judged. {@code delta}: whether it is a change to the state before. */
    static Verdict of(SequenceVerdict judged, boolean delta) {
        return switch (judged) {
            // What is missing before it is told of elsewhere: it came in its place.
            case LIVE, GAP, NOT_CAPTURED, SKIPPED -> delta ? DELTA : LIVE;
            case REPLAY -> REPLAY;
            case RESUME_OVERLAP -> OVERLAP;
            case DUPLICATE -> DUPLICATE;
            case REORDERED -> REORDERED;
            case AMBIGUOUS -> AMBIGUOUS;
            case UNPLACED -> UNPLACED;
        };
    }

    /** Whether an update with this verdict showed something new. */
    public boolean isAccepted() {
        return this == LIVE || this == DELTA || this == REPLAY;
    }

    /** Whether it is worth a stop on the way from one problem to the next. */
    public boolean isProblem() {
        return switch (this) {
            case MISSING, DUPLICATE, UNDECODABLE, RESTART, ERROR -> true;
            default -> false;
        };
    }
}
