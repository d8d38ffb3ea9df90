// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.detail;

import dev.trebuchetfx.inspector.text.JsonLine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** Lines of coloured text, however many. Ctrl+C copies the selected ones, or all. */
final class LinesView extends ListView<JsonLine> {
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    LinesView(String id) {
        setId(id);
        getStyleClass().add("lines");
        setFixedCellSize(20);
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        setCellFactory(view -> new LineCell());
        setOnKeyPressed(event -> {
            if (COPY.match(event)) {
                copy();
                event.consume();
            }
        });
    }

    void show(List<JsonLine> lines) {
        getItems().setAll(lines);
        scrollTo(0);
    }

    /** Puts the selected lines, or all of them, on the clipboard. */
    void copy() {
        List<JsonLine> selected = getSelectionModel().getSelectedItems();
        List<JsonLine> copied = selected.isEmpty() ? getItems() : selected;
        ClipboardContent content = new ClipboardContent();
        content.putString(copied.stream().map(JsonLine::text).collect(Collectors.joining("\n")));
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static final class LineCell extends ListCell<JsonLine> {
        private final HBox box = new HBox();

        @Override
        protected void updateItem(@Nullable JsonLine line, boolean empty) {
            super.updateItem(line, empty);
            if (empty || line == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            box.getChildren().clear();
            if (line.indent() > 0) {
                box.getChildren().add(new Text("  ".repeat(line.indent())));
            }
            for (JsonLine.Part part : line.parts()) {
                Text text = new Text(part.text());
                text.getStyleClass().addAll("json", part.kind().name().toLowerCase(Locale.ROOT));
                box.getChildren().add(text);
            }
            setAccessibleText(line.text());
            setGraphic(box);
        }
    }
}
