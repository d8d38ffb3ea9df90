// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.timeline;

import dev.trebuchetfx.inspector.board.TimelineModel;
import dev.trebuchetfx.inspector.survey.Timeline;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.FxPen;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import java.time.Duration;
import java.time.ZoneId;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * Connections and streams over time, drawn.
 *
 * <p>Up and Down select a row, Enter chooses its stream; {@code +} and {@code -} or W and S zoom, Left and Right or A and D pan, 0 shows
 * everything. A click on a cross, a diamond or a bracket selects the message.
 */
public final class TimelineView extends Region {
    private static final double STEP = 0.1;
    private static final double FINE = 0.01;
    private static final double REACH = 7;

    private final TimelineModel model;
    private final ObservableValue<Palette> palette;
    private final ZoneId zone;
    private final Canvas canvas = new Canvas();
    private final ScrollBar bar = new ScrollBar();
    private int selected;
    private double mouseX = -1;

    public TimelineView(TimelineModel model, ObservableValue<Palette> palette, ZoneId zone) {
        this.model = model;
        this.palette = palette;
        this.zone = zone;
        setId("timeline");
        getStyleClass().add("timeline");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleHelp(
                "Up and down select a row, enter chooses its stream, plus and minus zoom, left and right pan.");
        bar.setOrientation(Orientation.VERTICAL);
        bar.setFocusTraversable(false);
        bar.valueProperty().subscribe(this::requestLayout);
        getChildren().addAll(canvas, bar);
        model.timelineProperty().subscribe(this::changed);
        palette.subscribe(this::requestLayout);
        focusedProperty().subscribe(this::requestLayout);
        widthProperty().subscribe(width -> model.setWidth((int) TimelinePainter.plotWidth(width.doubleValue())));
        setOnKeyPressed(this::keyPressed);
        setOnMousePressed(this::pressed);
        setOnMouseMoved(event -> mouseX = event.getX());
        setOnMouseExited(event -> mouseX = -1);
        setOnScroll(this::scrolled);
    }

    private void changed() {
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        requestLayout();
    }

    private int rows() {
        Timeline timeline = model.timelineProperty().get();
        return timeline == null ? 0 : timeline.rows().size();
    }

    private int room() {
        return (int) Math.max(1, (getHeight() - TimelinePainter.AXIS) / TimelinePainter.ROW);
    }

    private int first() {
        return Math.clamp(Math.round(bar.getValue()), 0, Math.max(0, rows() - room()));
    }

    private void keyPressed(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        double step = event.isShiftDown() ? FINE : STEP;
        boolean known = true;
        switch (event.getCode()) {
            case PLUS, ADD, EQUALS, W -> model.zoom(1, anchor());
            case MINUS, SUBTRACT, S -> model.zoom(-1, anchor());
            case LEFT, A -> model.pan(-step);
            case RIGHT, D -> model.pan(step);
            case UP -> select(selected - 1);
            case DOWN -> select(selected + 1);
            case PAGE_UP -> select(selected - room());
            case PAGE_DOWN -> select(selected + room());
            case HOME -> select(0);
            case END -> select(rows() - 1);
            case ENTER -> choose();
            case DIGIT0, NUMPAD0 -> model.reset();
            default -> known = false;
        }
        if (known) {
            event.consume();
        }
    }

    private double anchor() {
        return mouseX < TimelinePainter.LABEL
                ? 0.5
                : Math.clamp((mouseX - TimelinePainter.LABEL) / TimelinePainter.plotWidth(plotRight()), 0, 1);
    }

    private double plotRight() {
        return canvas.getWidth();
    }

    private void select(int row) {
        selected = Math.clamp(row, 0, Math.max(0, rows() - 1));
        if (selected < first()) {
            bar.setValue(selected);
        } else if (selected >= first() + room()) {
            bar.setValue(selected - room() + 1);
        }
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        requestLayout();
    }

    private void choose() {
        Timeline timeline = model.timelineProperty().get();
        if (timeline != null && selected < timeline.rows().size()) {
            model.choose(timeline.rows().get(selected));
            requestLayout();
        }
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        // A tab pane around it would take the keyboard.
        event.consume();
        Timeline timeline = model.timelineProperty().get();
        int at = first() + (int) (event.getY() / TimelinePainter.ROW);
        if (timeline == null || at >= timeline.rows().size() || event.getY() > getHeight() - TimelinePainter.AXIS) {
            return;
        }
        select(at);
        Timeline.Row row = timeline.rows().get(at);
        if (event.getX() < TimelinePainter.LABEL) {
            choose();
            return;
        }
        long index = hit(timeline, row, event.getX());
        if (index >= 0) {
            model.select(index);
        }
    }

