// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Rectangle2D;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenFitTest {
    /** A screen of 1,280 by 720 pixels with a bar of 40 at its top, to the right of another. */
    private static final Rectangle2D SCREEN = new Rectangle2D(1_920, 40, 1_280, 680);

    @ParameterizedTest
    @CsvSource({
        "2000, 100, 900, 600,   2000, 100, 900, 600",
        "1900, 0, 2560, 1400,   1920, 40, 1280, 680",
        "3000, 500, 900, 600,   2300, 120, 900, 600",
        "-500, -500, 900, 600,  1920, 40, 900, 600"
    })
    void aWindowIsWithinItsScreen(
            double x, double y, double width, double height, double toX, double toY, double toWidth, double toHeight) {
        assertThat(ScreenFit.within(new Rectangle2D(x, y, width, height), SCREEN))
                .isEqualTo(new Rectangle2D(toX, toY, toWidth, toHeight));
    }
}
