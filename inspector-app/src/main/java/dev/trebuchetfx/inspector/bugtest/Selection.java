// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The logical streams that something was selected of.
 *
 * @param first the log's index of the first event of it that was selected
 * @param last of the last one
 */
record Selection(StreamCard stream, long first, long last) {

    /** In the order in which they were first seen. {@code selected}: asked of each event, in order. */
    static List<Selection> of(LogView view, AuditReport report, Predicate<LogCursor> selected) {
        Map<UUID, StreamCard> cards = new HashMap<>();
        Map<StreamCard, Selection> found = new LinkedHashMap<>();
        for (StreamCard card : report.streams()) {
            card.streams().forEach(id -> cards.put(id, card));
        }
        LogCursor event = view.cursor();
        while (event.next()) {
            boolean matches = selected.test(event);
            StreamCard card = matches ? card(cards, event.stream()) : null;
            if (card != null) {
                long index = event.index();
                found.merge(
                        card,
                        new Selection(card, index, index),
                        (before, now) -> new Selection(card, before.first, now.last));
            }
        }
        return new ArrayList<>(found.values());
    }

    private static @Nullable StreamCard card(Map<UUID, StreamCard> cards, @Nullable StreamName name) {
        return name == null || name.streamID() == null ? null : cards.get(name.streamID());
    }
}
