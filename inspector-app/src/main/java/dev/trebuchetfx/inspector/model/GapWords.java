// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.text.Texts;

/**
 * A gap in words.
 *
 * @param title which numbers, and what became of them
 * @param why a sentence
 * @param healed whether they came after all
 */
public record GapWords(String title, String time, String why, boolean healed) {

    static GapWords of(GapCard gap, String time) {
        Long to = gap.to();
        String range = to == null ? "from " + Texts.sequence(gap.from()) : Texts.range(gap.from(), to);
        String state = gap.healed() ? "healed" : gap.cause().word();
        String open = gap.open() && !gap.healed() ? "; may still come" : "";
        return new GapWords(
                "Gap " + range + ": " + state,
                time,
                why(gap) + (gap.healed() ? "; came after all" : open),
                gap.healed());
    }

    private static String why(GapCard gap) {
        return switch (gap.cause()) {
            case LOST -> "jumped over on a live connection, or promised and not sent";
            case EVICTED -> "the server no longer had them when they were asked for";
            case SKIPPED -> "the server left them out on purpose, and said so";
            case NOT_CAPTURED -> "they may have come where the capture misses something";
            case UNKNOWN -> "the wire does not tell why";
        };
    }
}
