// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.board.GraphModel;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.survey.Points;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.view.paint.FxPen;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * The graph of the chosen stream, drawn.
 *
 * <p>{@code +} and {@code -} or W and S zoom, arrows or A and D pan by a tenth, with Shift by a hundredth, 0 shows everything, Space shows a
 * crosshair, comma and full stop go from update to update; a click selects the message.
 */
public final class GraphView extends Region {
    private static final double STEP = 0.1;
    private static final double FINE = 0.01;

    private final GraphModel model;
    private final InspectorModel inspector;
    private final ObservableValue<Palette> palette;
    private final ZoneId zone;
    private final DateTimeFormatter clock;
    private final Canvas canvas = new Canvas();
    private double mouseX = -1;
    private double mouseY = -1;

    public GraphView(GraphModel model, InspectorModel inspector, ObservableValue<Palette> palette, ZoneId zone) {
        this.model = model;
        this.inspector = inspector;
        this.palette = palette;
        this.zone = zone;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
        setId("graph");
        getStyleClass().add("graph");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleHelp("Plus and minus zoom, arrow keys pan, zero shows everything, space shows a crosshair, "
                + "comma and full stop select the update before and after.");
        getChildren().add(canvas);
        model.graphProperty().subscribe(this::changed);
        model.raisedProperty().subscribe(this::requestLayout);
        model.crosshairProperty().subscribe(this::requestLayout);
        inspector.table().selectedRowProperty().subscribe(this::requestLayout);
        palette.subscribe(this::requestLayout);
        focusedProperty().subscribe(this::requestLayout);
        widthProperty().subscribe(width -> model.setWidth(GraphGeometry.columns(width.doubleValue())));
        setOnKeyPressed(this::keyPressed);
        setOnMousePressed(this::pressed);
        setOnMouseMoved(this::moved);
        setOnMouseExited(event -> leave());
        setOnScroll(this::scrolled);
    }

    private void changed() {
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        requestLayout();
    }

    private void leave() {
        mouseX = -1;
        requestLayout();
    }

