// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.ConnectionViewModel;
import dev.trebuchetfx.demo.model.EmptyReason;
import dev.trebuchetfx.demo.model.TodoViewModel;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Stands in for an empty list: why it is empty and what to do. */
final class EmptyPane extends VBox {
    private final FontIcon icon = new FontIcon();
    private final Label title = new Label();
    private final Label hint = new Label();
    private final Button retry = new Button("Try now");
    private final String endpoint;
    private final String actor;

    EmptyPane(TodoViewModel model) {
        ConnectionViewModel connection = model.connection();
        endpoint = connection.endpoint();
        actor = model.list().actor();
        getStyleClass().add("empty-pane");
        setId("empty");
        setAlignment(Pos.CENTER);
        setMouseTransparent(false);
        title.getStyleClass().add("title-4");
        for (Label label : new Label[] {title, hint}) {
            label.setWrapText(true);
            label.setTextAlignment(TextAlignment.CENTER);
            label.setAlignment(Pos.CENTER);
            label.setMinHeight(Region.USE_PREF_SIZE);
            label.setMaxWidth(340);
        }
        hint.getStyleClass().add("hint");
        retry.setOnAction(_ -> connection.reconnectNow());
        getChildren().addAll(icon, title, hint, retry);
        model.emptyReasonProperty().subscribe(this::show);
        retry.visibleProperty()
                .bind(connection
                        .canReconnectProperty()
                        .and(model.emptyReasonProperty().isEqualTo(EmptyReason.UNREACHABLE)));
        retry.managedProperty().bind(retry.visibleProperty());
    }

    private void show(@Nullable EmptyReason reason) {
        setVisible(reason != null);
        if (reason == null) {
            return;
        }
        switch (reason) {
            case LOADING -> show(Feather.LOADER, "Fetching your todos", "From " + endpoint + ".");
            case UNREACHABLE ->
                show(
                        Feather.CLOUD_OFF,
                        "The server can't be reached",
                        "Start one at " + endpoint + ", or wait: the next attempt comes by itself.");
            case FAILED ->
                show(
                        Feather.ALERT_CIRCLE,
                        "There are no todos to follow",
                        "The server at " + endpoint + " has no actor named " + actor + ", or won't show it.");
            case NO_TODOS ->
                show(
                        Feather.COFFEE,
                        "Nothing to do",
                        "Type into the field above and press Enter to add your first todo.");
            case NONE_OPEN ->
                show(Feather.CHECK_CIRCLE, "All done", "Nothing is open. Press Ctrl+1 to see what you did.");
            case NONE_DONE ->
                show(
                        Feather.CIRCLE,
                        "Nothing done yet",
                        "Press Ctrl+1 to see all, and Space on a todo to tick it off.");
            case NONE_FOUND ->
                show(Feather.SEARCH, "Nothing found", "No todo here has these words. Press Esc to search no longer.");
        }
    }

    private void show(Feather shape, String what, String toDo) {
        icon.setIconCode(shape);
        title.setText(what);
        hint.setText(toDo);
    }
}
