// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.header;

import dev.trebuchetfx.inspector.model.MessageFilterModel;
import dev.trebuchetfx.inspector.query.QueryError;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Says what is wrong with a query, where, and offers to search for it as it stands. */
final class FilterErrorStrip extends VBox {
    private final Label where = new Label();
    private final Label what = new Label();
    private final Button literal = new Button("Search for it as text");

    /** {@code done}: run when the text was mended. */
    FilterErrorStrip(MessageFilterModel filter, Runnable done) {
        super(6);
        getStyleClass().add("filter-error");
        where.getStyleClass().add("caret");
        where.setId("filter-caret");
        what.setId("filter-error");
        what.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        what.setWrapText(true);
        literal.setId("filter-literal");
        literal.getStyleClass().add("small");
        literal.setMinWidth(USE_PREF_SIZE);
        literal.setOnAction(event -> {
            filter.searchLiterally();
            done.run();
        });
        Label kept = new Label("The last filter that was one stays in force.");
        kept.getStyleClass().add("quiet");
        HBox fix = new HBox(10, literal, kept);
        fix.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(where, what, fix);
        filter.errorProperty().subscribe(this::show);
    }

    private void show(@Nullable QueryError error) {
        setVisible(error != null);
        if (error != null) {
            where.setText(error.caret());
            what.setText("No query: " + error.message());
        }
    }
}
