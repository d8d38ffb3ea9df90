// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.ConnectionViewModel;
import dev.trebuchetfx.demo.model.EmptyReason;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.demo.text.Words;
import java.util.Locale;
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
    private final Button retry = new Button(Words.of("reconnect"));
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
        String name = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        icon.setIconCode(
                switch (reason) {
                    case LOADING -> Feather.LOADER;
                    case UNREACHABLE -> Feather.CLOUD_OFF;
                    case FAILED -> Feather.ALERT_CIRCLE;
                    case NO_TODOS -> Feather.COFFEE;
                    case NONE_OPEN -> Feather.CHECK_CIRCLE;
                    case NONE_DONE -> Feather.CIRCLE;
                    case NONE_FOUND -> Feather.SEARCH;
                });
        title.setText(Words.of("empty." + name));
        hint.setText(Words.of("empty." + name + ".hint", endpoint, actor));
    }
}
