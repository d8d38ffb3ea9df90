// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.Arrays;
import java.util.Optional;

/** What an event can be: the words after {@code is:}. */
public enum QueryFlag {
    LIVE("live", "an update in its place"),
    FULL("full", "an update with the whole state"),
    DELTA("delta", "an update with a change to the state before"),
    REPLAY("replay", "an update sent again after a resume"),
    OVERLAP("overlap", "replayed though it had come already"),
    DUP("dup", "came again"),
    REORDER("reorder", "came after a later one"),
    GAP("gap", "numbers before it did not come"),
    LOST("lost", "a gap whose updates are lost"),
    SKIPPED("skipped", "the server left numbers before it out on purpose"),
    RESUMED("resumed", "a resume or its answer"),
    RESTART("restart", "starts a stream in place of one that could not be resumed"),
    HEARTBEAT("heartbeat", "keeps the connection alive"),
    ERROR("error", "tells of a failure"),
    UNDECODABLE("undecodable", "can't be read"),
    MARKED("marked", "has a mark"),
    TRUNCATED("truncated", "was cut when it was captured");

    private final String word;
    private final String meaning;

    QueryFlag(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** As it is typed. */
    public String word() {
        return word;
    }

    /** A few words for people. */
    public String meaning() {
        return meaning;
    }

    static Optional<QueryFlag> of(String word) {
        return Arrays.stream(values()).filter(flag -> flag.word.equals(word)).findFirst();
    }
}
