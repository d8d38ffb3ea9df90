// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.paint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/**
 * The fonts that come with the inspector, so that it looks alike where only few are installed. As they are published, parts of their letters
 * lie over one another, where JavaFX leaves holes on a dense screen: here these are joined ({@code FontsTest}).
 */
public final class Fonts {
    private static final String TEXT = load("Inter_400Regular.ttf", "System");
    private static final String STRONG = load("Inter_600SemiBold.ttf", "System");
    private static final String MONO = load("JetBrainsMono_400Regular.ttf", "Monospaced");

    private Fonts() {}

    private static String load(String file, String otherwise) {
        try (InputStream in = Fonts.class.getResourceAsStream("/dev/trebuchetfx/inspector/view/font/" + file)) {
            Font font = in == null ? null : Font.loadFont(in, 12);
            return font == null ? otherwise : font.getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For words. */
    public static Font text(double size) {
        return new Font(TEXT, size);
    }

    /** For words that stand out. */
    public static Font strong(double size) {
        return "System".equals(STRONG) ? Font.font("System", FontWeight.BOLD, size) : new Font(STRONG, size);
    }

    /** For numbers and code: every character as wide as the next. */
    public static Font mono(double size) {
        return new Font(MONO, size);
    }

    /** The width of one character of a {@link #mono} font. */
    public static double characterWidth(Font mono) {
        Text text = new Text("0".repeat(100));
        text.setFont(mono);
        return text.getLayoutBounds().getWidth() / 100;
    }

    /** Makes sure that style sheets find the fonts by family. */
    public static void register() {
        // Loading this class did it.
    }
}
