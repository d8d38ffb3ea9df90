// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.header;

import atlantafx.base.controls.CustomTextField;
import dev.trebuchetfx.inspector.model.MessageFilterModel;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.model.Texts;
import dev.trebuchetfx.inspector.query.QueryFlag;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the table shows: a text to look for and chips to choose by. */
public final class FilterBar extends HBox {
    private final CustomTextField text = new CustomTextField();
    private final Label shown = new Label();

    public FilterBar(MessageTableModel table) {
        MessageFilterModel filter = table.filter();
        getStyleClass().add("filter-bar");
        setAlignment(Pos.CENTER_LEFT);
        text.setId("filter");
        text.setPromptText("Filter messages");
        text.setLeft(new FontIcon(Feather.SEARCH));
        text.setTooltip(new Tooltip("Part of a type, stream, status or preview (Ctrl+F or /)"));
        text.textProperty().bindBidirectional(filter.textProperty());
        text.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && !text.getText().isEmpty()) {
                text.clear();
                event.consume();
            }
        });
        text.setPrefColumnCount(20);
        shown.getStyleClass().add("quiet");
        shown.setId("shown");
        shown.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren()
                .addAll(
                        text,
                        chip("this-stream", "This stream", filter.thisStreamProperty(), null, "Only the chosen stream"),
                        chip(
                                "gaps",
                                "Gaps",
                                filter.chipProperty(QueryFlag.GAP),
                                filter.countProperty(QueryFlag.GAP),
                                "is:gap: numbers that did not come"),
                        chip(
                                "replay",
                                "Replay",
                                filter.chipProperty(QueryFlag.REPLAY),
                                filter.countProperty(QueryFlag.REPLAY),
                                "is:replay: what was sent again"),
                        chip(
                                "errors",
                                "Errors",
                                filter.chipProperty(QueryFlag.ERROR),
                                filter.countProperty(QueryFlag.ERROR),
                                "is:error: what tells of a failure"),
                        chip(
                                "heartbeats",
                                "Heartbeats",
                                filter.heartbeatsProperty(),
                                filter.countProperty(QueryFlag.HEARTBEAT),
                                "Heartbeats too"),
                        space,
                        shown);
        table.revisionProperty().subscribe(() -> {
            boolean all = table.size() == table.total();
            shown.setText(
                    all
                            ? Texts.count(table.total(), "message", "messages")
                            : Texts.count(table.size()) + " of " + Texts.count(table.total()));
        });
    }

    private static ToggleButton chip(
            String id, String word, BooleanProperty selected, @Nullable ReadOnlyLongProperty count, String tip) {
        ToggleButton chip = new ToggleButton(word);
        chip.setId("chip-" + id);
        chip.getStyleClass().add("chip");
        chip.setMinWidth(USE_PREF_SIZE);
        chip.selectedProperty().bindBidirectional(selected);
        chip.setTooltip(new Tooltip(tip));
        if (count != null) {
            chip.textProperty()
                    .bind(count.map(
                            number -> number.longValue() == 0 ? word : word + " " + Texts.count(number.longValue())));
        }
        return chip;
    }

    /** Puts the caret into the field. */
    public void focusText() {
        text.requestFocus();
        text.selectAll();
    }
}
