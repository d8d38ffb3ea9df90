// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.model.LayoutMemory;
import dev.trebuchetfx.inspector.view.table.MessageTableView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/**
 * Puts a pane as it was when its window was last closed: dividers, chosen tabs, columns, and the window's size where the pane fills it, as far as the
 * screen has room. The colours are the
 * host's and are not kept.
 */
public final class PaneLayout {
    private static final double LEAST = 320;
    private static final double MOST = 16_384;

    private final Parent pane;
    private final LayoutMemory memory;
    private final BooleanProperty drawer;
    private boolean restored;

    private PaneLayout(Parent pane, LayoutMemory memory, BooleanProperty drawer) {
        this.pane = pane;
        this.memory = memory;
        this.drawer = drawer;
    }

    /**
     * From the first time that {@code pane} is shown on.
     *
     * @param drawer whether the drawer is open
     */
    public static void remember(Parent pane, LayoutMemory memory, BooleanProperty drawer) {
        PaneLayout layout = new PaneLayout(pane, memory, drawer);
        pane.sceneProperty().flatMap(scene -> scene.windowProperty()).subscribe(layout::in);
    }

    private void in(@Nullable Window window) {
        if (window == null) {
            return;
        }
        window.addEventHandler(WindowEvent.WINDOW_SHOWN, event -> restore(window));
        window.addEventHandler(WindowEvent.WINDOW_HIDING, event -> memory.save(capture(window)));
        if (window.isShowing()) {
            restore(window);
        }
    }

    private boolean fills(Window window) {
        return window instanceof Stage
                && pane.getScene() != null
                && pane.getScene().getRoot() == pane;
    }

    private void restore(Window window) {
        if (restored) {
            return;
        }
        restored = true;
        Map<String, String> layout = memory.load();
        if (fills(window)) {
            Double width = number(layout.get("width"));
            Double height = number(layout.get("height"));
            if (width != null && height != null && isSize(width) && isSize(height)) {
                window.setWidth(width);
                window.setHeight(height);
            }
            ScreenFit.fit(window);
        }
        if (layout.containsKey("drawer")) {
            drawer.set(Boolean.parseBoolean(layout.get("drawer")));
        }
        pane.applyCss();
        pane.layout();
        List<SplitPane> splits = find(pane, SplitPane.class);
        for (int i = 0; i < splits.size(); i++) {
            double[] positions = positions(layout.get("split." + i));
            if (positions.length == splits.get(i).getDividers().size()) {
                splits.get(i).setDividerPositions(positions);
            }
        }
        String columns = layout.get("columns");
        if (columns != null) {
            find(pane, MessageTableView.class).forEach(table -> table.restoreColumns(columns));
        }
        List<TabPane> tabs = find(pane, TabPane.class);
        for (int i = 0; i < tabs.size(); i++) {
            Double chosen = number(layout.get("tab." + i));
            if (chosen != null && chosen >= 0 && chosen < tabs.get(i).getTabs().size()) {
                tabs.get(i).getSelectionModel().select(chosen.intValue());
            }
        }
    }

    private static boolean isSize(double length) {
        return length >= LEAST && length <= MOST;
    }

    private Map<String, String> capture(Window window) {
        Map<String, String> layout = new TreeMap<>();
        layout.put("drawer", Boolean.toString(drawer.get()));
        if (fills(window)) {
            layout.put("width", text(window.getWidth()));
            layout.put("height", text(window.getHeight()));
        }
        List<SplitPane> splits = find(pane, SplitPane.class);
        for (int i = 0; i < splits.size(); i++) {
            layout.put(
                    "split." + i,
                    Arrays.stream(splits.get(i).getDividerPositions())
                            .mapToObj(PaneLayout::text)
                            .collect(Collectors.joining(" ")));
        }
        find(pane, MessageTableView.class).forEach(table -> layout.put("columns", table.savedColumns()));
        List<TabPane> tabs = find(pane, TabPane.class);
        for (int i = 0; i < tabs.size(); i++) {
            layout.put("tab." + i, text(tabs.get(i).getSelectionModel().getSelectedIndex()));
        }
        return layout;
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }

    private static @Nullable Double number(@Nullable String text) {
        try {
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static double[] positions(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new double[0];
        }
        List<Double> positions = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            Double position = number(word);
            if (position == null || !(position >= 0 && position <= 1)) {
                return new double[0];
            }
            positions.add(position);
        }
        return positions.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** In the order of the scene graph, the items of split panes and tabs included. */
    private static <T> List<T> find(Node node, Class<T> type) {
        List<T> found = new ArrayList<>();
        collect(node, type, found);
        return found;
    }

    private static <T> void collect(Node node, Class<T> type, List<T> found) {
        if (type.isInstance(node)) {
            found.add(type.cast(node));
        }
        if (node instanceof SplitPane split) {
            split.getItems().forEach(item -> collect(item, type, found));
        } else if (node instanceof TabPane tabs) {
            tabs.getTabs().forEach(tab -> {
                if (tab.getContent() != null) {
                    collect(tab.getContent(), type, found);
                }
            });
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, type, found));
        }
    }
}
