// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.PendingChange;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A line of the list of changes. */
final class ChangeCell extends ListCell<ChangeCell.Line> {
    private static final PseudoClass WAITING = PseudoClass.getPseudoClass("waiting");

    private final Label what = new Label();
    private final Label how = new Label();
    private final Button withdraw = new Button(PartWords.of("change.withdraw"));
    private final HBox row;

    ChangeCell() {
        getStyleClass().add("change-cell");
        what.getStyleClass().add("what");
        what.setWrapText(true);
        how.getStyleClass().add("how");
        how.setWrapText(true);
        withdraw.setMinWidth(USE_PREF_SIZE);
        withdraw.getStyleClass().add("small");
        withdraw.setOnAction(pressed -> {
            Line line = getItem();
            if (line != null) {
                line.withdraw();
            }
        });
        VBox texts = new VBox(what, how);
        HBox.setHgrow(texts, Priority.ALWAYS);
        row = new HBox(texts, withdraw);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Line item, boolean empty) {
        super.updateItem(item, empty);
        boolean waits = item != null && item.status() == ChangeStatus.WAITING;
        pseudoClassStateChanged(WAITING, waits);
        if (empty || item == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        what.setText(item.what());
        how.setText(item.how());
        withdraw.setVisible(waits);
        withdraw.setManaged(waits);
        withdraw.setAccessibleText(PartWords.of("change.withdraw.accessible", item.what()));
        setAccessibleText(item.what() + ", " + item.how());
        setGraphic(row);
    }

    /** Returns the method's name in words, such as "Update todo". */
    static String spoken(PendingChange<?> change) {
        String words = change.targetIdentifier()
                .replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ")
                .toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /**
     * A change as it is shown. Two lines that show the same of one change are equal.
     *
     * @param what what the change does
     * @param how since when, and how far it is
     * @param source the change
     */
    record Line(UUID key, ChangeStatus status, String what, String how, PendingChange<?> source) {

        static Line of(PendingChange<?> change, Function<PendingChange<?>, String> describe) {
            String what;
            try {
                what = describe.apply(change);
            } catch (RuntimeException e) {
                // The application's function failed: the name of the method is always there.
                what = spoken(change);
            }
            return new Line(change.key(), change.status(), what == null ? spoken(change) : what, how(change), change);
        }

        void withdraw() {
            var unused = source.withdraw();
        }

        private static String how(PendingChange<?> change) {
            String since = DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                    .format(change.since().atZone(ZoneId.systemDefault()));
            String step =
                    switch (change.status()) {
                        case WAITING -> PartWords.of("change.waiting");
                        case SENT -> PartWords.of("change.sent");
                        case ANSWERED -> PartWords.of("change.answered");
                        case SHOWN -> PartWords.of("change.shown");
                        case FAILED -> PartWords.of("change.failed");
                    };
            Throwable why = change.whyNotShown();
            return since + ", " + step
                    + (why == null ? "" : ". " + PartWords.of("change.not-shown", String.valueOf(why.getMessage())));
        }
    }
}
