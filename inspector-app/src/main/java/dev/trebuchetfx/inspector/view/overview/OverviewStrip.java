// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.overview;

import dev.trebuchetfx.inspector.audit.Severity;
import dev.trebuchetfx.inspector.board.OverviewMark;
import dev.trebuchetfx.inspector.board.OverviewModel;
import dev.trebuchetfx.inspector.survey.EventDensity;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.view.paint.FxPen;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * How many events came when, and where the problems are, over all times.
 *
 * <p>Dragging chooses a range, to which every view is narrowed; Escape or a double click clears it. Left and Right move it, with Shift they
 * move its end.
 */
public final class OverviewStrip extends Region {
    private static final double HEIGHT = 46;
    private static final double TICKS = 14;
    private static final double MARKS = 7;
    private static final double EDGE = 12;
    private static final double STEP = 0.02;
    private static final double LEAST_DRAG = 4;

    private final OverviewModel model;
    private final ObservableValue<Palette> palette;
    private final Canvas canvas = new Canvas();
    private double dragFrom = -1;

    private final Tooltip tooltip = new Tooltip();

    public OverviewStrip(OverviewModel model, ObservableValue<Palette> palette) {
        this.model = model;
        this.palette = palette;
        setId("overview");
        getStyleClass().add("overview");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleHelp(
                "Left and right move the range to which every view is narrowed, with shift its end. Escape clears it.");
        getChildren().add(canvas);
        model.shownProperty().subscribe(this::changed);
        model.rangeProperty().subscribe(this::changed);
        palette.subscribe(this::requestLayout);
        focusedProperty().subscribe(this::requestLayout);
        widthProperty().subscribe(width -> model.setWidth((int) (width.doubleValue() - 2 * EDGE)));
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseMoved(this::moved);
        setOnMouseReleased(event -> dragFrom = -1);
        setOnKeyPressed(this::keyPressed);
    }

    private void changed() {
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        requestLayout();
    }

    private double position(double x) {
        return (x - EDGE) / Math.max(1, getWidth() - 2 * EDGE);
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        event.consume();
        OverviewMark mark = markAt(event);
        if (mark != null) {
            model.select(mark);
            dragFrom = -1;
        } else if (event.getClickCount() == 2) {
            model.clear();
            dragFrom = -1;
        } else {
            dragFrom = event.getX();
        }
    }

    private void dragged(MouseEvent event) {
        if (dragFrom >= 0 && Math.abs(event.getX() - dragFrom) >= LEAST_DRAG) {
            model.narrow(position(dragFrom), position(event.getX()));
        }
    }

    private void keyPressed(KeyEvent event) {
        boolean known = true;
        double step = event.isShortcutDown() ? STEP / 4 : STEP;
        switch (event.getCode()) {
            case LEFT -> by(event, -step);
            case RIGHT -> by(event, step);
            case ESCAPE -> model.clear();
            default -> known = false;
        }
        if (known) {
            event.consume();
        }
    }

    private void by(KeyEvent event, double step) {
        if (event.isShiftDown()) {
            model.stretch(step);
        } else {
            model.move(step);
        }
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(HEIGHT);
        draw();
    }

    private void draw() {
        Pen pen = new FxPen(canvas.getGraphicsContext2D());
        Palette colors = palette.getValue();
        double width = getWidth();
        pen.fill(colors.raised());
        pen.fillRect(0, 0, width, HEIGHT);
        OverviewModel.Shown shown = model.shownProperty().get();
        if (shown == null) {
            pen.fill(colors.muted());
            pen.text(
                    "How much came when shows here; drag to look at a part of it.",
                    width / 2,
                    HEIGHT / 2,
                    Pen.Align.CENTER,
                    Pen.Face.TEXT,
                    12);
        } else {
            bars(pen, shown.density(), width, colors);
            for (OverviewMark mark : shown.marks()) {
                mark(pen, mark, width, colors);
            }
            range(pen, shown.density().range(), width, colors);
        }
        pen.stroke(isFocused() ? colors.accent() : colors.line(), 1);
        if (isFocused()) {
            pen.strokeRect(0.5, 0.5, width - 1, HEIGHT - 1);
        } else {
            pen.line(0, 0.5, width, 0.5);
        }
    }

