// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.Severity;
import dev.trebuchetfx.inspector.view.paint.FxPen;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.inspector.view.paint.Pen;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.canvas.Canvas;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees no colours still tells every kind apart: {@code target/pictures/shapes-*.png} shows them in grey. */
class ShapesTest {
    private static final int CELL = 48;
    private static final double RADIUS = 5;
    private static final double SCALE = 3;

    @BeforeAll
    static void start() {
        FxTesting.start();
    }

    private interface Shape {
        void paint(Pen pen, double x, double y);
    }

    private static Map<String, Shape> shapes(Palette palette) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            shapes.put(verdict.word(), (pen, x, y) -> Glyphs.paint(pen, verdict, x, y, RADIUS, palette));
        }
        for (Severity severity : Severity.values()) {
            shapes.put(
                    severity.word() + " (severity)", (pen, x, y) -> Glyphs.paint(pen, severity, x, y, RADIUS, palette));
        }
        return shapes;
    }

    private static BufferedImage picture(Palette palette, Map<String, Shape> shapes) {
        return FxTesting.call(() -> {
            Canvas canvas = new Canvas(CELL * 6, CELL * shapes.size());
            Pen pen = new FxPen(canvas.getGraphicsContext2D());
            pen.fill(palette.background());
            pen.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
            canvas.getGraphicsContext2D().scale(SCALE, SCALE);
            int row = 0;
            for (Map.Entry<String, Shape> shape : shapes.entrySet()) {
                double y = (row++ + 0.5) * CELL / SCALE;
                shape.getValue().paint(pen, CELL / 2.0 / SCALE, y);
                pen.fill(palette.text());
                pen.text(shape.getKey(), CELL / SCALE + 2, y, Pen.Align.LEFT, Pen.Face.TEXT, 7);
            }
            BufferedImage colours = SwingFXUtils.fromFXImage(canvas.snapshot(null, null), null);
            BufferedImage grey =
                    new BufferedImage(colours.getWidth(), colours.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
            grey.getGraphics().drawImage(colours, 0, 0, null);
            return grey;
        });
    }

    /** Which pixels are ink at all. */
    private static boolean[] mask(BufferedImage picture, int row, int ground) {
        boolean[] ink = new boolean[CELL * CELL];
        for (int y = 0; y < CELL; y++) {
            for (int x = 0; x < CELL; x++) {
                int grey = picture.getRaster().getSample(x, row * CELL + y, 0);
                ink[y * CELL + x] = Math.abs(grey - ground) > 28;
            }
        }
        return ink;
    }

    private static double difference(boolean[] one, boolean[] other) {
        int either = 0;
        int differing = 0;
        for (int i = 0; i < one.length; i++) {
            either += one[i] || other[i] ? 1 : 0;
            differing += one[i] != other[i] ? 1 : 0;
        }
        return either == 0 ? 0 : (double) differing / either;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyKindIsToldApartByItsShapeAlone(boolean dark) throws IOException {
        Palette palette = dark ? Palette.DARK : Palette.LIGHT;
        Map<String, Shape> shapes = shapes(palette);
        BufferedImage picture = picture(palette, shapes);
        Path file = Path.of("target", "pictures", "shapes-" + (dark ? "dark" : "light") + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
        int ground = picture.getRaster().getSample(1, 1, 0);
        String[] names = shapes.keySet().toArray(String[]::new);
        for (int one = 0; one < names.length; one++) {
            boolean[] mask = mask(picture, one, ground);
            int ink = 0;
            for (boolean dot : mask) {
                ink += dot ? 1 : 0;
            }
            assertThat(ink).as("ink of %s", names[one]).isGreaterThan(20);
            for (int other = one + 1; other < names.length; other++) {
                if (isSameMeaning(names[one], names[other])) {
                    continue;
                }
                assertThat(difference(mask, mask(picture, other, ground)))
                        .as("share of pixels that differ between %s and %s", names[one], names[other])
                        .isGreaterThan(0.2);
            }
        }
    }

    /** A failure is a cross, whoever tells of it; and what is only noted is a dot, as is what only keeps a line alive. */
    private static boolean isSameMeaning(String one, String other) {
        boolean failures = one.equals("undecodable") || one.equals("error");
        return (failures && (other.equals("error") || other.equals("error (severity)")))
                || (one.equals("heartbeat") && other.equals("note (severity)"));
    }
}
