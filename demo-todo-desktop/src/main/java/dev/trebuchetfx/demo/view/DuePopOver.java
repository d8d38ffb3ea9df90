// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.Titles;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.util.Duration;
import org.controlsfx.control.PopOver;
import org.jspecify.annotations.Nullable;

/** Asks for a due date beside a row. One at a time. */
final class DuePopOver {
    private final TodoViewModel model;
    private @Nullable PopOver open;

    DuePopOver(TodoViewModel model) {
        this.model = model;
    }

    /** Asks for the due date of {@code todos}, of which there must be one or more, beside {@code anchor}. */
    void show(Node anchor, List<TodoItem> todos) {
        hide();
        DuePane pane = new DuePane(
                Words.of("due.title", Titles.named(todos)),
                common(todos),
                model.due().todayProperty().get(),
                day -> {
                    hide();
                    model.due().set(todos, day);
                },
                this::hide);
        PopOver made = PopOvers.of(pane, PopOver.ArrowLocation.RIGHT_TOP);
        open = made;
        made.show(anchor);
        pane.begin();
    }

    /** Takes the question away, if there is one. */
    void hide() {
        PopOver shown = open;
        if (shown != null) {
            open = null;
            shown.hide(Duration.ZERO);
        }
    }

    /** Returns the due date that all have, or else that of the first which has one, so that a person can take it away. */
    private static @Nullable LocalDate common(List<TodoItem> todos) {
        return todos.stream()
                .map(TodoItem::dueDate)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
