// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.model.Notice.Action;
import java.util.UUID;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The view model of the one title that is being edited. It keeps the draft, which is not kept in the row, so that the draft survives
 * changes of the list. Confined to the FX thread.
 */
public final class EditViewModel {
    private final TodoService service;
    private final Notices notices;
    private final ReadOnlyObjectWrapper<@Nullable UUID> id = new ReadOnlyObjectWrapper<>();
    private final StringProperty draft = new SimpleStringProperty("");
    private final IntegerProperty caret = new SimpleIntegerProperty();
    private final ReadOnlyBooleanWrapper committing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper titleElsewhere = new ReadOnlyStringWrapper("");
    private String original = "";

    EditViewModel(TodoService service, Notices notices) {
        this.service = service;
        this.notices = notices;
    }

    /** Returns the property of the id of the todo that is being edited; its value is null if there is none. */
    public ReadOnlyObjectProperty<@Nullable UUID> idProperty() {
        return id.getReadOnlyProperty();
    }

    /** Returns the property of the text typed so far. */
    public StringProperty draftProperty() {
        return draft;
    }

    /** Returns the property of the position of the caret in the draft. */
    public IntegerProperty caretProperty() {
        return caret;
    }

    /** Returns the property that is true while the server was asked to rename the todo and has not answered. */
    public ReadOnlyBooleanProperty committingProperty() {
        return committing.getReadOnlyProperty();
    }

    /** Returns the property of the title that somebody else has given the todo meanwhile; empty if nobody has. */
    public ReadOnlyStringProperty titleElsewhereProperty() {
        return titleElsewhere.getReadOnlyProperty();
    }

    /** Begins to edit {@code todo}, and commits the edit before. */
    public void begin(TodoItem todo) {
        if (todo.id().equals(id.get())) {
            return;
        }
        commit();
        original = todo.title();
        titleElsewhere.set("");
        committing.set(false);
        draft.set(todo.title());
        caret.set(todo.title().length());
        id.set(todo.id());
    }

    /** Ends the edit and drops the draft. */
    public void cancel() {
        committing.set(false);
        id.set(null);
        titleElsewhere.set("");
    }

    /**
     * Asks the server to rename the todo to the draft. The edit ends when the server has done so, unless the draft has changed since. If
     * renaming fails, the edit goes on. A blank or unchanged title cancels the edit.
     */
    public void commit() {
        UUID edited = id.get();
        if (edited == null || committing.get()) {
            return;
        }
        String title = draft.get().strip();
        if (title.isEmpty() || (title.equals(original) && titleElsewhere.get().isEmpty())) {
            cancel();
            return;
        }
        committing.set(true);
        Outcome.of(service.rename(edited, title), error -> answered(edited, title, error));
    }

    private void answered(UUID edited, String title, @Nullable Throwable error) {
        boolean isStillOpen = edited.equals(id.get());
        if (isStillOpen) {
            committing.set(false);
        }
        if (error == null) {
            if (isStillOpen && draft.get().strip().equals(title)) {
                cancel();
            }
            return;
        }
        notices.failed(
                "Couldn't rename to “" + Titles.shortened(title) + "”",
                error,
                isStillOpen ? null : new Action("Try again", () -> retry(edited, title)));
    }

    private void retry(UUID edited, String title) {
        Outcome.of(service.rename(edited, title), error -> answered(edited, title, error));
    }

    /** Takes a change of the list, in which somebody else may have renamed or removed the edited todo. */
    void listChanged() {
        UUID edited = id.get();
        if (edited == null || committing.get()) {
            return;
        }
        for (TodoItem todo : service.todos()) {
            if (todo.id().equals(edited)) {
                titleElsewhere.set(todo.title().equals(original) ? "" : todo.title());
                return;
            }
        }
        String typed = draft.get().strip();
        boolean hasTyped = !typed.isEmpty() && !typed.equals(original);
        cancel();
        notices.inform(
                "“" + Titles.shortened(original) + "” was removed elsewhere while you edited it",
                hasTyped ? new Action("Add as new", () -> addAgain(typed)) : null);
    }

    private void addAgain(String title) {
        Outcome.of(service.add(title), error -> {
            if (error != null) {
                notices.failed(
                        "Couldn't add “" + Titles.shortened(title) + "”",
                        error,
                        new Action("Try again", () -> addAgain(title)));
            }
        });
    }
}
