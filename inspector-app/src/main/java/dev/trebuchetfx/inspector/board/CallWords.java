// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.audit.CallCard;
import dev.trebuchetfx.inspector.text.Texts;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A call in words.
 *
 * @param outcome answered, failed, or what else became of it
 * @param changes the updates that likely are its effect, with a question mark where it may have been another call's
 */
public record CallWords(String title, String time, String outcome, String changes, boolean failed, String spoken) {
    private static final int MAX_CHANGES = 6;

    static CallWords of(BoardModel board, CallCard card, Map<Integer, String> streams) {
        String title = card.actor() + "." + card.method();
        String outcome = outcome(board, card);
        StringJoiner changes = new StringJoiner(", ");
        card.changes().stream()
                .limit(MAX_CHANGES)
                .forEach(change -> changes.add(streams.getOrDefault(change.stream(), "stream " + change.stream()) + " "
                        + Texts.sequence(change.sequence()) + (change.alone() ? "" : "?")));
        if (card.changes().size() > MAX_CHANGES) {
            changes.add("and " + (card.changes().size() - MAX_CHANGES) + " more");
        }
        String effect = card.changes().isEmpty() ? "no state change seen" : "changed " + changes;
        boolean failed = card.error() != null || card.lostAnswer();
        String time = board.time(card.time());
        return new CallWords(
                title, time, outcome, effect, failed, "call " + title + ", " + time + ", " + outcome + ", " + effect);
    }

    private static String outcome(BoardModel board, CallCard card) {
        String after = card.latencyNanos() == null ? "" : " after " + board.duration(card.latencyNanos());
        if (card.error() != null) {
            return "failed" + after + ": " + Texts.oneLine(card.error(), 160);
        }
        if (card.latencyNanos() != null) {
            return "answered" + after;
        }
        return card.lostAnswer() ? "answer lost: the connection closed before it came" : "no answer yet";
    }
}
