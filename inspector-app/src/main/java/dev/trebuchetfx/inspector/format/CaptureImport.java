// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.Comment;
import java.time.Instant;
import java.util.List;

/**
 * What was read of a file.
 *
 * @param note what it says of itself
 * @param notes what a reader should know of its state, in sentences
 * @param comments what a person noted about its events, in the order in which it was noted
 * @param isDamaged whether something in it that should be an event could not be read, so that nobody knows what happened there
 */
public record CaptureImport(CaptureNote note, List<String> notes, List<Comment> comments, boolean isDamaged) {
    /** Of a file that was not looked into yet. */
    public static final CaptureImport NOTHING =
            new CaptureImport(new CaptureNote("unknown", Instant.EPOCH, null), List.of(), false);

    public CaptureImport {
        notes = List.copyOf(notes);
        comments = List.copyOf(comments);
    }

    /** Of a format without comments. */
    public CaptureImport(CaptureNote note, List<String> notes, boolean isDamaged) {
        this(note, notes, List.of(), isDamaged);
    }
}
