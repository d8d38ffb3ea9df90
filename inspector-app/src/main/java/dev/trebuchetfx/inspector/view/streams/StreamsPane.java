// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.streams;

import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.model.StreamItem;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The logical streams; the selected one is the chosen one. */
public final class StreamsPane extends VBox {
    private final InspectorModel model;
    private final ListView<StreamItem> list;

    public StreamsPane(InspectorModel model, ObservableValue<Palette> palette) {
        this.model = model;
        this.list = new ListView<>(model.streams());
        getStyleClass().add("streams");
        Label title = new Label("Streams");
        title.getStyleClass().add("pane-title");
        list.setId("streams");
        list.setAccessibleText("Streams");
        list.setCellFactory(view -> new StreamCell(palette));
        list.setPlaceholder(placeholder());
        list.getSelectionModel().selectedItemProperty().subscribe(this::selected);
        model.chosenProperty().subscribe(this::chosen);
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(title, list);
    }

    /** The list itself, for the keyboard to go to. */
    public ListView<StreamItem> list() {
        return list;
    }

    private void selected(@Nullable StreamItem item) {
        if (item != null) {
            model.chosenProperty().set(item);
        }
    }

    private void chosen(@Nullable StreamItem item) {
        if (item != null && list.getSelectionModel().getSelectedItem() != item) {
            list.getSelectionModel().select(item);
        }
    }

    private static VBox placeholder() {
        FontIcon icon = new FontIcon(Feather.RADIO);
        icon.getStyleClass().add("empty-icon");
        Label head = new Label("No streams yet");
        head.getStyleClass().add("empty-title");
        Label text = new Label("They appear when the application observes an actor:");
        Label code = new Label(
                "client\n  .actor(\"todos\")\n  .observe(\n    \"observeState\",\n    Todos.class)\n  .listen(…)");
        text.getStyleClass().add("quiet");
        code.getStyleClass().add("code");
        text.setWrapText(true);
        code.setWrapText(true);
        VBox box = new VBox(8, icon, head, text, code);
        box.getStyleClass().add("empty");
        return box;
    }
}
