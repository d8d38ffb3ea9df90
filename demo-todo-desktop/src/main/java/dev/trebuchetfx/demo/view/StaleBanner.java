// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.ConnectionBadge;
import dev.trebuchetfx.demo.model.ConnectionViewModel;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Says above the list that what it shows can't be vouched for now, and why. Takes no room otherwise. */
final class StaleBanner extends HBox {

    StaleBanner(ConnectionViewModel model) {
        getStyleClass().add("stale-banner");
        setId("stale-banner");
        setAlignment(Pos.CENTER_LEFT);
        Label text = new Label();
        FontIcon icon = new FontIcon();
        model.badgeProperty()
                .subscribe(badge -> icon.setIconCode(
                        badge.kind() == ConnectionBadge.Kind.CONNECTED ? Feather.REFRESH_CW : Feather.CLOUD_OFF));
        text.setGraphic(icon);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.textProperty().bind(model.bannerProperty());
        text.setMaxWidth(Double.MAX_VALUE);
        setHgrow(text, Priority.ALWAYS);
        Button retry = new Button("Try now");
        retry.setId("reconnect");
        retry.setMinWidth(Region.USE_PREF_SIZE);
        retry.getStyleClass().add("small");
        retry.setOnAction(_ -> model.reconnectNow());
        retry.visibleProperty().bind(model.canReconnectProperty());
        retry.managedProperty().bind(retry.visibleProperty());
        getChildren().addAll(text, retry);
        visibleProperty().bind(model.staleProperty());
        managedProperty().bind(visibleProperty());
    }
}
