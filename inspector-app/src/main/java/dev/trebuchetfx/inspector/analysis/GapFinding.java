// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.GapReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Updates that did not come in their place.
 *
 * @param at when it was noticed
 * @param report as the client gave it when it noticed
 * @param healedAt when they came after all; null where they did not
 */
public record GapFinding(
        Instant at, GapReport report, @Nullable Instant healedAt) {

    /** Whether what was missing came. */
    public boolean isHealed() {
        return healedAt != null;
    }

    /** Why, in words. */
    public String causeInWords() {
        return switch (report.cause()) {
            case JUMPED -> "jumped over on a live connection";
            case EVICTED -> "evicted from the server's buffer";
            case EXPIRED -> "the stream had expired at the server";
            case EPOCH_CHANGED -> "the server was restarted";
            case FULL_STATE_INSTEAD -> "the server sent the full state instead";
            case UNKNOWN -> "the server did not say why";
        };
    }
}
