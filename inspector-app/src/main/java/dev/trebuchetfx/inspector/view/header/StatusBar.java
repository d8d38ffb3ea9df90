// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.header;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.model.CaptureFiles;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.model.StatusModel;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** One line: the worst problem, what was done last, and what the inspector itself costs and misses. */
public final class StatusBar extends HBox {
    private static final PseudoClass INCOMPLETE = PseudoClass.getPseudoClass("incomplete");

    private static final int PROGRESS_WIDTH = 120;
    private static final double WIDE = 760;

    private final ObservableValue<Palette> palette;
    private final Button worst = new Button();
    private final Label rate = figure("status-rate", "Events that come, each second");
    private final Label behind = figure("status-behind", "Events that came and were not looked at yet");
    private final Label bytes = figure("status-bytes", "What the capture takes: columns in memory, payloads on disk");
    private final Label dropped = figure("status-dropped", "Let go to stay within the bounds, or not recorded");
    private final Label lost = figure("status-lost", "Could not be captured, or went before this window had read it");

    private @Nullable Verdict shape;
    private @Nullable Palette shapes;

    public StatusBar(InspectorModel model, ObservableValue<Palette> palette) {
        super(14);
        this.palette = palette;
        getStyleClass().add("status-bar");
        setAlignment(Pos.CENTER_LEFT);
        worst.setId("status-worst");
        worst.getStyleClass().addAll("flat", "worst");
        worst.setTooltip(new Tooltip("The worst problem; click to go there (N goes from one to the next)"));
        worst.setMinWidth(USE_PREF_SIZE);
        worst.setOnAction(event -> {
            long index = model.status().statusProperty().get().worstIndex();
            if (index >= 0) {
                model.table().selectAnyway(model.table().snapshot().rows().rowOf(index));
            }
        });
        Label message = new Label();
        message.setId("status-message");
        message.getStyleClass().add("quiet");
        message.textProperty().bind(model.files().messageProperty());
        message.setMinWidth(0);
        ProgressBar progress = new ProgressBar(0);
        progress.setId("file-progress");
        progress.setAccessibleText("How much is written");
        progress.setMinWidth(PROGRESS_WIDTH);
        progress.setPrefWidth(PROGRESS_WIDTH);
        Button cancel = new Button("Cancel");
        cancel.setId("file-cancel");
        cancel.getStyleClass().add("small");
        cancel.setTooltip(new Tooltip("Ends what is being written; nothing of it stays"));
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(event -> model.files().cancel());
        model.files().progressProperty().subscribe(part -> {
            boolean works = part.doubleValue() != CaptureFiles.IDLE;
            progress.setProgress(works ? part.doubleValue() : 0);
            progress.setVisible(works);
            progress.setManaged(works);
            cancel.setVisible(works);
            cancel.setManaged(works);
        });
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(worst, message, progress, cancel, space, rate, behind, bytes, dropped, lost);
        model.status().statusProperty().subscribe(this::show);
        widthProperty().subscribe(this::arrange);
        palette.subscribe(() -> show(model.status().statusProperty().get()));
    }

    /** Shows the counts that there are; in a narrow window the missing ones alone. */
    private void arrange() {
        for (Label figure : List.of(rate, behind, bytes, dropped, lost)) {
            boolean matters = figure == dropped || figure == lost;
            boolean shows = !figure.getText().isEmpty() && (matters || getWidth() == 0 || getWidth() >= WIDE);
            figure.setVisible(shows);
            figure.setManaged(shows);
        }
    }

    private static Label figure(String id, String tip) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("quiet");
        label.setTooltip(new Tooltip(tip));
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private void show(StatusModel.Status status) {
        worst.setText(status.worstWords());
        if (status.worst() != shape || !palette.getValue().equals(shapes)) {
            shape = status.worst();
            shapes = palette.getValue();
            worst.setGraphic(Glyphs.icon(status.worst(), palette.getValue()));
        }
        worst.setDisable(status.worstIndex() < 0);
        rate.setText(status.rate());
        behind.setText(status.behind());
        bytes.setText(status.bytes());
        dropped.setText(status.dropped());
        lost.setText(status.lost());
        arrange();
        pseudoClassStateChanged(INCOMPLETE, status.incomplete());
    }
}