    private static double x(TimeRange all, long time, double width) {
        return EDGE + all.position(time) * (width - 2 * EDGE);
    }

    private static void bars(Pen pen, EventDensity density, double width, Palette colors) {
        int most = Math.max(1, density.most());
        int[] counts = density.counts();
        double step = (width - 2 * EDGE) / counts.length;
        double room = HEIGHT - TICKS - 6;
        pen.fill(colors.blue().deriveColor(0, 1, 1, 0.75));
        for (int column = 0; column < counts.length; column++) {
            if (counts[column] > 0) {
                double bar = Math.max(2, room * Math.sqrt((double) counts[column] / most));
                pen.fillRect(EDGE + column * step, HEIGHT - 3 - bar, Math.max(1, step), bar);
            }
        }
        pen.stroke(colors.line(), 1);
        pen.line(EDGE, HEIGHT - 2.5, width - EDGE, HEIGHT - 2.5);
    }

    private static void mark(Pen pen, OverviewMark mark, double width, Palette colors) {
        double x = x(mark, width);
        Severity severity = mark.worst().severity();
        if (severity != Severity.NOTE) {
            pen.stroke(
                    (severity == Severity.ERROR ? colors.vermilion() : colors.orange()).deriveColor(0, 1, 1, 0.5), 1);
            pen.line(x, TICKS, x, HEIGHT - 3);
        }
        Glyphs.paint(pen, severity, x, MARKS, 3.6, colors);
        if (mark.count() > 1) {
            pen.fill(colors.text());
            pen.text(count(mark), x + 6, MARKS, Pen.Align.LEFT, Pen.Face.TEXT, 10);
        }
    }

    private static String count(OverviewMark mark) {
        return mark.count() > 99 ? "99+" : String.valueOf(mark.count());
    }

    private static double x(OverviewMark mark, double width) {
        return EDGE + mark.position() * (width - 2 * EDGE);
    }

    /** The mark under the mouse; null for none. */
    private @Nullable OverviewMark markAt(MouseEvent event) {
        OverviewModel.Shown shown = model.shownProperty().get();
        if (shown == null || event.getY() > TICKS) {
            return null;
        }
        for (OverviewMark mark : shown.marks()) {
            double from = event.getX() - x(mark, getWidth());
            if (from >= -6 && from <= (mark.count() > 1 ? 18 : 6)) {
                return mark;
            }
        }
        return null;
    }

    private void moved(MouseEvent event) {
        OverviewMark mark = markAt(event);
        if (mark == null) {
            Tooltip.uninstall(this, tooltip);
            setCursor(null);
        } else {
            tooltip.setText(mark.inWords());
            Tooltip.install(this, tooltip);
            setCursor(Cursor.HAND);
        }
    }

    private void range(Pen pen, TimeRange all, double width, Palette colors) {
        TimeRange range = model.rangeProperty().get();
        if (range == null) {
            return;
        }
        double from = x(all, range.from(), width);
        double to = Math.max(from + 2, x(all, range.to(), width));
        pen.fill(colors.background().deriveColor(0, 1, 1, 0.72));
        pen.fillRect(0, 0, Math.max(0, from), HEIGHT);
        pen.fillRect(to, 0, Math.max(0, width - to), HEIGHT);
        pen.fill(colors.accent());
        pen.fillRect(from - 1, 0, 2, HEIGHT);
        pen.fillRect(to - 1, 0, 2, HEIGHT);
        pen.fillRect(from - 3, HEIGHT / 2 - 7, 6, 14);
        pen.fillRect(to - 3, HEIGHT / 2 - 7, 6, 14);
        String text = model.rangeInWords() + " · Esc clears";
        double room = Pen.width(text, Pen.Face.TEXT, 11) + 12;
        boolean right = to + room < width;
        boolean left = from - room > 0;
        double x = right ? to + 6 : left ? from - room + 4 : Math.max(4, from + 6);
        pen.fill(colors.raised());
        pen.fillRect(x, HEIGHT / 2 - 9, room, 18);
        pen.fill(colors.text());
        pen.text(text, x + 6, HEIGHT / 2, Pen.Align.LEFT, Pen.Face.TEXT, 11);
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.TEXT
                ? model.spoken()
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMaxHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 200;
    }
}
