// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FontsTest {
    /** Where they do, JavaFX leaves a hole on a dense screen. {@link FontOverlaps} joins them. */
    @ParameterizedTest
    @ValueSource(strings = {"Inter_400Regular.ttf", "Inter_600SemiBold.ttf", "JetBrainsMono_400Regular.ttf"})
    void noPartOfALetterLiesOverAnother(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                Fonts.class.getResourceAsStream("/dev/trebuchetfx/inspector/view/font/" + file))) {
            assertThat(new FontOverlaps(in.readAllBytes()).overlapping()).isEmpty();
        }
    }
}
