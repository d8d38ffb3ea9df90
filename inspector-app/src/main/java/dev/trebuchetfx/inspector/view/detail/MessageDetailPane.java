// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.detail;

import dev.trebuchetfx.inspector.model.DetailModel;
import dev.trebuchetfx.inspector.model.MessageRow;
import dev.trebuchetfx.inspector.model.StateModel;
import dev.trebuchetfx.inspector.view.paint.EmptyState;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The selected message: its payload decoded, the state after it and what it changed, its envelope, its bytes. */
public final class MessageDetailPane extends StackPane {
    private final LinesView payload = new LinesView("payload");
    private final LinesView envelope = new LinesView("envelope");
    private final LinesView raw = new LinesView("raw");
    private final LinesView state = new LinesView("state");
    private final LinesView diff = new LinesView("diff");
    private final Label stateTitle = new Label();
    private final Label changes = new Label();
    private final Label title = new Label();
    private final Label chain = new Label();
    private final Label rawNote = new Label();
    private final TabPane tabs = new TabPane();
    private final VBox content;
    private final VBox empty;

    public MessageDetailPane(DetailModel model, StateModel states) {
        getStyleClass().add("message-detail");
        title.getStyleClass().add("pane-title");
        chain.getStyleClass().add("quiet");
        chain.setId("chain");
        rawNote.getStyleClass().add("quiet");
        stateTitle.getStyleClass().add("quiet");
        stateTitle.setId("state-title");
        changes.getStyleClass().add("quiet");
        changes.setId("changes");
        payload.setAccessibleText("Payload");
        state.setAccessibleText("State after this event");
        diff.setAccessibleText("What this update changed");
        envelope.setAccessibleText("Envelope");
        raw.setAccessibleText("Bytes");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setId("detail-tabs");
        tabs.setAccessibleText("Details of the message");
        tabs.getTabs()
                .addAll(
                        tab("Payload", chain, payload),
                        tab("State", stateTitle, state),
                        tab("Diff", changes, diff),
                        tab("Envelope", null, envelope),
                        tab("Raw", rawNote, raw));
        Button copy = new Button(null, new FontIcon(Feather.COPY));
        copy.getStyleClass().addAll("button-icon", "flat", "small");
        copy.setAccessibleText("Copy");
        copy.setTooltip(new Tooltip("Copy what this tab shows (Ctrl+C in it)"));
        copy.setOnAction(event -> shown().copy());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button back = travel("back", Feather.CHEVRON_LEFT, "Update before, of the same stream ([)");
        back.setOnAction(event -> states.back());
        Button forward = travel("forward", Feather.CHEVRON_RIGHT, "Update after, of the same stream (])");
        forward.setOnAction(event -> states.forward());
        HBox head = new HBox(4, title, space, back, forward, copy);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("pane-head");
        content = new VBox(head, tabs);
        VBox.setVgrow(tabs, Priority.ALWAYS);
        empty = EmptyState.of(
                Feather.MOUSE_POINTER,
                "No message selected",
                "Select one in the table, or click a number in the lane, to see what it carries.");
        getChildren().addAll(content, empty);
        model.detailProperty().subscribe(this::show);
        states.shownProperty().subscribe(this::show);
    }

    /** The tabs themselves, for the keyboard to go to. */
    public TabPane tabs() {
        return tabs;
    }

    private static Button travel(String id, Feather icon, String tip) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setAccessibleText(tip);
        button.setTooltip(new Tooltip(tip));
        return button;
    }

    private void show(StateModel.Shown shown) {
        stateTitle.setText(shown.title());
        changes.setText(shown.changes());
        // What is being put together soon replaces what shows; an empty pane in between would flicker.
        if (!shown.loading()) {
            state.show(shown.state());
            diff.show(shown.diff());
        }
    }

    private LinesView shown() {
        return switch (tabs.getSelectionModel().getSelectedIndex()) {
            case 0 -> payload;
            case 1 -> state;
            case 2 -> diff;
            case 3 -> envelope;
            default -> raw;
        };
    }

    private static Tab tab(String name, @Nullable Label note, LinesView lines) {
        VBox box = new VBox();
        box.getStyleClass().add("tab-content");
        if (note != null) {
            note.setWrapText(true);
            note.setMinHeight(Region.USE_PREF_SIZE);
            box.getChildren().add(note);
        }
        VBox.setVgrow(lines, Priority.ALWAYS);
        box.getChildren().add(lines);
        return new Tab(name, box);
    }

    private void show(DetailModel.Detail detail) {
        MessageRow row = detail.row();
        show(content, row != null);
        show(empty, row == null);
        if (row == null) {
            return;
        }
        title.setText("#" + (row.row() + 1) + "  " + row.type()
                + (row.sequence().isEmpty() ? "" : " " + row.sequence())
                + "  ·  " + row.verdict().word());
        chain.setText(detail.chain());
        payload.show(detail.payload());
        payload.setVisible(!detail.payload().isEmpty());
        envelope.show(detail.envelope());
        raw.show(detail.raw());
        rawNote.setText(detail.rawNote());
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
