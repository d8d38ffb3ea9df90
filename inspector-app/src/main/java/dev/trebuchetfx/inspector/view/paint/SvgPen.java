// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import java.util.Locale;
import javafx.scene.paint.Color;

/** Writes SVG 1.1. Needs no toolkit. */
public final class SvgPen implements Pen {
    private final StringBuilder out = new StringBuilder(1 << 16);
    private Color fill = Color.BLACK;
    private Color stroke = Color.BLACK;
    private double lineWidth = 1;
    private String dashes = "";
    private int clips;

    /** A picture of this size; title and description are for those who can't see it. */
    public SvgPen(double width, double height, String title, String description) {
        out.append(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\" viewBox=\"0 0 ")
                .append(number(width))
                .append(' ')
                .append(number(height))
                .append("\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<desc>")
                .append(escaped(description))
                .append("</desc>\n");
    }

    /** The whole document. Nothing can be drawn after that. */
    public String document() {
        return out.append("</svg>\n").toString();
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(isAllowed(c) ? c : '\uFFFD');
            }
        });
        return safe.toString();
    }

    /** What XML can hold; it has no way to write the rest. */
    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c > 0xFFFF;
    }

    private static String paint(String property, Color color) {
        String rgb = String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                Math.round(color.getRed() * 255),
                Math.round(color.getGreen() * 255),
                Math.round(color.getBlue() * 255));
        String opacity =
                color.getOpacity() >= 1 ? "" : " " + property + "-opacity=\"" + number(color.getOpacity()) + "\"";
        return " " + property + "=\"" + rgb + "\"" + opacity;
    }

    private void filled(String shape) {
        out.append('<').append(shape).append(paint("fill", fill)).append("/>\n");
    }

    private void stroked(String shape) {
        out.append('<')
                .append(shape)
                .append(" fill=\"none\"")
                .append(paint("stroke", stroke))
                .append(" stroke-width=\"")
                .append(number(lineWidth))
                .append('"')
                .append(dashes)
                .append("/>\n");
    }

    @Override
    public void fill(Color color) {
        fill = color;
    }

    @Override
    public void stroke(Color color, double width) {
        stroke = color;
        lineWidth = width;
        dashes = " stroke-linecap=\"round\"";
    }

    @Override
    public void dashes(double on, double off) {
        dashes = " stroke-dasharray=\"" + number(on) + " " + number(off) + "\"";
    }

    private static String rect(double x, double y, double width, double height) {
        return "rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(Math.max(0, width))
                + "\" height=\"" + number(Math.max(0, height)) + "\"";
    }

    private static String oval(double x, double y, double width, double height) {
        return "ellipse cx=\"" + number(x + width / 2) + "\" cy=\"" + number(y + height / 2) + "\" rx=\""
                + number(width / 2) + "\" ry=\"" + number(height / 2) + "\"";
    }

    private static String points(String shape, double[] xs, double[] ys, int count) {
        StringBuilder text = new StringBuilder(shape).append(" points=\"");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(number(xs[i])).append(',').append(number(ys[i]));
        }
        return text.append('"').toString();
    }

    @Override
    public void fillRect(double x, double y, double width, double height) {
        filled(rect(x, y, width, height));
    }

    @Override
    public void strokeRect(double x, double y, double width, double height) {
        stroked(rect(x, y, width, height));
    }

    @Override
    public void fillOval(double x, double y, double width, double height) {
        filled(oval(x, y, width, height));
    }

    @Override
    public void strokeOval(double x, double y, double width, double height) {
        stroked(oval(x, y, width, height));
    }

    @Override
    public void fillLowerHalf(double x, double y, double width, double height) {
        filled("path d=\"M" + number(x) + " " + number(y + height / 2) + " A" + number(width / 2) + " "
                + number(height / 2) + " 0 0 0 " + number(x + width) + " " + number(y + height / 2) + " Z\"");
    }

    @Override
    public void fillPolygon(double[] xs, double[] ys) {
        filled(points("polygon", xs, ys, xs.length));
    }

    @Override
    public void strokePolygon(double[] xs, double[] ys) {
        stroked(points("polygon", xs, ys, xs.length));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2) {
        stroked("line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2)
                + "\"");
    }

    @Override
    public void polyline(double[] xs, double[] ys, int count) {
        stroked(points("polyline", xs, ys, count));
    }

    @Override
    public void text(String text, double x, double y, Align align, Face face, double size) {
        String anchor =
                switch (align) {
                    case LEFT -> "start";
                    case CENTER -> "middle";
                    case RIGHT -> "end";
                };
        String family =
                switch (face) {
                    case TEXT -> "Inter, sans-serif";
                    case STRONG -> "Inter, sans-serif\" font-weight=\"600";
                    case MONO -> "'JetBrains Mono', monospace";
                };
        out.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\" dy=\"0.35em\" text-anchor=\"")
                .append(anchor)
                .append("\" font-family=\"")
                .append(family)
                .append("\" font-size=\"")
                .append(number(size))
                .append('"')
                .append(paint("fill", fill))
                .append('>')
                .append(escaped(text))
                .append("</text>\n");
    }

    @Override
    public void clip(double x, double y, double width, double height) {
        clips++;
        out.append("<clipPath id=\"clip")
                .append(clips)
                .append("\"><")
                .append(rect(x, y, width, height))
                .append("/></clipPath>\n<g clip-path=\"url(#clip")
                .append(clips)
                .append(")\">\n");
    }

    @Override
    public void endClip() {
        out.append("</g>\n");
    }
}
