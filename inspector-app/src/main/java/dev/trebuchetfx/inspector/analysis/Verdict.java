// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

/** What a message, or a sequence number, turned out to be. One for each; {@link #word()} is the same in every output. */
public enum Verdict {
    /** A whole state, in its place. */
    LIVE("live"),
    /** A change to the state before, in its place. */
    DELTA("delta"),
    /** Sent again after a resume. */
    REPLAY("replay"),
    /** Came again or too late, and was dropped. */
    DUPLICATE("duplicate"),
    /** Did not come. */
    MISSING("gap"),
    /** Was missing and came after all. */
    HEALED("healed"),
    /** Left out by the server on purpose, which it declared. */
    SKIPPED("skipped"),
    /** Nobody can say: this number was not captured here. Never an alarm. */
    UNSEEN("not captured"),
    /** Came, and the client has given it no place: held for a replay, or of a stream that nobody listens to. */
    UNPLACED("not placed"),
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

    /** Whether an update with this verdict reached the subscriber. */
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
