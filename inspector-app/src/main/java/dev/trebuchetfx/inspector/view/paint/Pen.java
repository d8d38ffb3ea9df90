// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import javafx.scene.paint.Color;

/**
 * What drawings are made with, so that the same one shows in a window and goes to a file. Lengths are in pixels, y grows downwards. Confined to
 * one thread.
 */
public interface Pen {
    /** Where a text stands against its x. */
    enum Align {
        LEFT,
        CENTER,
        RIGHT
    }

    /** The typefaces of the house. */
    enum Face {
        TEXT,
        STRONG,
        MONO
    }

    /** The colour of what is filled and written from now on. */
    void fill(Color color);

    /** The colour and width of lines from now on, without dashes. */
    void stroke(Color color, double width);

    /** Makes lines dashed until the next {@link #stroke}. */
    void dashes(double on, double off);

    void fillRect(double x, double y, double width, double height);

    void strokeRect(double x, double y, double width, double height);

    void fillOval(double x, double y, double width, double height);

    void strokeOval(double x, double y, double width, double height);

    /** The lower half of an oval. */
    void fillLowerHalf(double x, double y, double width, double height);

    void fillPolygon(double[] xs, double[] ys);

    void strokePolygon(double[] xs, double[] ys);

    void line(double x1, double y1, double x2, double y2);

    /** A line through the first {@code count} points. */
    void polyline(double[] xs, double[] ys, int count);

    /** One line of text, its middle at {@code y}. */
    void text(String text, double x, double y, Align align, Face face, double size);

    /** Leaves out what lies outside until {@link #endClip}; not to be nested. */
    void clip(double x, double y, double width, double height);

    void endClip();

    /** About how wide a text is. */
    static double width(String text, Face face, double size) {
        // Exact for the monospaced font; the others are narrower on average.
        return text.length() * size * (face == Face.MONO ? 0.6 : 0.56);
    }
}
