// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.demo.model.TodoFilter;
import dev.trebuchetfx.demo.model.TodoViewModel;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** Below the list: how many are open, which are shown, and away with what is done. */
final class FooterBar extends StackPane {

    FooterBar(TodoViewModel model) {
        getStyleClass().add("footer-bar");
        Label count = new Label();
        count.setId("count");
        count.textProperty()
                .bind(Bindings.when(model.pendingProperty().isEmpty())
                        .then(model.countProperty())
                        .otherwise(model.pendingProperty()));
        count.setTooltip(new Tooltip("Ctrl+Z takes back what was done here last"));

        Button clear = new Button("Clear completed");
        clear.setId("clear-completed");
        clear.getStyleClass().add(Styles.FLAT);
        clear.setOnAction(_ -> model.clearCompleted());
        clear.disableProperty().bind(model.completedCountProperty().isEqualTo(0));
        clear.setTooltip(new Tooltip("Remove all that are done (Ctrl+Shift+Delete)"));

        HBox filters = filters(model);
        // Three layers and not three columns: the filters stay in the middle, however wide the words beside them are.
        getChildren().addAll(count, filters, clear);
        setAlignment(count, Pos.CENTER_LEFT);
        setAlignment(clear, Pos.CENTER_RIGHT);
    }

    private static HBox filters(TodoViewModel model) {
        ToggleGroup group = new ToggleGroup();
        Map<TodoFilter, ToggleButton> buttons = new EnumMap<>(TodoFilter.class);
        HBox box = new HBox();
        box.setMaxWidth(USE_PREF_SIZE);
        for (TodoFilter filter : TodoFilter.values()) {
            ToggleButton button = new ToggleButton(filter.label());
            button.setId("filter-" + filter.label().toLowerCase(Locale.ROOT));
            button.setToggleGroup(group);
            String position =
                    switch (filter) {
                        case ALL -> Styles.LEFT_PILL;
                        case OPEN -> Styles.CENTER_PILL;
                        case DONE -> Styles.RIGHT_PILL;
                    };
            button.getStyleClass().addAll(Styles.SMALL, position);
            button.setTooltip(new Tooltip("Ctrl+" + (box.getChildren().size() + 1)));
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> {
                model.filterProperty().set(filter);
                // A second click on the chosen one must not unchoose it.
                button.setSelected(true);
            });
            buttons.put(filter, button);
            box.getChildren().add(button);
        }
        model.filterProperty()
                .subscribe(chosen -> buttons.forEach((filter, button) -> button.setSelected(filter == chosen)));
        return box;
    }
}
