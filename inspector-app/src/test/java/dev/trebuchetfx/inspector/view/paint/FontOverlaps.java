// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The outlines of a TrueType font, to find glyphs whose contours overlap and to join these. Fonts that are cut from a variable one have such glyphs,
 * and JavaFX leaves holes where contours overlap when it draws large, or on a dense screen.
 *
 * <p>{@code main} rewrites the fonts that are given, in place.
 */
final class FontOverlaps {
    private static final int ON = 1;
    private static final int SAME_OR_POSITIVE_X = 16;
    private static final int SAME_OR_POSITIVE_Y = 32;
    private static final int SHORT_X = 2;
    private static final int SHORT_Y = 4;
    private static final int REPEAT = 8;

    /** Of font units squared: what rounding to whole units makes of an edge. */
    private static final double LEAST_OVERLAP = 40;

    private final Map<String, byte[]> tables = new LinkedHashMap<>();
    private final int version;

    FontOverlaps(byte[] font) {
        ByteBuffer in = ByteBuffer.wrap(font);
        version = in.getInt();
        int count = in.getShort();
        for (int i = 0; i < count; i++) {
            in.position(12 + i * 16);
            byte[] tag = new byte[4];
            in.get(tag);
            in.getInt();
            byte[] table = new byte[in.getInt(in.position() + 4)];
            in.get(in.getInt(in.position()), table);
            tables.put(new String(tag, StandardCharsets.US_ASCII), table);
        }
    }

    public static void main(String[] files) throws IOException {
        for (String name : files) {
            Path file = Path.of(name);
            FontOverlaps font = new FontOverlaps(Files.readAllBytes(file));
            List<Integer> overlapping = font.overlapping();
            if (!overlapping.isEmpty()) {
                Files.write(file, font.joined(overlapping));
            }
            System.out.println(file.getFileName() + ": " + overlapping.size() + " glyphs joined");
        }
    }

    private ByteBuffer table(String tag) {
        return ByteBuffer.wrap(Objects.requireNonNull(tables.get(tag), tag));
    }

    private int glyphs() {
        return table("maxp").getShort(4) & 0xFFFF;
    }

    private byte[] glyph(int number) {
        boolean wide = table("head").getShort(50) != 0;
        ByteBuffer loca = table("loca");
        int from = wide ? loca.getInt(number * 4) : (loca.getShort(number * 2) & 0xFFFF) * 2;
        int to = wide ? loca.getInt(number * 4 + 4) : (loca.getShort(number * 2 + 2) & 0xFFFF) * 2;
        byte[] glyph = new byte[to - from];
        table("glyf").get(from, glyph);
        return glyph;
    }

    /** The glyphs that have outlines of their own, part of which lies over another part. */
    List<Integer> overlapping() {
        List<Integer> found = new ArrayList<>();
        for (int number = 0; number < glyphs(); number++) {
            Path2D outline = outline(glyph(number));
            if (outline != null) {
                Area filled = area(outline, Path2D.WIND_NON_ZERO);
                filled.exclusiveOr(area(outline, Path2D.WIND_EVEN_ODD));
                if (size(filled) > LEAST_OVERLAP) {
                    found.add(number);
                }
            }
        }
        return found;
    }

    private static Area area(Path2D outline, int rule) {
        Path2D path = new Path2D.Double(outline);
        path.setWindingRule(rule);
        return new Area(path);
    }

    private static double size(Area area) {
        double sum = 0;
        double[] at = new double[6];
        double x = 0;
        double y = 0;
        double startX = 0;
        double startY = 0;
        for (PathIterator i = area.getPathIterator(null, 0.5); !i.isDone(); i.next()) {
            int kind = i.currentSegment(at);
            if (kind == PathIterator.SEG_MOVETO) {
                startX = at[0];
                startY = at[1];
            } else {
                double toX = kind == PathIterator.SEG_CLOSE ? startX : at[0];
                double toY = kind == PathIterator.SEG_CLOSE ? startY : at[1];
                sum += x * toY - toX * y;
                at[0] = toX;
                at[1] = toY;
            }
            x = at[0];
            y = at[1];
        }
        return Math.abs(sum) / 2;
    }

