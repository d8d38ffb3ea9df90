// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of the parts, in the language of the default locale as those of JavaFX's own controls are: English and German, and English for all others. */
final class PartWords {
    private static final String BUNDLE = "dev.trebuchetfx.bindings.controls.parts";

    private PartWords() {}

    /** Returns the text of {@code key} with the arguments in their places. */
    static String of(String key, Object... arguments) {
        Locale locale = Locale.getDefault(Locale.Category.DISPLAY);
        return new MessageFormat(bundle(locale).getString(key), locale).format(arguments);
    }

    /** Returns the texts in the language of {@code locale}, as patterns of {@link MessageFormat}. */
    static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(BUNDLE, locale, PartWords.class.getModule());
    }
}
