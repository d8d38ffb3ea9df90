// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.analysis.BufferWindow;
import dev.trebuchetfx.inspector.analysis.Segment;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.audit.BufferCard;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.GapCause;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.ResumeVerdict;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The chosen stream in words: its position against the server's buffer, its resumes, its gaps. Confined to the FX thread. */
public final class StreamDetailModel {
    private static final int MAX_CARDS = 50;

    private final DateTimeFormatter clock;
    private final ReadOnlyObjectWrapper<Facts> facts = new ReadOnlyObjectWrapper<>(this, "facts", Facts.NONE);
    private @Nullable StreamAnalysis stream;

    /**
     * What is known of a stream's position.
     *
     * @param checkpoint the newest number that the subscriber has taken, or, where nobody tells, that came; null before the first
     * @param window what the server can replay; null where it is not known
     * @param advice whether a resume would be replayed now, in a sentence
     * @param risk whether the advice is a warning
     * @param server what the server said of the stream
     * @param traffic what travelled for it; null before the first update
     * @param resumes newest first
     * @param gaps newest first
     */
    public record Facts(
            String title,
            @Nullable Long checkpoint,
            @Nullable BufferWindow window,
            String advice,
            boolean risk,
            String server,
            @Nullable Traffic traffic,
            List<Resume> resumes,
            List<GapWords> gaps) {
        static final Facts NONE = new Facts("", null, null, "", false, "", null, List.of(), List.of());

        public Facts {
            resumes = List.copyOf(resumes);
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * What the updates took on the wire.
     *
     * @param came all of them
     * @param saved by how much deltas made that smaller; empty where they did not
     * @param leftOut what the filter kept back at the server; empty for nothing
     */
    public record Traffic(String came, String saved, String leftOut) {}

    /** One resume, as the audit judges it. */
    public record Resume(ResumeVerdict verdict, ResumeWords words) {}

    StreamDetailModel(ZoneId zone) {
        clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    void show(@Nullable StreamAnalysis chosen) {
        // Each is made once, and shown until there is another.
        if (chosen != stream) {
            stream = chosen;
            facts.set(chosen == null ? Facts.NONE : facts(chosen));
        }
    }

    private Facts facts(StreamAnalysis chosen) {
        Segment current = chosen.current();
        Long told = current == null ? null : chosen.checkpointIn(current);
        BufferWindow window = current == null ? null : current.bufferWindow();
        StreamCard card = chosen.card();
        BufferCard buffer = card == null ? null : card.buffer();
        // Where no client tells, what came is where it stands, as the buffers have it.
        Long checkpoint = told == null && buffer != null ? (Long) buffer.checkpoint() : told;
        boolean late = checkpoint != null && window != null && window.margin(checkpoint) < 0;
        boolean risk = late || (buffer != null && buffer.isAtRisk());
        return new Facts(
                chosen.actor() + " · " + chosen.method()
                        + (chosen.filter() == null ? "" : " · filter " + chosen.filter()),
                checkpoint,
                window,
                advice(current, checkpoint, window, !late && risk),
                risk,
                server(current),
                card == null || card.bytes() == 0 ? null : traffic(card),
                card == null ? List.of() : newestFirst(card.resumes(), resume -> resume(card, resume)),
                card == null ? List.of() : newestFirst(gaps(card), this::gap));
    }

    private static Traffic traffic(StreamCard card) {
        long saved = card.fullBytes() - card.bytes();
        return new Traffic(
                Texts.bytes(card.bytes()),
                saved <= 0
                        ? ""
                        : Math.round(100.0 * saved / card.fullBytes()) + " % of " + Texts.bytes(card.fullBytes()),
                card.leftOut() == 0 && card.leftOutBytes() == 0
                        ? ""
                        : Texts.count(card.leftOut(), "update", "updates") + ", " + Texts.bytes(card.leftOutBytes()));
    }

    private static String advice(
            @Nullable Segment current, @Nullable Long checkpoint, @Nullable BufferWindow window, boolean soon) {
        if (current == null) {
            return "The server has not started the stream yet.";
        }
        if (window == null) {
            if (current.ext() == null && !current.isSeenFromStart()) {
                return "The start of this stream was not captured: what the server keeps is not known.";
            }
            return current.ext() == null
                    ? "A version 2 server does not say what it keeps (100 updates by default)."
                    : "Nothing has come yet.";
        }
        if (checkpoint == null) {
            return "Nothing has been taken yet.";
        }
        long margin = window.margin(checkpoint);
        if (margin < 0) {
            return "Too late to resume: " + Texts.count(-margin, "update", "updates")
                    + " after the checkpoint left the buffer. The stream would restart.";
        }
        return (soon ? "Soon too late" : "Safe to lose the line") + ": a resume would be replayed until "
                + Texts.count(margin, "more update has", "more updates have") + " pushed the checkpoint out.";
    }

    private static String server(@Nullable Segment current) {
        if (current == null || (current.ext() == null && !current.isSeenFromStart())) {
            return "";
        }
        StreamStartEnvelope.Ext ext = current.ext();
        return ext == null
                ? "version 2 server"
                : "keeps " + Texts.count(ext.bufferSize(), "update", "updates") + ", detached for " + ext.ttlSeconds()
                        + " s · epoch " + Texts.oneLine(ext.epoch(), 16);
    }

    private static <F, C> List<C> newestFirst(List<F> findings, Function<F, C> card) {
        List<C> cards = new ArrayList<>();
        for (int i = findings.size() - 1; i >= 0 && cards.size() < MAX_CARDS; i--) {
            cards.add(card.apply(findings.get(i)));
        }
        return cards;
    }

    private Resume resume(StreamCard card, ResumeCard resume) {
        return new Resume(resume.verdict(), ResumeWords.of(card, resume, time(resume.time())));
    }

    /** What was left out on purpose is no gap that anybody has to know of. */
    private static List<GapCard> gaps(StreamCard card) {
        return card.gaps().stream()
                .filter(gap -> gap.cause() != GapCause.SKIPPED)
                .toList();
    }

    private GapWords gap(GapCard gap) {
        return GapWords.of(gap, time(gap.time()));
    }

    private String time(long nanos) {
        return clock.format(TapEvent.instant(nanos));
    }

    /** Never null. */
    public ReadOnlyObjectProperty<Facts> factsProperty() {
        return facts.getReadOnlyProperty();
    }
}
