// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.lane;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.model.LaneModel;
import dev.trebuchetfx.inspector.model.StreamItem;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import java.util.List;
import java.util.StringJoiner;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The chosen stream: its name, how much of what came, its lane, and what the shapes mean. */
public final class LanePane extends VBox {
    private static final List<Verdict> LEGEND = List.of(
            Verdict.LIVE,
            Verdict.DELTA,
            Verdict.REPLAY,
            Verdict.DUPLICATE,
            Verdict.REORDERED,
            Verdict.AMBIGUOUS,
            Verdict.MISSING,
            Verdict.SKIPPED,
            Verdict.UNSEEN,
            Verdict.UNDECODABLE);

    private final Label title = new Label();
    private final Label counts = new Label();
    private final HBox legend = new HBox(12);
    private final LaneModel lane;
    private List<Verdict> listed = List.of();
    private @Nullable Subscription following;

    public LanePane(InspectorModel model, ObservableValue<Palette> palette) {
        getStyleClass().add("lane-pane");
        title.getStyleClass().add("pane-title");
        title.setId("stream-title");
        title.setMinWidth(120);
        counts.getStyleClass().add("quiet");
        counts.setId("stream-counts");
        legend.setAlignment(Pos.CENTER_RIGHT);
        legend.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(12, title, counts, space, legend);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("pane-head");
        getChildren().addAll(head, new LaneView(model.lane(), model.table(), palette));
        lane = model.lane();
        palette.subscribe(this::legend);
        lane.revisionProperty().subscribe(() -> {
            if (!shown().equals(listed)) {
                legend(palette.getValue());
            }
        });
        model.chosenProperty().subscribe(this::follow);
    }

    private void legend(Palette palette) {
        legend.getChildren().clear();
        listed = shown();
        for (Verdict verdict : listed) {
            Label label = new Label(verdict.word(), Glyphs.icon(verdict, palette));
            label.getStyleClass().add("legend");
            legend.getChildren().add(label);
        }
    }

    /** The shapes that the lane has: all of them would leave no room for the title. */
    private List<Verdict> shown() {
        return LEGEND.stream()
                .filter(verdict -> lane.parts().stream()
                        .anyMatch(part -> verdict == Verdict.DUPLICATE
                                ? part.runs().hasDuplicates()
                                : part.runs().count(verdict) > 0))
                .toList();
    }

    private void follow(@Nullable StreamItem item) {
        if (following != null) {
            following.unsubscribe();
            following = null;
        }
        if (item == null) {
            title.setText("Sequence");
            counts.setText("");
        } else {
            following = item.rowProperty().subscribe(this::show);
        }
    }

    private void show(StreamItem.Row row) {
        title.setText(row.actor() + " · " + row.method());
        StringJoiner parts = new StringJoiner(", ");
        parts.add(Texts.count(row.live()) + " live");
        // What did not happen needs no room.
        if (row.replayed() > 0) {
            parts.add(Texts.count(row.replayed()) + " replayed");
        }
        if (row.duplicates() > 0) {
            parts.add(Texts.count(row.duplicates(), "duplicate", "duplicates"));
        }
        if (row.lost() > 0) {
            parts.add(Texts.count(row.lost()) + " missing");
        }
        counts.setText(parts.toString());
    }
}
