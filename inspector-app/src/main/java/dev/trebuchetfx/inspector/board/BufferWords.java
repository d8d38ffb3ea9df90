// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.audit.BufferCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.text.Texts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a client stands against what its server can replay, in words.
 *
 * @param card null where nothing is known
 * @param verdict a sentence
 * @param risk whether a resume would restart, or soon will
 * @param told what the capture tells, and what is concluded
 */
public record BufferWords(
        @Nullable BufferCard card,
        String verdict,
        boolean risk,
        String buffer,
        String checkpoint,
        String rate,
        String told) {
    static BufferWords of(StreamCard stream, @Nullable BufferCard card) {
        if (card == null) {
            String why = stream.ended() != null
                    ? "over: " + stream.ended()
                    : "not known: the server has not said how much it keeps";
            return new BufferWords(null, why, false, "", "", "", "");
        }
        return new BufferWords(
                card,
                card.inWords(),
                card.isAtRisk(),
                Texts.range(card.oldest(), card.newest()) + " of at most " + Texts.count(card.size()),
                Texts.sequence(card.checkpoint()),
                card.perSecond() == 0
                        ? "nothing comes"
                        : String.format(Locale.ROOT, "%.1f updates/s", card.perSecond()),
                (card.checkpointTold()
                                ? "Checkpoint: told by the client."
                                : "Checkpoint: inferred, the newest number that came.")
                        + " Buffer: its size was told by the server, its ends are inferred from the newest number seen.");
    }

    /** Less is more urgent. */
    double urgency() {
        if (card == null) {
            return Double.MAX_VALUE;
        }
        return card.margin() < 0 ? -1 : card.secondsLeft() == null ? 1e9 : card.secondsLeft();
    }

    /** For a screen reader. */
    public String spoken(String stream) {
        return card == null
                ? stream + ": " + verdict
                : stream + ": buffer " + buffer + ", checkpoint " + checkpoint + ", " + verdict + ". " + told;
    }
}
