// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.lane;

import dev.trebuchetfx.inspector.model.LaneGeometry;
import dev.trebuchetfx.inspector.model.LaneModel;
import dev.trebuchetfx.inspector.model.MessageTableModel;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.SteadyBar;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

/**
 * The sequence numbers of the chosen stream in a row, a shape for each.
 *
 * <p>Arrows scroll, {@code +} and {@code -} or Ctrl and the wheel zoom, {@code 0} resets; a click selects the message.
 */
public final class LaneView extends Region {
    private static final double STEP = 60;

    private final LaneModel model;
    private final MessageTableModel table;
    private final ObservableValue<Palette> palette;
    private final Canvas canvas = new Canvas();
    private final SteadyBar steady = new SteadyBar(Orientation.HORIZONTAL, this::barMoved);
    private final ScrollBar bar = steady.node();
    private final LanePainter painter = new LanePainter();

    public LaneView(LaneModel model, MessageTableModel table, ObservableValue<Palette> palette) {
        this.model = model;
        this.table = table;
        this.palette = palette;
        setId("lane");
        getStyleClass().add("lane");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.NODE);
        setAccessibleText("Sequence numbers of the chosen stream");
        setAccessibleHelp("Arrow keys scroll, plus and minus zoom, zero resets.");
        getChildren().addAll(canvas, bar);
        model.revisionProperty().subscribe(this::requestLayout);
        palette.subscribe(this::requestLayout);
        focusedProperty().subscribe(this::requestLayout);
        widthProperty().subscribe(width -> model.setViewportWidth(width.doubleValue()));
        setOnScroll(this::scrolled);
        setOnMousePressed(this::pressed);
        setOnKeyPressed(this::keyPressed);
    }

    private void barMoved() {
        model.scrollTo(steady.position());
    }

    private void scrolled(ScrollEvent event) {
        if (event.isControlDown()) {
            model.zoom(event.getDeltaY() > 0 ? 1 : -1, event.getX());
        } else {
            model.scrollTo(model.scroll() - event.getDeltaX() - event.getDeltaY());
        }
        event.consume();
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        event.consume();
        LaneGeometry.Hit hit = model.geometry().hit(model.scroll() + event.getX());
        if (hit != null) {
            table.selectSequence(model.parts().get(hit.part()).streamID(), hit.sequence());
        }
    }

    private void keyPressed(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        boolean known = true;
        switch (event.getCode()) {
            case LEFT -> model.scrollTo(model.scroll() - STEP);
            case RIGHT -> model.scrollTo(model.scroll() + STEP);
            case HOME -> model.scrollTo(0);
            case END -> model.scrollTo(model.maxScroll());
            case PLUS, ADD, EQUALS -> model.zoom(1, getWidth() / 2);
            case MINUS, SUBTRACT -> model.zoom(-1, getWidth() / 2);
            case DIGIT0, NUMPAD0 -> model.resetZoom();
            default -> known = false;
        }
        if (known) {
            event.consume();
        }
    }

    @Override
    protected void layoutChildren() {
        double barHeight = bar.prefHeight(-1);
        boolean scrolls = model.maxScroll() > 0;
        bar.setVisible(scrolls);
        bar.resizeRelocate(0, LanePainter.HEIGHT, getWidth(), barHeight);
        double all = Math.max(1, model.geometry().width());
        steady.show(model.scroll(), model.maxScroll(), Math.min(1, getWidth() / all), STEP, getWidth() * 0.8);
        canvas.setWidth(getWidth());
        canvas.setHeight(LanePainter.HEIGHT);
        draw();
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        Palette colors = palette.getValue();
        // What is behind has the colour already.
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        if (model.parts().isEmpty()) {
            String text = model.streamId() == 0
                    ? "The sequence numbers of a stream show here when the application observes one."
                    : "The server has not started this stream yet.";
            painter.empty(g, text, canvas.getWidth(), colors);
            return;
        }
        painter.paint(g, model, canvas.getWidth(), colors);
        if (isFocused()) {
            g.setStroke(colors.accent());
            g.setLineWidth(1);
            g.strokeRect(0.5, 0.5, canvas.getWidth() - 1, canvas.getHeight() - 1);
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return LanePainter.HEIGHT + bar.prefHeight(-1);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computeMaxHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 800;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 200;
    }
}
