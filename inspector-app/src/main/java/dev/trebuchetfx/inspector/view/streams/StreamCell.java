// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.streams;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.model.StreamItem;
import dev.trebuchetfx.inspector.text.Texts;
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
    private final Badge missing = new Badge(Verdict.MISSING, "missing");
    private final Badge replayed = new Badge(Verdict.REPLAY, "replayed");
    private final Badge duplicates = new Badge(Verdict.DUPLICATE, "dup");
    private final Badge restarts = new Badge(Verdict.RESTART, "restart");
    private final Badge undecodable = new Badge(Verdict.UNDECODABLE, "unreadable");
    private final HBox losses = new HBox(10, missing, replayed);
    private final HBox oddities = new HBox(10, duplicates, restarts, undecodable);
    private final Tooltip tooltip = new Tooltip();
    private String shape = "";
    private @Nullable Palette shapes;
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
            setTooltip(null);
            return;
        }
        following = Subscription.combine(
                item.rowProperty().subscribe(this::show),
                palette.subscribe(() -> show(item.rowProperty().get())));
        setGraphic(box);
        setTooltip(tooltip);
    }

    private void show(StreamItem.Row row) {
        Palette colors = palette.getValue();
        actor.setText(row.actor());
        age.setText(row.age());
        method.setText(row.method());
        freshness.setText(row.freshnessWord() + " · next " + row.next());
        if (!row.freshnessWord().equals(shape) || !colors.equals(shapes)) {
            shape = row.freshnessWord();
            shapes = colors;
            freshness.setGraphic(Glyphs.icon(row.freshness(), colors));
            missing.recolor(colors);
            replayed.recolor(colors);
            duplicates.recolor(colors);
            restarts.recolor(colors);
            undecodable.recolor(colors);
        }
        missing.show(row.lost());
        replayed.show(row.replayed());
        losses.setManaged(row.lost() + row.replayed() > 0);
        duplicates.show(row.duplicates());
        restarts.show(row.restarts());
        undecodable.show(row.undecodable());
        oddities.setManaged(row.duplicates() + row.restarts() + row.undecodable() > 0);
        setAccessibleText(row.spoken());
        tooltip.setText(row.why());
    }

    /** A count with its shape; not there while it is nothing. Made once: cells are refreshed all the time. */
    private static final class Badge extends Label {
        private final Verdict verdict;
        private final String word;

        Badge(Verdict verdict, String word) {
            this.verdict = verdict;
            this.word = word;
            getStyleClass().add("badge");
        }

        void recolor(Palette colors) {
            setGraphic(Glyphs.icon(verdict, colors));
        }

        void show(long count) {
            setVisible(count > 0);
            setManaged(count > 0);
            setText(count > 0 ? Texts.count(count) + " " + word : "");
        }
    }
}
