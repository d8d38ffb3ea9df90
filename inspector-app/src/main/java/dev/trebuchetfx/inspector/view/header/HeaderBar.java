// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.header;

import dev.trebuchetfx.inspector.model.ConnectionModel;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.text.Texts;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Separator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** How the connection is, and the three controls that must not be mistaken for each other: record, pause, follow. */
public final class HeaderBar extends HBox {
    private static final PseudoClass UP = PseudoClass.getPseudoClass("up");
    private static final PseudoClass TRYING = PseudoClass.getPseudoClass("trying");
    private static final PseudoClass DOWN = PseudoClass.getPseudoClass("down");
    private static final PseudoClass INCOMPLETE = PseudoClass.getPseudoClass("incomplete");

    /** Narrower, the buttons show their signs alone. */
    private static final double WIDE = 860;
    /** Narrower, what is held is told by the status line alone. */
    private static final double LEAST_WIDE = 760;

    private final Label state = new Label();
    private final Label detail = new Label();
    private final Label rate = new Label();
    private final Label traffic = new Label();
    private final Label capture = new Label();
    private String detailWhenNone = "waiting for the client";
    private final FontIcon stateIcon = new FontIcon(Feather.ACTIVITY);

    /** {@code help}: shows what the keys do. */
    public HeaderBar(InspectorModel model, Runnable help) {
        getStyleClass().add("header");
        setAlignment(Pos.CENTER_LEFT);
        state.setGraphic(stateIcon);
        state.getStyleClass().add("connection-state");
        state.setId("connection-state");
        state.setMinWidth(USE_PREF_SIZE);
        detail.getStyleClass().add("quiet");
        detail.setMinWidth(40);
        rate.getStyleClass().add("rate");
        rate.setId("rate");
        traffic.getStyleClass().add("quiet");
        capture.getStyleClass().add("capture");
        capture.setId("capture");
        ToggleButton record = record(model);
        ToggleButton pause = pause(model);
        ToggleButton follow = follow(model);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        VBox where = new VBox(1, state, detail);
        VBox howMuch = new VBox(1, rate, traffic);
        howMuch.setMinWidth(USE_PREF_SIZE);
        capture.setMinWidth(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        where,
                        new Separator(Orientation.VERTICAL),
                        howMuch,
                        space,
                        capture,
                        record,
                        pause,
                        follow,
                        help(help));
        model.connection().headerProperty().subscribe(this::show);
        List<Labeled> named = List.of(record, pause, follow);
        widthProperty().subscribe(width -> {
            // The tooltips, and a screen reader, still have the words.
            ContentDisplay display = width.doubleValue() < WIDE ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
            named.forEach(button -> button.setContentDisplay(display));
            show(capture, width.doubleValue() >= LEAST_WIDE);
        });
        model.overProperty().subscribe(over -> {
            // Nothing can be recorded any more.
            show(record, !over);
            detailWhenNone = over ? "the capture is closed" : "waiting for the client";
            show(model.connection().headerProperty().get());
        });
    }

    private static void show(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }

    private void show(ConnectionModel.Header header) {
        state.setText(header.state() + (header.number().isEmpty() ? "" : " · " + header.number()));
        detail.setText(header.detail().isEmpty() ? detailWhenNone : header.detail());
        rate.setText(header.rate());
        traffic.setText(header.traffic());
        capture.setText(header.capture());
        capture.pseudoClassStateChanged(INCOMPLETE, header.incomplete());
        state.pseudoClassStateChanged(UP, header.health() == ConnectionModel.Health.UP);
        state.pseudoClassStateChanged(TRYING, header.health() == ConnectionModel.Health.TRYING);
        state.pseudoClassStateChanged(DOWN, header.health() == ConnectionModel.Health.DOWN);
        stateIcon.setIconCode(
                switch (header.health()) {
                    case UP -> Feather.CHECK_CIRCLE;
                    case TRYING -> Feather.REFRESH_CW;
                    case DOWN -> Feather.X_CIRCLE;
                    case UNKNOWN -> Feather.CIRCLE;
                });
        capture.setTooltip(new Tooltip(
                !header.notes().isEmpty()
                        ? header.notes()
                        : header.incomplete()
                                ? "What this window holds. It is not everything that happened."
                                : "Everything since the capture began."));
    }

    private static ToggleButton toggle(String id, String text, Feather icon, String tip) {
        ToggleButton button = new ToggleButton(text, new FontIcon(icon));
        button.setId(id);
        button.setTooltip(new Tooltip(tip));
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleText(text);
        button.getStyleClass().add("control");
        return button;
    }

    private static ToggleButton record(InspectorModel model) {
        ToggleButton button =
                toggle("record", "Record", Feather.DISC, "Keep what comes, or let it pass uncaptured (Ctrl+E)");
        button.selectedProperty().bindBidirectional(model.recordingProperty());
        return button;
    }

    private static ToggleButton pause(InspectorModel model) {
        ToggleButton button = toggle(
                "pause", "Pause view", Feather.PAUSE, "Hold the view still; the capture goes on (Space in the table)");
        button.selectedProperty().bindBidirectional(model.pausedProperty());
        button.textProperty()
                .bind(model.waitingProperty()
                        .map(waiting -> waiting.longValue() == 0
                                ? "Pause view"
                                : "Paused +" + Texts.count(waiting.longValue())));
        button.accessibleTextProperty().bind(button.textProperty());
        return button;
    }

    private static ToggleButton follow(InspectorModel model) {
        ToggleButton button =
                toggle("follow", "Follow", Feather.CHEVRONS_DOWN, "Keep the newest in view (F in the table)");
        button.selectedProperty().bindBidirectional(model.table().followProperty());
        return button;
    }

    private static Button help(Runnable help) {
        Button button = new Button(null, new FontIcon(Feather.HELP_CIRCLE));
        button.setId("help");
        button.setAccessibleText("Keys");
        button.setTooltip(new Tooltip("Keys (?)"));
        button.getStyleClass().addAll("button-icon", "flat");
        button.setOnAction(event -> help.run());
        return button;
    }
}
