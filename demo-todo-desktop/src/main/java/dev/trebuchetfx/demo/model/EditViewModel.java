// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.model.Notice.Action;
import dev.trebuchetfx.demo.text.Words;
import java.util.UUID;
import javafx.beans.property.IntegerProperty;
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
    private final UndoHistory history;
    private final ReadOnlyObjectWrapper<@Nullable UUID> id = new ReadOnlyObjectWrapper<>();
    private final StringProperty draft = new SimpleStringProperty("");
    private final IntegerProperty caret = new SimpleIntegerProperty();
    private final ReadOnlyStringWrapper titleElsewhere = new ReadOnlyStringWrapper("");
    private String original = "";

    EditViewModel(TodoService service, Notices notices, UndoHistory history) {
        this.service = service;
        this.notices = notices;
        this.history = history;
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

    /** Returns the property of the title that somebody else has given the todo meanwhile; empty if nobody has. */
    public ReadOnlyStringProperty titleElsewhereProperty() {
        return titleElsewhere.getReadOnlyProperty();
    }

    /** Returns whether somebody else has renamed the todo meanwhile, so that a person has to choose: {@link #commit} keeps the draft, {@link #cancel} the other title. */
    public boolean isOvertaken() {
        return !titleElsewhere.get().isEmpty();
    }

    /** Begins to edit {@code todo}, and commits the edit before. While that one is overtaken, it goes on instead. */
    public void begin(TodoItem todo) {
        if (todo.id().equals(id.get()) || isOvertaken()) {
            return;
        }
        commit();
        original = todo.title();
        titleElsewhere.set("");
        draft.set(todo.title());
        caret.set(todo.title().length());
        id.set(todo.id());
    }

    /** Ends the edit and drops the draft. */
    public void cancel() {
        id.set(null);
        titleElsewhere.set("");
    }

    /**
     * Ends the edit and renames the todo to the draft, which shows at once. If that fails, a notice offers to try again. A blank or unchanged
     * title cancels the edit.
     */
    public void commit() {
        UUID edited = id.get();
        if (edited == null) {
            return;
        }
        String before = original;
        String title = draft.get().strip();
        boolean isNothing = title.isEmpty() || (title.equals(original) && !isOvertaken());
        cancel();
        if (!isNothing) {
            rename(edited, before, title);
        }
    }

    private void rename(UUID edited, String before, String title) {
        Outcome.of(service.rename(edited, title), error -> {
            if (error == null) {
                history.add(new UndoHistory.Step(
                        Words.of("step.rename", Titles.shortened(title)),
                        () -> service.rename(edited, before),
                        () -> service.rename(edited, title)));
            } else {
                notices.failed(
                        Words.of("notice.not-renamed", Titles.shortened(title)),
                        error,
                        new Action(Words.of("try-again"), () -> rename(edited, before, title)));
            }
        });
    }

    /** Takes a change of the list, in which somebody else may have renamed or removed the edited todo. */
    void listChanged() {
        UUID edited = id.get();
        if (edited == null) {
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
                Words.of("notice.removed-elsewhere", Titles.shortened(original)),
                hasTyped ? new Action(Words.of("add-as-new"), () -> addAgain(typed)) : null);
    }

    private void addAgain(String title) {
        Outcome.of(service.add(title).done(), error -> {
            if (error != null) {
                notices.failed(
                        Words.of("notice.not-added", Titles.shortened(title)),
                        error,
                        new Action(Words.of("try-again"), () -> addAgain(title)));
            }
        });
    }
}
