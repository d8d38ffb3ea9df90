// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.drawer;

import dev.trebuchetfx.inspector.audit.BufferCard;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.FxPen;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;

/** The server's buffer as a band, with the checkpoint in it, or before it where it is too late. */
final class BufferGauge extends Region {
    private static final double HEIGHT = 40;
    private static final double EDGE = 8;
    private static final double TOP = 4;
    private static final double BAND = 14;

    private final BufferCard card;
    private final Palette palette;
    private final Canvas canvas = new Canvas();

    BufferGauge(BufferCard card, Palette palette) {
        this.card = card;
        this.palette = palette;
        getChildren().add(canvas);
        setMouseTransparent(true);
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(HEIGHT);
        canvas.getGraphicsContext2D().clearRect(0, 0, getWidth(), HEIGHT);
        draw(new FxPen(canvas.getGraphicsContext2D()));
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : value + 0x1p64;
    }

    private void draw(Pen pen) {
        // From a little before the first of both to where the buffer would be full.
        double oldest = unsigned(card.oldest());
        double newest = unsigned(card.newest());
        double checkpoint = unsigned(card.checkpoint());
        double end = Math.max(newest, checkpoint + unsigned(card.size()));
        double begin = Math.min(oldest, checkpoint);
        double span = Math.max(1, end - begin) * 1.04;
        double start = begin - span * 0.02;
        double width = getWidth() - 2 * EDGE;
        double from = EDGE + (oldest - start) / span * width;
        double to = Math.max(from + 3, EDGE + (newest - start) / span * width);
        double at = EDGE + (checkpoint - start) / span * width;
        double limit = EDGE + (checkpoint + unsigned(card.size()) - start) / span * width;
        pen.stroke(palette.line(), 1);
        pen.line(EDGE, TOP + BAND / 2, EDGE + width, TOP + BAND / 2);
        pen.fill(palette.accent().deriveColor(0, 1, 1, palette.dark() ? 0.35 : 0.2));
        pen.fillRect(from, TOP, to - from, BAND);
        pen.stroke(palette.accent(), 1);
        // Its ends are concluded, not told.
        pen.dashes(4, 3);
        pen.strokeRect(from, TOP, to - from, BAND);
        if (card.margin() >= 0) {
            pen.stroke(palette.muted(), 1);
            pen.dashes(2, 3);
            pen.line(limit, TOP - 2, limit, TOP + BAND + 2);
        }
        pen.stroke(palette.text(), 1.6);
        pen.line(at, TOP - 3, at, TOP + BAND + 4);
        pen.fill(palette.text());
        pen.fillPolygon(
                new double[] {at - 4.5, at + 4.5, at}, new double[] {TOP + BAND + 9, TOP + BAND + 9, TOP + BAND + 3});
        String text = "checkpoint " + Texts.sequence(card.checkpoint());
        double room = Pen.width(text, Pen.Face.TEXT, 10.5);
        boolean left = at + room + 10 > EDGE + width;
        double textX = left ? at - 8 : at + 8;
        pen.text(text, textX, TOP + BAND + 12, left ? Pen.Align.RIGHT : Pen.Align.LEFT, Pen.Face.TEXT, 10.5);
        if (card.margin() >= 0 && limit > (left ? at : textX + room) + 90) {
            pen.fill(palette.muted());
            pen.text("evicted from here on", limit, TOP + BAND + 12, Pen.Align.RIGHT, Pen.Face.TEXT, 10.5);
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }
}
