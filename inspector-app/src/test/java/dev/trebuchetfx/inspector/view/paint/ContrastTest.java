// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.inspector.analysis.Verdict;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is drawn by hand is as easy to read as WCAG 2.1 asks for: texts at 4.5 (1.4.3), shapes at 3 (1.4.11). */
class ContrastTest {
    private static final double TEXT = 4.5;
    private static final double SHAPE = 3;

    static Stream<Palette> palettes() {
        return Stream.of(Palette.LIGHT, Palette.DARK);
    }

    private static double channel(double value) {
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    /** The relative luminance of WCAG 2.1. */
    private static double luminance(Color color) {
        return 0.2126 * channel(color.getRed())
                + 0.7152 * channel(color.getGreen())
                + 0.0722 * channel(color.getBlue());
    }

    private static double contrast(Color one, Color other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    @ParameterizedTest
    @MethodSource("palettes")
    void textsStandOut(Palette palette) {
        for (Color ground : new Color[] {palette.background(), palette.raised(), palette.selection()}) {
            assertThat(contrast(palette.text(), ground))
                    .as("text on %s", ground)
                    .isGreaterThanOrEqualTo(TEXT);
        }
        for (Color ground : new Color[] {palette.background(), palette.raised(), palette.selection()}) {
            assertThat(contrast(palette.muted(), ground))
                    .as("muted text on %s", ground)
                    .isGreaterThanOrEqualTo(TEXT);
        }
    }

    private static Color drawn(Verdict verdict, Palette palette) {
        Color color = palette.of(verdict);
        return switch (verdict) {
            // Filled, without an edge.
            case LIVE, MISSING, UNSEEN, UNDECODABLE, ERROR, CALL, HEARTBEAT -> color;
            default -> Glyphs.edge(color, palette);
        };
    }

    @ParameterizedTest
    @MethodSource("palettes")
    void shapesStandOut(Palette palette) {
        for (Color ground : new Color[] {palette.background(), palette.raised(), palette.selection()}) {
            for (Verdict verdict : Verdict.values()) {
                assertThat(contrast(drawn(verdict, palette), ground))
                        .as("%s on %s", verdict, ground)
                        .isGreaterThanOrEqualTo(SHAPE);
            }
            for (Freshness freshness : Freshness.values()) {
                assertThat(contrast(Glyphs.color(freshness, palette), ground))
                        .as("%s on %s", freshness, ground)
                        .isGreaterThanOrEqualTo(SHAPE);
            }
        }
    }
}
