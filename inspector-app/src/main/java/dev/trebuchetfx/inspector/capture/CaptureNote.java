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
        String creator, Instant createdAt, @Nullable String redaction) {}
