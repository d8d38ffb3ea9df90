// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a capture file says of itself.
 *
 * @param creator what wrote it
 * @param createdAt when the writing began
 * @param redaction what was taken out, in words; null where nothing was
 */
public record CaptureNote(
        String creator, Instant createdAt, @Nullable String redaction) {
    private static final String FILTERED = "events that do not match ";

    /** The same, of a file that holds only what matches a query. */
    public CaptureNote filteredBy(String query) {
        String left = FILTERED + query;
        return new CaptureNote(creator, createdAt, redaction == null ? left : redaction + "; " + left);
    }

    /** Whether events were left out by a query: what is not there need not be missing. */
    public boolean isFiltered() {
        return redaction != null && redaction.contains(FILTERED);
    }
}
