// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.demo.model.TodoFilter;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.SegmentedButton;

/** Below the list: how many are open, which are shown, and away with what is done. */
final class FooterBar extends StackPane {

    FooterBar(TodoViewModel model) {
        getStyleClass().add("footer-bar");
        Label count = new Label();
        count.setId("count");
        QueueButton pending = new QueueButton(model);
        count.textProperty().bind(model.countProperty());
        count.visibleProperty().bind(pending.visibleProperty().not());
        count.managedProperty().bind(count.visibleProperty());
        count.setTooltip(new Tooltip(Words.of("undo.tip")));
        HBox state = new HBox(count, pending);
        state.setAlignment(Pos.CENTER_LEFT);
        Button clear = new Button(Words.of("clear"));
        clear.setId("clear-completed");
        clear.getStyleClass().add(Styles.FLAT);
        clear.setOnAction(_ -> model.clearCompleted());
        clear.disableProperty().bind(model.completedCountProperty().isEqualTo(0));
        clear.setTooltip(new Tooltip(Words.of("clear.tip")));

        SegmentedButton filters = filters(model);
        // Three layers and not three columns: the filters stay in the middle, however wide the words beside them are.
        getChildren().addAll(state, filters, clear);
        setAlignment(state, Pos.CENTER_LEFT);
        // The words beside the filters end in dots before they run into them.
        count.setMinWidth(0);
        pending.setMinWidth(0);
        state.setMinWidth(0);
        state.maxWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.max(0, (getWidth() - filters.getWidth()) / 2 - 8),
                        widthProperty(),
                        filters.widthProperty()));
        setAlignment(clear, Pos.CENTER_RIGHT);
    }

    private static SegmentedButton filters(TodoViewModel model) {
        SegmentedButton box = new SegmentedButton();
        box.setMaxWidth(USE_PREF_SIZE);
        Map<TodoFilter, ToggleButton> buttons = new EnumMap<>(TodoFilter.class);
        for (TodoFilter filter : TodoFilter.values()) {
            ToggleButton button = new ToggleButton(filter.label());
            button.setId("filter-" + filter.name().toLowerCase(Locale.ROOT));
            button.getStyleClass().add(Styles.SMALL);
            button.setTooltip(
                    new Tooltip(Words.of("filter.tip", box.getButtons().size() + 1)));
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> {
                model.filterProperty().set(filter);
                // A second click on the chosen one must not unchoose it.
                button.setSelected(true);
            });
            buttons.put(filter, button);
            box.getButtons().add(button);
        }
        model.filterProperty()
                .subscribe(chosen -> buttons.forEach((filter, button) -> button.setSelected(filter == chosen)));
        return box;
    }
}