    /** Null for a glyph that has none, or is put together of others. */
    private static @Nullable Path2D outline(byte[] glyph) {
        if (glyph.length == 0 || ByteBuffer.wrap(glyph).getShort(0) <= 0) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(glyph);
        int contours = in.getShort();
        in.position(10);
        int[] ends = new int[contours];
        for (int i = 0; i < contours; i++) {
            ends[i] = in.getShort() & 0xFFFF;
        }
        in.position(in.position() + 2 + (in.getShort(in.position()) & 0xFFFF));
        int points = ends[contours - 1] + 1;
        int[] flags = new int[points];
        for (int i = 0; i < points; i++) {
            flags[i] = in.get() & 0xFF;
            if ((flags[i] & REPEAT) != 0) {
                int times = in.get() & 0xFF;
                for (; times > 0; times--) {
                    i++;
                    flags[i] = flags[i - 1];
                }
            }
        }
        int[] x = coordinates(in, flags, SHORT_X, SAME_OR_POSITIVE_X);
        int[] y = coordinates(in, flags, SHORT_Y, SAME_OR_POSITIVE_Y);
        Path2D path = new Path2D.Double();
        int first = 0;
        for (int end : ends) {
            contour(path, flags, x, y, first, end);
            first = end + 1;
        }
        return path;
    }

    private static int[] coordinates(ByteBuffer in, int[] flags, int isShort, int sameOrPositive) {
        int[] all = new int[flags.length];
        int at = 0;
        for (int i = 0; i < flags.length; i++) {
            if ((flags[i] & isShort) != 0) {
                int by = in.get() & 0xFF;
                at += (flags[i] & sameOrPositive) != 0 ? by : -by;
            } else if ((flags[i] & sameOrPositive) == 0) {
                at += in.getShort();
            }
            all[i] = at;
        }
        return all;
    }

    private static void contour(Path2D path, int[] flags, int[] x, int[] y, int first, int last) {
        int count = last - first + 1;
        if (count < 2) {
            return;
        }
        int start = 0;
        while (start < count && (flags[first + start] & ON) == 0) {
            start++;
        }
        boolean between = start == count;
        start = between ? 0 : start;
        double beginX = between ? (x[first] + x[last]) / 2.0 : x[first + start];
        double beginY = between ? (y[first] + y[last]) / 2.0 : y[first + start];
        path.moveTo(beginX, beginY);
        boolean off = false;
        double offX = 0;
        double offY = 0;
        for (int i = between ? 0 : 1; i <= (between ? count - 1 : count); i++) {
            int p = first + (start + i) % count;
            boolean on = (flags[p] & ON) != 0;
            if (on && !off) {
                path.lineTo(x[p], y[p]);
            } else if (on) {
                path.quadTo(offX, offY, x[p], y[p]);
                off = false;
            } else {
                if (off) {
                    path.quadTo(offX, offY, (offX + x[p]) / 2, (offY + y[p]) / 2);
                }
                off = true;
                offX = x[p];
                offY = y[p];
            }
        }
        if (off) {
            path.quadTo(offX, offY, beginX, beginY);
        }
        path.closePath();
    }

    /** The font with these glyphs' contours joined: the same shape, without what lies over one another. */
    byte[] joined(List<Integer> numbers) throws IOException {
        ByteArrayOutputStream glyf = new ByteArrayOutputStream();
        ByteBuffer loca = ByteBuffer.allocate((glyphs() + 1) * 4);
        int mostPoints = table("maxp").getShort(6) & 0xFFFF;
        int mostContours = table("maxp").getShort(8) & 0xFFFF;
        for (int number = 0; number < glyphs(); number++) {
            loca.putInt(glyf.size());
            byte[] glyph = glyph(number);
            if (numbers.contains(number)) {
                List<List<double[]>> contours =
                        contours(area(Objects.requireNonNull(outline(glyph)), Path2D.WIND_NON_ZERO));
                mostContours = Math.max(mostContours, contours.size());
                mostPoints = Math.max(
                        mostPoints, contours.stream().mapToInt(List::size).sum());
                glyph = simple(contours);
            }
            glyf.write(glyph);
            while (glyf.size() % 4 != 0) {
                glyf.write(0);
            }
        }
        loca.putInt(glyf.size());
        tables.put("glyf", glyf.toByteArray());
        tables.put("loca", loca.array());
        table("head").putShort(50, (short) 1);
        table("maxp").putShort(6, (short) mostPoints).putShort(8, (short) mostContours);
        return assembled();
    }

