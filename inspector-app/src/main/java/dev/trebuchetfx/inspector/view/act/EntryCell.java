// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.act;

import dev.trebuchetfx.inspector.act.ActEntry;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** One thing that was done: when, what, and below it what came of it. */
final class EntryCell extends ListCell<ActEntry> {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final Label time = new Label();
    private final Label what = new Label();
    private final Text result = new Text();
    private final VBox box;

    EntryCell() {
        time.getStyleClass().addAll("mono", "text-muted");
        time.setMinWidth(USE_PREF_SIZE);
        what.getStyleClass().add("send-what");
        result.getStyleClass().addAll("mono", "send-result");
        result.wrappingWidthProperty().bind(widthProperty().subtract(36));
        HBox head = new HBox(8, time, what);
        HBox.setHgrow(what, Priority.ALWAYS);
        box = new VBox(2, head, result);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable ActEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        setText(null);
        if (empty || entry == null) {
            setGraphic(null);
            setAccessibleText(null);
            pseudoClassStateChanged(FAILED, false);
            return;
        }
        time.setText(TIME.format(entry.at().atZone(ZoneId.systemDefault())));
        what.setText(entry.outcome().sign() + " " + entry.what());
        result.setText(entry.result());
        boolean failed = entry.outcome() == ActEntry.Outcome.FAILED;
        pseudoClassStateChanged(FAILED, failed);
        setAccessibleText((failed ? "failed: " : "") + entry.what() + ": " + entry.result());
        setGraphic(box);
    }
}
