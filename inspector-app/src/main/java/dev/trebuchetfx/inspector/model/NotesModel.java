// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.worker.Notes;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Marks and comments of the person who looks. Confined to the FX thread. */
public final class NotesModel {
    private final ReadOnlyObjectWrapper<Notes> notes = new ReadOnlyObjectWrapper<>(this, "notes", Notes.NONE);

    private List<Comment> fromFile = List.of();

    /** Marks the event at an index of the log, or takes its mark away. */
    void toggleMark(long index) {
        Comment before = notes.get().at(index);
        notes.set(notes.get()
                .with(new Comment(index, before == null ? "" : before.text(), before == null || !before.marked())));
    }

    /** What is said about the event at an index of the log; empty takes it away. */
    void comment(long index, String text) {
        Comment before = notes.get().at(index);
        notes.set(notes.get().with(new Comment(index, text.strip(), before != null && before.marked())));
    }

    /** Takes over what a file has, once for each list. */
    void fromFile(List<Comment> comments) {
        if (fromFile.size() != comments.size()) {
            fromFile = comments;
            Notes all = Notes.of(comments);
            // What was noted since stays.
            for (Comment own : notes.get().list()) {
                all = all.with(own);
            }
            notes.set(all);
        }
    }

    /** Never null. */
    public ReadOnlyObjectProperty<Notes> notesProperty() {
        return notes.getReadOnlyProperty();
    }
}
