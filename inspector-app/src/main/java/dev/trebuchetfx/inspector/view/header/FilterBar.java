// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.header;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.inspector.model.MessageFilterModel;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.worker.TableQuery;
import dev.trebuchetfx.inspector.worker.TableRows;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the table shows: a query, what is done with what matches, and chips that write the query. */
public final class FilterBar extends VBox {
    /** The approximate width of all chips side by side. */
    private static final double ONE_LINE = 600;

    private final MessageTableModel table;
    private final FilterField text;
    private final FilterErrorStrip error;
    private final Label shown = new Label();

    public FilterBar(MessageTableModel table) {
        this.table = table;
        MessageFilterModel filter = table.filter();
        getStyleClass().add("filter-bar");
        setMinHeight(USE_PREF_SIZE);
        text = new FilterField(filter);
        error = new FilterErrorStrip(filter, text::requestFocus);
        error.setManaged(false);
        HBox.setHgrow(text, Priority.ALWAYS);
        shown.getStyleClass().add("quiet");
        shown.setId("shown");
        shown.setMinWidth(USE_PREF_SIZE);
        HBox query = new HBox(6, text, modes(filter), invert(filter));
        query.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(query, chips(filter), error);
        // What is wrong is said over the table, so that nothing moves while one writes.
        setViewOrder(-1);
        error.visibleProperty().subscribe(this::requestLayout);
        filter.refreshedProperty().subscribe(this::count);
    }

    /** In a narrow window they take a second line, rather than be cut. */
    private FlowPane chips(MessageFilterModel filter) {
        FlowPane chips = new FlowPane(
                6,
                4,
                chip(
                        "this-stream",
                        "This stream",
                        filter.thisStreamProperty(),
                        null,
                        "stream=…: only the chosen stream"),
                chip(filter, "gaps", "Gaps", QueryFlag.GAP, "is:gap, numbers that did not come"),
                chip(filter, "replay", "Replay", QueryFlag.REPLAY, "is:replay, what was sent again after a resume"),
                chip(filter, "deltas", "Deltas", QueryFlag.DELTA, "is:delta, updates that carry only a change"),
                chip(filter, "errors", "Errors", QueryFlag.ERROR, "is:error, what tells of a failure"),
                chip(
                        "heartbeats",
                        "Heartbeats",
                        filter.heartbeatsProperty(),
                        filter.countProperty(QueryFlag.HEARTBEAT),
                        "Heartbeats too; they are left out unless this is on or the query asks for them"),
                shown);
        chips.setAlignment(Pos.CENTER_LEFT);
        chips.setPrefWrapLength(ONE_LINE);
        chips.setMinSize(0, USE_PREF_SIZE);
        return chips;
    }

    private static HBox modes(MessageFilterModel filter) {
        ToggleGroup group = new ToggleGroup();
        ToggleButton only = mode(filter, group, "only", "Only", TableQuery.Mode.ONLY, "Show only what matches");
        ToggleButton highlight = mode(
                filter,
                group,
                "highlight",
                "Highlight",
                TableQuery.Mode.HIGHLIGHT,
                "Show everything, mark what matches");
        ToggleButton hide =
                mode(filter, group, "hide", "Hide", TableQuery.Mode.HIDE, "Show everything but what matches");
        only.getStyleClass().add(Styles.LEFT_PILL);
        highlight.getStyleClass().add(Styles.CENTER_PILL);
        hide.getStyleClass().add(Styles.RIGHT_PILL);
        HBox modes = new HBox(only, highlight, hide);
        modes.setMinWidth(USE_PREF_SIZE);
        return modes;
    }

    private static ToggleButton mode(
            MessageFilterModel filter, ToggleGroup group, String id, String word, TableQuery.Mode mode, String tip) {
        ToggleButton button = new ToggleButton(word);
        button.setId("mode-" + id);
        button.getStyleClass().add("mode");
        button.setToggleGroup(group);
        button.setTooltip(new Tooltip(tip));
        button.setMinWidth(USE_PREF_SIZE);
        // One of the three is always on: pressed again, it stays.
        button.setOnAction(event -> {
            filter.modeProperty().set(mode);
            button.setSelected(true);
        });
        filter.modeProperty().subscribe(now -> button.setSelected(now == mode));
        return button;
    }

    private static ToggleButton invert(MessageFilterModel filter) {
        ToggleButton button = new ToggleButton("Invert", new FontIcon(Feather.REPEAT));
        button.setId("invert");
        button.getStyleClass().add("mode");
        button.setTooltip(new Tooltip("What does not match counts as a match"));
        button.setMinWidth(USE_PREF_SIZE);
        button.selectedProperty().bindBidirectional(filter.invertedProperty());
        return button;
    }

    private static ToggleButton chip(MessageFilterModel filter, String id, String word, QueryFlag flag, String tip) {
        ToggleButton chip = chip(id, word, filter.chipProperty(flag), filter.countProperty(flag), tip);
        chip.disableProperty().bind(filter.errorProperty().isNotNull());
        return chip;
    }

    private static ToggleButton chip(
            String id, String word, BooleanProperty selected, @Nullable ReadOnlyLongProperty count, String tip) {
        ToggleButton chip = new ToggleButton(word);
        chip.setId("chip-" + id);
        chip.getStyleClass().add("chip");
        chip.setMinWidth(USE_PREF_SIZE);
        chip.selectedProperty().bindBidirectional(selected);
        chip.setTooltip(new Tooltip(tip));
        if (count != null) {
            chip.textProperty()
                    .bind(count.map(number ->
                            number.longValue() == 0 ? word : word + " " + Texts.shortCount(number.longValue())));
        }
        return chip;
    }

    private void count() {
        TableRows searching = table.searching();
        TableRows found = table.found();
        String words;
        if (!searching.isComplete() && !searching.query().isTrivial()) {
            words = "scanned " + Texts.shortCount(searching.scanned()) + " of " + Texts.shortCount(searching.total())
                    + " · " + Texts.count(searching.matched().size()) + " match";
        } else if (found.query().isTrivial()) {
            words = Texts.count(table.total(), "message", "messages");
        } else {
            words = Texts.count(found.matched().size()) + " of " + Texts.shortCount(table.total())
                    + (found.query().mode() == TableQuery.Mode.HIDE ? " hidden" : "")
                    + (found.givenUp() == 0 ? "" : " · " + Texts.count(found.givenUp()) + " took too long");
        }
        shown.setText(words);
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        error.resizeRelocate(
                text.getLayoutX() + getPadding().getLeft(),
                text.getHeight() + getPadding().getTop() + 4,
                Math.min(getWidth() - 24, Math.max(420, error.prefWidth(-1))),
                error.prefHeight(-1));
    }

    /** Puts the caret into the field. */
    public void focusText() {
        text.requestFocus();
        text.selectAll();
    }
}