    private @Nullable GraphGeometry geometry() {
        StreamGraph graph = model.graphProperty().get();
        if (graph == null) {
            return null;
        }
        GraphGeometry fit = GraphGeometry.fit(graph, getWidth(), getHeight());
        double by = model.raisedProperty().get() * (fit.highest() - fit.lowest());
        return new GraphGeometry(getWidth(), getHeight(), graph.range(), fit.lowest() + by, fit.highest() + by);
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
            case UP -> model.raise(step);
            case DOWN -> model.raise(-step);
            case DIGIT0, NUMPAD0 -> model.reset();
            case SPACE ->
                model.crosshairProperty().set(!model.crosshairProperty().get());
            case COMMA -> model.selectNext(-1);
            case PERIOD -> model.selectNext(1);
            default -> known = false;
        }
        if (known) {
            event.consume();
        }
    }

    /** What stays in place while zooming: what is under the mouse, or else the middle. */
    private double anchor() {
        GraphGeometry geometry = geometry();
        return geometry == null || mouseX < 0 ? 0.5 : geometry.position(mouseX);
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        // A tab pane around it would take the keyboard.
        event.consume();
        StreamGraph graph = model.graphProperty().get();
        GraphGeometry geometry = geometry();
        if (graph != null && geometry != null) {
            long index = geometry.hit(graph, event.getX(), event.getY());
            if (index >= 0) {
                model.select(index);
            }
        }
    }

    private void moved(MouseEvent event) {
        mouseX = event.getX();
        mouseY = event.getY();
        if (model.crosshairProperty().get()) {
            requestLayout();
        }
    }

    private void scrolled(ScrollEvent event) {
        GraphGeometry geometry = geometry();
        if (geometry == null) {
            return;
        }
        if (event.isShiftDown() || event.getDeltaX() != 0) {
            model.pan((event.getDeltaX() + event.getDeltaY()) > 0 ? -STEP : STEP);
        } else if (event.getDeltaY() != 0) {
            model.zoom(event.getDeltaY() > 0 ? 1 : -1, geometry.position(event.getX()));
        }
        event.consume();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        Pen pen = new FxPen(canvas.getGraphicsContext2D());
        Palette colors = palette.getValue();
        StreamGraph graph = model.graphProperty().get();
        GraphGeometry geometry = geometry();
        if (graph == null || geometry == null || graph.isEmpty()) {
            pen.fill(colors.background());
            pen.fillRect(0, 0, getWidth(), getHeight());
            pen.fill(colors.muted());
            String text = graph == null
                    ? "The sequence numbers of a stream show here over time. Choose a stream on the left."
                    : model.isWhole()
                            ? "No update of " + graph.name() + " came in these times."
                            : "No update of " + graph.name() + " came in these times. Press 0 to show all.";
            pen.text(text, getWidth() / 2, getHeight() / 2, Pen.Align.CENTER, Pen.Face.TEXT, 13);
        } else {
            GraphPainter.paint(pen, graph, geometry, zone, colors);
            selected(pen, graph, geometry, colors);
            if (model.crosshairProperty().get()) {
                crosshair(pen, geometry, colors);
            }
        }
        if (isFocused()) {
            pen.stroke(colors.accent(), 1);
            pen.strokeRect(0.5, 0.5, getWidth() - 1, getHeight() - 1);
        }
    }

    /** A ring around the update that is selected in the table. */
    private void selected(Pen pen, StreamGraph graph, GraphGeometry geometry, Palette colors) {
        long index = model.selectedEvent();
        LogCursor event = inspector.snapshotProperty().get().view().cursor();
        if (index < 0 || !event.moveTo(index) || !graph.range().contains(event.time())) {
            return;
        }
        double x = geometry.x(event.time());
        double bottom = GraphGeometry.TOP + geometry.plotHeight();
        pen.stroke(colors.accent(), 1);
        pen.dashes(2, 3);
        pen.line(x, GraphGeometry.TOP, x, bottom);
        Points points = graph.points();
        boolean drawn = points == null;
        for (int i = 0; points != null && i < points.size(); i++) {
            drawn |= points.index(i) == index;
        }
        if (drawn && event.sequence() != 0) {
            double y = geometry.y(event.sequence());
            pen.stroke(colors.accent(), 2.2);
            pen.strokeOval(x - 8, y - 8, 16, 16);
        }
    }

    private void crosshair(Pen pen, GraphGeometry geometry, Palette colors) {
        boolean inside = mouseX >= GraphGeometry.LEFT
                && mouseX <= GraphGeometry.LEFT + geometry.plotWidth()
                && mouseY >= GraphGeometry.TOP
                && mouseY <= GraphGeometry.TOP + geometry.plotHeight();
        double x = inside ? mouseX : GraphGeometry.LEFT + geometry.plotWidth() / 2;
        double y = inside ? mouseY : GraphGeometry.TOP + geometry.plotHeight() / 2;
        pen.stroke(colors.text(), 1);
        pen.line(x, GraphGeometry.TOP, x, GraphGeometry.TOP + geometry.plotHeight());
        pen.line(GraphGeometry.LEFT, y, GraphGeometry.LEFT + geometry.plotWidth(), y);
        String text = clock.format(TapEvent.instant(geometry.timeAt(x))) + "  "
                + String.format(Locale.ROOT, "%,.0f", geometry.numberAt(y));
        double width = Pen.width(text, Pen.Face.MONO, 11) + 12;
        boolean right = x + width + 8 < geometry.width();
        double left = right ? x + 8 : x - 8 - width;
        pen.fill(colors.raised());
        pen.fillRect(left, y - 22, width, 18);
        pen.fill(colors.text());
        pen.text(text, left + 6, y - 13, Pen.Align.LEFT, Pen.Face.MONO, 11);
    }

    /** The graph as it shows, as a picture; null while there is none. */
    public @Nullable GraphPicture picture() {
        StreamGraph graph = model.graphProperty().get();
        GraphGeometry geometry = geometry();
        return graph == null || geometry == null || graph.isEmpty()
                ? null
                : new GraphPicture(graph, geometry, zone, palette.getValue());
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        if (attribute == AccessibleAttribute.TEXT) {
            StreamGraph graph = model.graphProperty().get();
            return graph == null ? "Sequence graph: no stream chosen" : GraphWords.describe(graph);
        }
        return super.queryAccessibleAttribute(attribute, parameters);
    }

    @Override
    protected double computeMinHeight(double width) {
        return 90;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 220;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 240;
    }
}
