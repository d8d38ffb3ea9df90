// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.model.SavedPart;
import dev.trebuchetfx.inspector.view.detail.MessageDetailPane;
import dev.trebuchetfx.inspector.view.detail.StreamDetailPane;
import dev.trebuchetfx.inspector.view.drawer.DrawerPane;
import dev.trebuchetfx.inspector.view.header.FilterBar;
import dev.trebuchetfx.inspector.view.header.HeaderBar;
import dev.trebuchetfx.inspector.view.header.StatusBar;
import dev.trebuchetfx.inspector.view.lane.LanePane;
import dev.trebuchetfx.inspector.view.overview.OverviewStrip;
import dev.trebuchetfx.inspector.view.paint.Fonts;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.streams.StreamsPane;
import dev.trebuchetfx.inspector.view.table.MessageTableView;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Orientation;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Background;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/**
 * The whole inspector. It refreshes itself once a pulse while its window shows, and takes the light or the dark palette from the
 * colours of the style sheet that it finds itself under.
 */
public final class InspectorPane extends BorderPane {
    /** What the figures of a stream take side by side. */
    private static final double LEAST_STREAMS_WIDTH = 170;

    private static final double LEAST_UPPER_HEIGHT = 220;
    /** Filter, overview and some rows. */
    private static final double TABLE_HEIGHT = 330;

    private static final double LEAST_LANE_HEIGHT = 420;
    private static final double LEAST_DETAIL_WIDTH = 760;
    private static final double LEAST_DRAWER_HEIGHT = 560;

    private final InspectorModel model;
    private final BoardModel board;
    private final ReadOnlyObjectWrapper<Palette> palette = new ReadOnlyObjectWrapper<>(Palette.LIGHT);
    private final FilterBar filter;
    private final MessageTableView table;
    private final PromptBar prompt;
    private final DrawerPane drawer;
    private final FileDialogs files;
    private final Shortcuts shortcuts;
    private @Nullable PaneKeys panes;
    private final KeysPopup keys = new KeysPopup();
    private boolean low;
    private boolean closedForRoom;

    /** {@code board}: what the overview and the drawer show. */
    public InspectorPane(InspectorModel model, BoardModel board) {
        this.model = model;
        this.board = board;
        Fonts.register();
        getStyleClass().add("trebuchet-inspector");
        getStylesheets()
                .add(Objects.requireNonNull(InspectorPane.class.getResource("inspector.css"))
                        .toExternalForm());
        filter = new FilterBar(model.table());
        table = new MessageTableView(model.table(), palette);
        prompt = new PromptBar(table);
        files = new FileDialogs(
                model.files(), () -> getScene() == null ? null : getScene().getWindow());
        shortcuts = new Shortcuts(model, filter, table, prompt, files, this::showKeys);
        drawer = new DrawerPane(board, palette);
        setTop(new HeaderBar(model, this::showKeys));
        setCenter(center());
        setBottom(new StatusBar(model, palette));
        backgroundProperty().subscribe(this::paletteFrom);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        new PulseRefresher(this, this::refresh);
    }

    private SplitPane center() {
        StackPane messages = new StackPane(table, new TableMessage(model.table()));
        VBox.setVgrow(messages, Priority.ALWAYS);
        VBox list = new VBox(filter, new OverviewStrip(board.overview(), palette), messages, prompt);
        list.setMinHeight(0);
        MessageDetailPane detail = new MessageDetailPane(model.detail(), model.state());
        SplitPane details = new SplitPane(detail, new StreamDetailPane(model.streamDetail(), palette));
        details.setOrientation(Orientation.VERTICAL);
        details.setDividerPositions(0.58);
        SplitPane lower = new SplitPane(list, details);
        lower.setDividerPositions(0.66);
        VBox.setVgrow(lower, Priority.ALWAYS);
        LanePane lane = new LanePane(model, palette);
        VBox right = new VBox(lane, lower);
        right.getStyleClass().add("upper");
        lower.setMinHeight(0);
        right.setMinHeight(0);
        StreamsPane streams = new StreamsPane(model, palette);
        SplitPane.setResizableWithParent(streams, false);
        streams.setMinWidth(LEAST_STREAMS_WIDTH);
        SplitPane upper = new SplitPane(streams, right);
        upper.setDividerPositions(0.18);
        upper.setMinHeight(TABLE_HEIGHT);
        heightProperty().subscribe(height -> roomFor(height.doubleValue(), upper));
        // In a low window the table has the room of the lane, and in a narrow one that of the details.
        upper.heightProperty().subscribe(height -> {
            boolean high = height.doubleValue() == 0 || height.doubleValue() >= LEAST_LANE_HEIGHT;
            lane.setVisible(high);
            lane.setManaged(high);
        });
        upper.widthProperty().subscribe(width -> {
            boolean wide = width.doubleValue() == 0 || width.doubleValue() >= LEAST_DETAIL_WIDTH;
            if (wide && !lower.getItems().contains(details)) {
                lower.getItems().add(details);
                lower.setDividerPositions(0.66);
            } else if (!wide) {
                lower.getItems().remove(details);
            }
        });
        SplitPane.setResizableWithParent(drawer, false);
        SplitPane all = new SplitPane(upper, drawer);
        all.setOrientation(Orientation.VERTICAL);
        all.setDividerPositions(0.68);
        panes = new PaneKeys(board, drawer, List.of(streams.list(), table, detail.tabs()));
        return all;
    }

    /** A window that becomes too low for table and drawer closes the drawer, and one that becomes high again opens what it has closed. */
    private void roomFor(double height, Region upper) {
        boolean nowLow = height > 0 && height < LEAST_DRAWER_HEIGHT;
        // Low, it is cut where the drawer is opened all the same, and what is below stays in the window.
        upper.setMinHeight(nowLow ? LEAST_UPPER_HEIGHT : TABLE_HEIGHT);
        if (nowLow != low) {
            low = nowLow;
            if (nowLow && board.openProperty().get()) {
                board.openProperty().set(false);
                closedForRoom = true;
            } else if (!nowLow && closedForRoom) {
                board.openProperty().set(true);
                closedForRoom = false;
            }
        }
    }

    private void paletteFrom(@Nullable Background background) {
        if (background != null
                && !background.getFills().isEmpty()
                && background.getFills().getFirst().getFill() instanceof Color color) {
            palette.set(color.getBrightness() < 0.5 ? Palette.DARK : Palette.LIGHT);
        }
    }

    private void refresh() {
        model.refresh();
        board.refresh();
    }

    private void pressed(KeyEvent event) {
        if ((panes != null && panes.pressed(event)) || shortcuts.pressed(event)) {
            event.consume();
        }
    }

    private void typed(KeyEvent event) {
        if (shortcuts.typed(event)) {
            event.consume();
        }
    }

    private void showKeys() {
        keys.show(this);
    }

    DrawerPane drawer() {
        return drawer;
    }

    MessageTableView table() {
        return table;
    }

    /** Asks where to save a part of the capture. */
    void save(SavedPart.Kind kind) {
        files.save(kind);
    }

    /** Says what to do with a capture file that the user wants to open. */
    public void setOnOpen(Consumer<Path> opener) {
        files.setOnOpen(opener);
    }

    /** The colours in use, which follow the style sheet. */
    public Palette palette() {
        return palette.get();
    }
}
