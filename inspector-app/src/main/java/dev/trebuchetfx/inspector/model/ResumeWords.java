// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.text.Texts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A resume in words.
 *
 * @param title the verdict and what it means
 * @param server what the server had, as it said; or that it did not say
 */
public record ResumeWords(
        String title,
        String time,
        String checkpoint,
        String server,
        String replayed,
        String overlap,
        String missing,
        String toLive,
        String reason,
        String spoken) {
    /** {@code time}: when it was asked. */
    public static ResumeWords of(StreamCard stream, ResumeCard card, String time) {
        String checkpoint = Texts.sequence(card.lastSequence());
        Long oldest = card.oldestBuffered();
        Long newest = card.newestBuffered();
        String server = oldest == null || newest == null ? "not told" : Texts.range(oldest, newest);
        Long from = card.from();
        Long to = card.to();
        String replayed = card.replayed() == 0
                ? "none"
                : Texts.count(card.replayed())
                        + (from == null || to == null ? "" : "  (" + Texts.range(from, to) + ")");
        String missing = number(card.missing(), "not known");
        String toLive = card.toLiveNanos() == null ? "not seen" : Texts.duration(Duration.ofNanos(card.toLiveNanos()));
        String title = title(card);
        String reason = card.reason() == null ? "" : card.reason();
        return new ResumeWords(
                title,
                time,
                checkpoint,
                server,
                replayed,
                card.overlap() == 0 ? "none" : Texts.count(card.overlap()),
                missing,
                toLive,
                reason,
                "resume of " + stream.name() + ", " + title + ", checkpoint " + checkpoint + ", server had " + server
                        + ", replayed " + replayed + ", missing " + missing + ", live after " + toLive);
    }

    private static String title(ResumeCard card) {
        String verdict = card.verdict().word();
        String sentence =
                switch (card.verdict()) {
                    case COMPLETE ->
                        card.replayed() == 0 ? "nothing was missed" : "everything that was missed was replayed";
                    case PARTIAL -> "the server no longer had all that was missed";
                    case LOST -> "some of what was promised did not come";
                    case RESTARTED -> "a new stream with the full state took its place";
                    case UNKNOWN -> "no answer was seen, or it is under way";
                };
        return Character.toUpperCase(verdict.charAt(0)) + verdict.substring(1) + ": " + sentence;
    }

    private static String number(@Nullable Long number, String otherwise) {
        return number == null ? otherwise : number == 0 ? "none" : Texts.sequence(number);
    }
}
