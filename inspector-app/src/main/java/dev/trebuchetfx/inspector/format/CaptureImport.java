// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import java.util.List;

/**
 * What was read of a file.
 *
 * @param note what it says of itself
 * @param notes what a reader should know of its state, in sentences
 */
public record CaptureImport(CaptureNote note, List<String> notes) {
    public CaptureImport {
        notes = List.copyOf(notes);
    }
}
