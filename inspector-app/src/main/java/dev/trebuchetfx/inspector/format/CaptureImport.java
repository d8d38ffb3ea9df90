// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import java.time.Instant;
import java.util.List;

/**
 * What was read of a file.
 *
 * @param note what it says of itself
 * @param notes what a reader should know of its state, in sentences
 */
public record CaptureImport(CaptureNote note, List<String> notes) {
    /** Of a file that was not looked into yet. */
    public static final CaptureImport NOTHING =
            new CaptureImport(new CaptureNote("unknown", Instant.EPOCH, null), List.of());

    public CaptureImport {
        notes = List.copyOf(notes);
    }
}
