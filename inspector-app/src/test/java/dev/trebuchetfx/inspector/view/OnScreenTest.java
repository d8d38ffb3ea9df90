// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class OnScreenTest {
    /** A second screen to the right, with a bar at its top. */
    private static final Rectangle2D SCREEN = new Rectangle2D(1_920, 30, 1_366, 738);

    @Test
    void aWindowThatFitsStaysWhereItIs() {
        Rectangle2D window = new Rectangle2D(2_000, 40, 1_000, 700);
        assertThat(OnScreen.within(window, SCREEN)).isEqualTo(window);
    }

    @Test
    void aLargerOneBecomesAsLargeAsTheScreen() {
        assertThat(OnScreen.within(new Rectangle2D(2_000, 40, 2_560, 1_400), SCREEN))
                .isEqualTo(SCREEN);
    }

    @Test
    void oneThatSticksOutIsMoved() {
        assertThat(OnScreen.within(new Rectangle2D(3_000, 700, 1_000, 500), SCREEN))
                .isEqualTo(new Rectangle2D(2_286, 268, 1_000, 500));
        assertThat(OnScreen.within(new Rectangle2D(-50, -50, 1_000, 500), SCREEN))
                .isEqualTo(new Rectangle2D(1_920, 30, 1_000, 500));
    }
}
