// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.BufferWindow;
import dev.trebuchetfx.inspector.analysis.Segment;
import dev.trebuchetfx.inspector.analysis.SequenceRuns;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * The lane of sequence numbers of the chosen stream: its parts, how wide a number is, how far it is scrolled. Confined to the
 * FX thread.
 */
public final class LaneModel {
    /** Widths of a number, in pixels, that zooming steps through. */
    private static final double[] ZOOM = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4, 6, 9, 14, 20, 28};

    private static final int DEFAULT_ZOOM = 11;

    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper(this, "revision");
    private final BooleanProperty follow = new SimpleBooleanProperty(this, "follow", true);
    private @Nullable StreamAnalysis stream;
    private @Nullable StreamAnalysis seen;
    private List<Part> parts = List.of();
    private int zoom = DEFAULT_ZOOM;
    private double scroll;
    private double viewportWidth = 400;

    /**
     * What came under one stream id.
     *
     * @param first first number of the part
     * @param last last number: the newest of any kind, or the newest that the server is known to have sent
     * @param checkpoint the newest number that the subscriber has taken; null where the checkpoint is in another part
     * @param window what the server can replay; null where it is not known, or the part is over
     * @param capturedFrom first number captured, where the capture began later than the part
     * @param gaps what did not come of it, and why
     */
    public record Part(
            UUID streamID,
            String label,
            String reason,
            boolean restart,
            long first,
            long last,
            SequenceRuns runs,
            @Nullable Long checkpoint,
            @Nullable BufferWindow window,
            @Nullable Long capturedFrom,
            List<GapCard> gaps) {
        public Part {
            gaps = List.copyOf(gaps);
        }

        /** Why a number did not come, in the audit's word; null where it did, or nothing is known. */
        public @Nullable String causeOf(long number) {
            return gaps.stream()
                    .filter(gap -> gap.covers(number))
                    .map(gap -> gap.cause().word())
                    .findFirst()
                    .orElse(null);
        }

        /** How many numbers there are, at least one. */
        public long length() {
            return Math.max(1, last - first + 1);
        }
    }

    void show(@Nullable StreamAnalysis chosen) {
        boolean other = (chosen == null ? 0 : chosen.id()) != streamId();
        stream = chosen;
        if (other) {
            follow.set(true);
        }
        refresh();
    }

    private void refresh() {
        if (stream == seen && stream != null) {
            return;
        }
        boolean stays = stream == null && seen == null && parts.isEmpty();
        seen = stream;
        if (stays) {
            return;
        }
        List<Part> found = new ArrayList<>();
        if (stream != null) {
            for (Segment segment : stream.segments()) {
                found.add(part(stream, segment));
            }
        }
        parts = found;
        if (follow.get()) {
            scrollToEnd();
        }
        changed();
    }

    private static Part part(StreamAnalysis stream, Segment segment) {
        boolean current = segment == stream.current();
        SequenceRuns runs = segment.runs();
        long last = Long.compareUnsigned(segment.newest(), runs.last()) > 0 ? segment.newest() : runs.last();
        return new Part(
                segment.streamID(),
                Texts.shortId(segment.streamID()) + server(segment),
                reason(stream, segment),
                segment.isRestart(),
                runs.first(),
                last,
                runs,
                stream.checkpointIn(segment),
                current ? segment.bufferWindow() : null,
                segment.capturedFrom(),
                gaps(stream.card(), segment.streamID()));
    }

    private static List<GapCard> gaps(@Nullable StreamCard card, UUID streamID) {
        return card == null
                ? List.of()
                : card.gaps().stream()
                        .filter(gap -> gap.streamID().equals(streamID) && !gap.healed())
                        .toList();
    }

    private static String server(Segment segment) {
        StreamStartEnvelope.Ext ext = segment.ext();
        if (ext != null) {
            return " · epoch " + Texts.oneLine(ext.epoch(), 8);
        }
        return segment.isSeenFromStart() ? " · v2" : "";
    }

    private static String reason(StreamAnalysis stream, Segment segment) {
        if (segment.isRestart()) {
            return "restart: " + stream.restartReason(segment);
        }
        return segment.isSeenFromStart() ? "start" : "start not captured";
    }

    /** Numbers the redraws. */
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    /** Oldest first; empty where no stream is chosen or it has not started. */
    public List<Part> parts() {
        return parts;
    }

    /** The chosen stream's number; 0 for none. */
    public int streamId() {
        return stream == null ? 0 : stream.id();
    }

    /** Where everything stands at the present zoom. */
    public LaneGeometry geometry() {
        return new LaneGeometry(parts, ZOOM[zoom]);
    }

    /** Pixels between the left end of the lane and that of the viewport. */
    public double scroll() {
        return Math.clamp(scroll, 0, maxScroll());
    }

    /** How far it can be scrolled. */
    public double maxScroll() {
        return Math.max(0, geometry().width() - viewportWidth);
    }

    /** Scrolls; away from the end stops following. */
    public void scrollTo(double pixels) {
        scroll = Math.clamp(pixels, 0, maxScroll());
        follow.set(scroll >= maxScroll() - 1);
        changed();
    }

    public void setViewportWidth(double width) {
        viewportWidth = Math.max(1, width);
        if (follow.get()) {
            scrollToEnd();
        }
        changed();
    }

    /** Makes numbers wider or narrower, with what is at {@code x} of the viewport staying there. */
    public void zoom(int steps, double x) {
        double before = geometry().width();
        double share = before == 0 ? 0 : (scroll() + x) / before;
        boolean atEnd = follow.get();
        zoom = Math.clamp(zoom + steps, 0, ZOOM.length - 1);
        if (atEnd) {
            scrollToEnd();
        } else {
            scroll = Math.clamp(share * geometry().width() - x, 0, maxScroll());
        }
        changed();
    }

    /** Back to the width at which the marks are told apart, at the newest number. */
    public void resetZoom() {
        zoom = DEFAULT_ZOOM;
        follow.set(true);
        scrollToEnd();
        changed();
    }

    private void scrollToEnd() {
        scroll = maxScroll();
    }

    /** Whether the newest number stays in view. */
    public BooleanProperty followProperty() {
        return follow;
    }
}
