// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.ConnectionBadge;
import dev.trebuchetfx.demo.model.ConnectionViewModel;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** The connection as a shape, a colour and words: none of them is needed to read the others. */
final class ConnectionBadgeView extends HBox {
    private final Region shape = new Region();
    private final Label word = new Label();
    private final Label detail = new Label();
    private final Tooltip tooltip = new Tooltip();
    private final String endpoint;

    ConnectionBadgeView(ConnectionViewModel model) {
        endpoint = model.endpoint();
        getStyleClass().add("connection-badge");
        setId("connection-badge");
        setAlignment(Pos.CENTER);
        setMinWidth(USE_PREF_SIZE);
        shape.getStyleClass().add("shape");
        word.getStyleClass().add("word");
        detail.getStyleClass().add("detail");
        getChildren().addAll(shape, word, detail);
        Tooltip.install(this, tooltip);
        model.badgeProperty().subscribe(this::show);
    }

    private void show(ConnectionBadge badge) {
        for (ConnectionBadge.Kind kind : ConnectionBadge.Kind.values()) {
            pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(kind.name().toLowerCase(Locale.ROOT)), kind == badge.kind());
        }
        word.setText(badge.word());
        detail.setText(badge.detail());
        boolean hasDetail = !badge.detail().isEmpty();
        detail.setVisible(hasDetail);
        detail.setManaged(hasDetail);
        tooltip.setText(badge.cause().isEmpty() ? endpoint : endpoint + "\n" + badge.cause());
        setAccessibleText("Connection: " + badge.word() + (hasDetail ? ", " + badge.detail() : ""));
    }
}
