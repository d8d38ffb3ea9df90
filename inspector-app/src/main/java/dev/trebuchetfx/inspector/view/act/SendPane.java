// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.act;

import dev.trebuchetfx.inspector.act.ActEntry;
import dev.trebuchetfx.inspector.act.ActModel;
import dev.trebuchetfx.inspector.view.paint.EmptyState;
import java.io.File;
import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.feather.Feather;

/** Calls, streams of its own and faults, and what came of them. Where nothing can be done it says why, and what to do. */
public final class SendPane extends StackPane {
    private static final List<String> KINDS =
            List.of("drop", "delay", "duplicate", "reorder", "cut", "corrupt", "expire", "pause");

    /** Three of them side by side in a wide window, one below the other in a narrow one. */
    private static final double SECTION_WIDTH = 330;

    private final ActModel model;
    private final TextField actor;
    private final TextField parameters;
    private final Node first;

    public SendPane(ActModel model) {
        this.model = model;
        actor = field("send-actor", "Actor", "todos", model.actorProperty());
        parameters =
                field("send-parameters", "Parameters of the fault", "n=2 ms=500 stream=ID", model.parametersProperty());
        setId("send");
        getStyleClass().add("send");
        boolean calls = model.target().whyNoCalls().isEmpty();
        boolean faults = model.target().whyNoFaults().isEmpty();
        if (!calls && !faults) {
            getChildren()
                    .add(EmptyState.of(
                            Feather.SEND,
                            "Nothing can be sent from here",
                            model.target().whyNoCalls()));
            first = this;
            setFocusTraversable(true);
            setAccessibleText("Send: " + model.target().whyNoCalls());
            return;
        }
        FlowPane form = new FlowPane(28, 14, callForm(), streamForm(), faultForm());
        form.setPadding(new Insets(12));
        ScrollPane scroll = new ScrollPane(form);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setFocusTraversable(false);
        SplitPane split = new SplitPane(scroll, history());
        split.setDividerPositions(0.74);
        getChildren().add(split);
        first = calls ? actor : parameters;
    }

    /** What has the keyboard first. */
    public Node first() {
        return first;
    }

    private Node callForm() {
        TextArea arguments = new TextArea();
        arguments.setId("send-arguments");
        arguments.setPrefRowCount(1);
        named(arguments, "Arguments, one JSON value a line", "\"a text\" or 3, one value a line");
        arguments.textProperty().bindBidirectional(model.argumentsProperty());
        arguments.setOnKeyPressed(event -> {
            if (event.isShortcutDown() && event.getCode() == KeyCode.ENTER) {
                model.call();
                event.consume();
            }
        });
        Button call = button("send-call", "Call", "Call the method (Ctrl+Enter in the arguments)", model::call);
        GridPane grid = grid();
        grid.addRow(0, new Label("Actor"), actor);
        grid.addRow(1, new Label("Method"), field("send-method", "Method", "addTodo", model.methodProperty()));
        grid.addRow(2, new Label("Arguments"), arguments);
        grid.add(right(call), 1, 3);
        return section(
                "Call",
                "On a connection of this panel's own: what is watched is not disturbed.",
                model.target().whyNoCalls(),
                grid);
    }

    private Node streamForm() {
        TextField filter = field(
                "send-filter", "Filter of the stream", "none, or changed, fields:/a,/b …", model.filterProperty());
        TextField sequence = field("send-sequence", "Sequence number to resume after", "0", model.sequenceProperty());
        sequence.setPrefColumnCount(6);
        sequence.setMinWidth(64);
        Button open = button("send-open", "Open", "Open a stream of the actor and method above", model::open);
        Button resume =
                button("send-resume", "Resume after", "Resume the stream opened here after this number", model::resume);
        GridPane grid = grid();
        grid.addRow(0, new Label("Filter"), filter);
        HBox row = new HBox(8, open, resume, sequence);
        row.setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(sequence, Priority.SOMETIMES);
        grid.add(row, 1, 1);
        return section(
                "Stream",
                "Opens and resumes a stream of this panel's own. Resuming the application's would take it away from it.",
                model.target().whyNoCalls(),
                grid);
    }

    private Node faultForm() {
        ComboBox<String> kind = new ComboBox<>(FXCollections.observableArrayList(KINDS));
        kind.setId("send-kind");
        kind.setAccessibleText("Kind of fault");
        kind.valueProperty().bindBidirectional(model.kindProperty());
        HBox.setHgrow(parameters, Priority.ALWAYS);
        Button inject = button("send-inject", "Do", "Bring the fault about", model::injectFault);
        TextField seed = field("send-seed", "Seed of the scenario", "1", model.seedProperty());
        seed.setPrefColumnCount(6);
        Button save = button("send-save", "Save scenario …", "Save the faults done, to be played again", this::save);
        save.disableProperty().bind(model.faultsDoneProperty().isEqualTo(0));
        Label done = new Label();
        done.setMinWidth(USE_PREF_SIZE);
        Label seedName = new Label("Seed");
        seedName.setMinWidth(USE_PREF_SIZE);
        done.getStyleClass().add("text-muted");
        done.textProperty().bind(model.faultsDoneProperty().asString("%d done"));
        HBox first = new HBox(8, kind, parameters, inject);
        HBox second = new HBox(8, done, seedName, seed, save);
        first.setAlignment(Pos.CENTER_LEFT);
        second.setAlignment(Pos.CENTER_RIGHT);
        return section(
                "Faults",
                "At the server or in the proxy: whoever is connected there is hit.",
                model.target().whyNoFaults(),
                new VBox(8, first, second));
    }

    private Node history() {
        ListView<ActEntry> list = new ListView<>(model.entries());
        list.setId("send-history");
        list.setAccessibleText("What was done, newest first");
        Label empty = new Label("Nothing was sent yet. What you do stands here, with what came of it.");
        empty.getStyleClass().add("text-muted");
        empty.setWrapText(true);
        list.setPlaceholder(empty);
        list.setCellFactory(view -> new EntryCell());
        return list;
    }

    private static VBox section(String title, String about, String whyNot, Node form) {
        Label heading = new Label(title);
        heading.getStyleClass().add("empty-title");
        boolean possible = whyNot.isEmpty();
        Label text = new Label(possible ? about : whyNot);
        text.setWrapText(true);
        text.getStyleClass().add(possible ? "text-muted" : "send-why-not");
        form.setDisable(!possible);
        VBox section = new VBox(6, heading, text);
        if (possible) {
            section.getChildren().add(form);
        }
        section.setPrefWidth(SECTION_WIDTH);
        return section;
    }

    private static GridPane grid() {
        GridPane grid = new GridPane(10, 8);
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(74);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(labels, fields);
        return grid;
    }

    private static HBox right(Node node) {
        HBox row = new HBox(node);
        row.setAlignment(Pos.CENTER_RIGHT);
        return row;
    }

    private static TextField field(String id, String name, String prompt, StringProperty value) {
        TextField field = new TextField();
        field.setId(id);
        named(field, name, prompt);
        field.textProperty().bindBidirectional(value);
        return field;
    }

    private static void named(TextInputControl field, String name, String prompt) {
        field.setAccessibleText(name);
        field.setPromptText(prompt);
    }

    private static Button button(String id, String text, String help, Runnable action) {
        Button button = new Button(text);
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleHelp(help);
        button.setOnAction(event -> action.run());
        return button;
    }

    private void save() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save the faults as a scenario");
        chooser.setInitialFileName("faults.json");
        File file = chooser.showSaveDialog(getScene().getWindow());
        if (file != null) {
            model.saveScenario(file.toPath());
        }
    }
}