    private long hit(Timeline timeline, Timeline.Row row, double x) {
        for (Timeline.Mark mark : row.marks()) {
            if (Math.abs(TimelinePainter.x(timeline, mark.time(), plotRight()) - x) <= REACH) {
                return mark.index();
            }
        }
        for (Timeline.Recovery recovery : row.recoveries()) {
            if (x >= TimelinePainter.x(timeline, recovery.from(), plotRight()) - REACH
                    && x <= TimelinePainter.x(timeline, recovery.to(), plotRight()) + REACH) {
                return recovery.index();
            }
        }
        return -1;
    }

    private void scrolled(ScrollEvent event) {
        if (event.isControlDown()) {
            mouseX = event.getX();
            model.zoom(event.getDeltaY() > 0 ? 1 : -1, anchor());
        } else if (event.isShiftDown() || event.getDeltaX() != 0) {
            model.pan((event.getDeltaX() + event.getDeltaY()) > 0 ? -STEP : STEP);
        } else {
            bar.setValue(Math.clamp(bar.getValue() - Math.signum(event.getDeltaY()), 0, bar.getMax()));
        }
        event.consume();
    }

    @Override
    protected void layoutChildren() {
        double barWidth = bar.prefWidth(-1);
        boolean scrolls = rows() > room();
        bar.setVisible(scrolls);
        bar.setMax(Math.max(0, rows() - room()));
        bar.setVisibleAmount(bar.getMax() * room() / Math.max(1, rows()));
        bar.resizeRelocate(getWidth() - barWidth, 0, barWidth, getHeight());
        canvas.setWidth(Math.max(0, getWidth() - (scrolls ? barWidth : 0)));
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        Pen pen = new FxPen(canvas.getGraphicsContext2D());
        Palette colors = palette.getValue();
        Timeline timeline = model.timelineProperty().get();
        double width = canvas.getWidth();
        if (timeline == null || timeline.rows().isEmpty()) {
            pen.fill(colors.background());
            pen.fillRect(0, 0, width, getHeight());
            pen.fill(colors.muted());
            pen.text(
                    "Connections and streams show here over time when the first message comes.",
                    width / 2,
                    getHeight() / 2,
                    Pen.Align.CENTER,
                    Pen.Face.TEXT,
                    13);
        } else {
            TimelinePainter.paint(
                    pen,
                    timeline,
                    first(),
                    isFocused() ? selected : -1,
                    model.chosenStream(),
                    width,
                    getHeight(),
                    zone,
                    colors);
        }
        if (isFocused()) {
            pen.stroke(colors.accent(), 1);
            pen.strokeRect(0.5, 0.5, width - 1, getHeight() - 1);
        }
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case TEXT -> spoken();
            case ITEM_COUNT -> rows();
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    private String spoken() {
        Timeline timeline = model.timelineProperty().get();
        if (timeline == null || timeline.rows().isEmpty()) {
            return "Timeline: nothing seen yet";
        }
        Timeline.Row row =
                timeline.rows().get(Math.min(selected, timeline.rows().size() - 1));
        long messages = 0;
        for (int count : row.density()) {
            messages += count;
        }
        StringBuilder text = new StringBuilder("Timeline, row ")
                .append(selected + 1)
                .append(" of ")
                .append(timeline.rows().size())
                .append(", ")
                .append(row.isConnection() ? "connection " : "stream ")
                .append(row.name())
                .append(", ")
                .append(Texts.count(messages, "message", "messages"));
        if (row.downNanos() > 0) {
            text.append(", down for ").append(Texts.duration(Duration.ofNanos(row.downNanos())));
        }
        for (Timeline.Recovery recovery : row.recoveries()) {
            text.append(", recovered in ").append(Texts.duration(Duration.ofNanos(recovery.to() - recovery.from())));
        }
        row.marks().stream().limit(5).forEach(mark -> text.append(", ").append(mark.text()));
        return text.toString();
    }

    @Override
    protected double computeMinHeight(double width) {
        return 80;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 300;
    }
}