    /** Points as x, y and whether they are on the curve. */
    private static List<List<double[]>> contours(Area area) {
        List<List<double[]>> all = new ArrayList<>();
        List<double[]> now = new ArrayList<>();
        double[] at = new double[6];
        for (PathIterator i = area.getPathIterator(null); !i.isDone(); i.next()) {
            switch (i.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> now = new ArrayList<>(List.of(point(at[0], at[1], 1)));
                case PathIterator.SEG_LINETO -> add(now, point(at[0], at[1], 1));
                case PathIterator.SEG_QUADTO -> {
                    now.add(point(at[0], at[1], 0));
                    now.add(point(at[2], at[3], 1));
                }
                case PathIterator.SEG_CLOSE -> {
                    double[] last = now.getLast();
                    if (now.size() > 1
                            && last[2] == 1
                            && last[0] == now.getFirst()[0]
                            && last[1] == now.getFirst()[1]) {
                        now.removeLast();
                    }
                    if (now.size() > 2) {
                        all.add(now);
                    }
                }
                default -> throw new IllegalStateException("TrueType has no cubic curves");
            }
        }
        return all;
    }

    private static double[] point(double x, double y, int on) {
        return new double[] {Math.round(x), Math.round(y), on};
    }

    private static void add(List<double[]> contour, double[] point) {
        double[] last = contour.getLast();
        if (last[0] != point[0] || last[1] != point[1]) {
            contour.add(point);
        }
    }

    /** Without instructions: they name points that are no more. */
    private static byte[] simple(List<List<double[]>> contours) throws IOException {
        List<double[]> points = contours.stream().flatMap(List::stream).toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(contours.size());
        for (boolean least : new boolean[] {true, false}) {
            for (int axis = 0; axis < 2; axis++) {
                int of = axis;
                var values = points.stream().mapToInt(point -> (int) point[of]);
                out.writeShort((least ? values.min() : values.max()).orElseThrow());
            }
        }
        int end = -1;
        for (List<double[]> contour : contours) {
            end += contour.size();
            out.writeShort(end);
        }
        out.writeShort(0);
        for (double[] point : points) {
            out.writeByte(point[2] == 1 ? ON : 0);
        }
        for (int axis = 0; axis < 2; axis++) {
            int before = 0;
            for (double[] point : points) {
                out.writeShort((int) point[axis] - before);
                before = (int) point[axis];
            }
        }
        return bytes.toByteArray();
    }

    private byte[] assembled() {
        Map<String, byte[]> sorted = new TreeMap<>(tables);
        int size = 12 + sorted.size() * 16;
        for (byte[] table : sorted.values()) {
            size += (table.length + 3) / 4 * 4;
        }
        table("head").putInt(8, 0);
        ByteBuffer out = ByteBuffer.allocate(size);
        int power = Integer.highestOneBit(sorted.size());
        out.putInt(version)
                .putShort((short) sorted.size())
                .putShort((short) (power * 16))
                .putShort((short) Integer.numberOfTrailingZeros(power))
                .putShort((short) (sorted.size() * 16 - power * 16));
        int at = 12 + sorted.size() * 16;
        int head = 0;
        for (Map.Entry<String, byte[]> table : sorted.entrySet()) {
            byte[] padded = Arrays.copyOf(table.getValue(), (table.getValue().length + 3) / 4 * 4);
            head = table.getKey().equals("head") ? at : head;
            out.put(table.getKey().getBytes(StandardCharsets.US_ASCII))
                    .putInt(sum(padded))
                    .putInt(at)
                    .putInt(table.getValue().length);
            out.put(at, padded);
            at += padded.length;
        }
        return out.putInt(head + 8, 0xB1B0AFBA - sum(out.array())).array();
    }

    private static int sum(byte[] words) {
        ByteBuffer in = ByteBuffer.wrap(words);
        int sum = 0;
        while (in.hasRemaining()) {
            sum += in.getInt();
        }
        return sum;
    }
}
