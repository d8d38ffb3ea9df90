// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.drawer;

import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.view.graph.GraphView;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.timeline.TimelineView;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Tabs below everything else; closed, only their names show. */
public final class DrawerPane extends StackPane {
    private static final double CLOSED = 35;
    private static final double LEAST = 150;

    private final BoardModel model;
    private static final double WIDE = 860;

    private final TabPane tabs = new TabPane();
    private final Map<BoardModel.Tab, Tab> byTab = new EnumMap<>(BoardModel.Tab.class);
    private final Map<BoardModel.Tab, Node> focused = new EnumMap<>(BoardModel.Tab.class);
    private final Button toggle = new Button();
    private final GraphExport export;
    private double share = 0.7;

    public DrawerPane(BoardModel model, ObservableValue<Palette> palette) {
        this.model = model;
        InspectorModel inspector = model.inspector();
        setId("drawer");
        getStyleClass().add("drawer");
        GraphView graph = new GraphView(model.graph(), inspector, palette, model.zone());
        export = new GraphExport(graph);
        ProblemsPane problems = new ProblemsPane(model.problems(), palette);
        BuffersPane buffers = new BuffersPane(model.cards(), palette);
        ResumesPane resumes = new ResumesPane(model.cards(), palette);
        CallsPane calls = new CallsPane(model.cards(), palette);
        add(BoardModel.Tab.GRAPH, graph, graph);
        TimelineView timeline = new TimelineView(model.timeline(), palette, model.zone());
        add(BoardModel.Tab.TIMELINE, timeline, timeline);
        add(BoardModel.Tab.PROBLEMS, problems, problems.list());
        add(BoardModel.Tab.BUFFER, buffers, buffers.list());
        add(BoardModel.Tab.RESUMES, resumes, resumes.list());
        add(BoardModel.Tab.CALLS, calls, calls.list());
        Objects.requireNonNull(byTab.get(BoardModel.Tab.PROBLEMS))
                .textProperty()
                .bind(model.problems().titleProperty());
        tabs.setId("drawer-tabs");
        tabs.setAccessibleText("Drawer");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getSelectionModel().selectedItemProperty().subscribe(this::selected);
        tabs.setOnMouseClicked(event -> {
            if (!model.openProperty().get() && event.getY() < CLOSED) {
                model.openProperty().set(true);
            }
        });
        HBox buttons = new HBox(2, export.button(), toggle);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.getStyleClass().add("drawer-buttons");
        buttons.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        buttons.setPickOnBounds(false);
        setAlignment(buttons, Pos.TOP_RIGHT);
        toggle.setId("drawer-toggle");
        toggle.getStyleClass().addAll("button-icon", "flat");
        toggle.setOnAction(
                event -> model.openProperty().set(!model.openProperty().get()));
        getChildren().addAll(tabs, buttons);
        model.tabProperty().subscribe(tab -> tabs.getSelectionModel().select(byTab.get(tab)));
        model.openProperty().subscribe(this::opened);
        widthProperty().subscribe(this::showExport);
    }

    /**
     * Adds a tab at the end.
     *
     * @param focus what has the keyboard when it is gone to
     */
    public void add(BoardModel.Tab tab, Node content, Node focus) {
        Tab added = new Tab(tab.title(), content);
        added.setUserData(tab);
        byTab.put(tab, added);
        focused.put(tab, focus);
        tabs.getTabs().add(added);
    }

    private void selected(@Nullable Tab tab) {
        if (tab != null && tab.getUserData() instanceof BoardModel.Tab chosen) {
            model.tabProperty().set(chosen);
            showExport();
        }
    }

    /** In a narrow window it would lie over the tabs. */
    private void showExport() {
        boolean wide = getWidth() == 0 || getWidth() >= WIDE;
        export.button().setVisible(wide && model.tabProperty().get() == BoardModel.Tab.GRAPH);
    }

    private void opened(boolean open) {
        toggle.setGraphic(new FontIcon(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_UP));
        String text = open ? "Close the drawer (Ctrl+J)" : "Open the drawer (Ctrl+J)";
        toggle.setTooltip(new Tooltip(text));
        toggle.setAccessibleText(text);
        export.button().setDisable(!open);
        setMinHeight(open ? LEAST : CLOSED);
        setMaxHeight(open ? Double.MAX_VALUE : CLOSED);
        if (getParent() != null && getParent().getParent() instanceof SplitPane split) {
            if (!open) {
                share = split.getDividerPositions()[0];
            }
            split.setDividerPositions(open ? share : 1);
        }
    }

    /** Shows a tab and moves the keyboard to it. */
    public void focus(BoardModel.Tab tab) {
        model.openProperty().set(true);
        model.tabProperty().set(tab);
        Objects.requireNonNull(focused.get(tab)).requestFocus();
    }

    /** Writes the graph that shows to a file that the user chooses. */
    public void exportGraph() {
        export.choose();
    }

    @Override
    protected double computeMinHeight(double width) {
        return model.openProperty().get() ? LEAST : CLOSED;
    }
}
