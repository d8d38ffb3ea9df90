// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.streams;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.model.StreamItem;
import dev.trebuchetfx.inspector.model.Texts;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** One logical stream: how fresh it is, what comes next, what went wrong. */
final class StreamCell extends ListCell<StreamItem> {
    private final ObservableValue<Palette> palette;
    private final Label actor = new Label();
    private final Label age = new Label();
    private final Label method = new Label();
    private final Label freshness = new Label();
    private final HBox losses = new HBox(10);
    private final HBox oddities = new HBox(10);
    private final VBox box;
    private @Nullable Subscription following;

    StreamCell(ObservableValue<Palette> palette) {
        this.palette = palette;
        actor.getStyleClass().add("stream-actor");
        age.getStyleClass().add("quiet");
        method.getStyleClass().add("quiet");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        age.setMinWidth(USE_PREF_SIZE);
        HBox first = new HBox(6, actor, space, age);
        box = new VBox(3, first, method, freshness, losses, oddities);
        box.getStyleClass().add("stream-cell");
        // Otherwise the widest text decides how wide the list is.
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable StreamItem item, boolean empty) {
        super.updateItem(item, empty);
        if (following != null) {
            following.unsubscribe();
            following = null;
        }
        if (empty || item == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        following = Subscription.combine(
                item.rowProperty().subscribe(this::show),
                palette.subscribe(() -> show(item.rowProperty().get())));
        setGraphic(box);
    }

    private void show(StreamItem.Row row) {
        Palette colors = palette.getValue();
        actor.setText(row.actor());
        age.setText(row.age());
        method.setText(row.method());
        freshness.setText(row.freshnessWord() + " · next " + row.next());
        freshness.setGraphic(Glyphs.icon(row.freshness(), colors));
        losses.getChildren().clear();
        oddities.getChildren().clear();
        badge(losses, row.lost(), Verdict.MISSING, "missing", colors);
        badge(losses, row.replayed(), Verdict.REPLAY, "replayed", colors);
        badge(oddities, row.duplicates(), Verdict.DUPLICATE, "dup", colors);
        badge(oddities, row.restarts(), Verdict.RESTART, "restart", colors);
        badge(oddities, row.undecodable(), Verdict.UNDECODABLE, "unreadable", colors);
        losses.setManaged(!losses.getChildren().isEmpty());
        oddities.setManaged(!oddities.getChildren().isEmpty());
        setAccessibleText(row.spoken());
        setTooltip(new Tooltip(row.why()));
    }

    private static void badge(HBox line, long count, Verdict verdict, String word, Palette colors) {
        if (count > 0) {
            Label badge = new Label(Texts.count(count) + " " + word, Glyphs.icon(verdict, colors));
            badge.getStyleClass().add("badge");
            line.getChildren().add(badge);
        }
    }
}
