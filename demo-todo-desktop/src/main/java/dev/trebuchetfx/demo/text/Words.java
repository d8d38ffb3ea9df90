// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.text;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The texts on the screen, in the language of the default locale, as JavaFX's own controls have theirs. Texts are in English where the demo does not speak that
 * language. Safe for use by any thread.
 */
public final class Words {
    /** The languages that the demo speaks, the first for all others. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private static final String BUNDLE = "dev.trebuchetfx.demo.text.words";

    private Words() {}

    /**
     * Returns the text of {@code key} with the arguments in their places.
     *
     * @throws java.util.MissingResourceException if no text has this key
     */
    public static String of(String key, Object... arguments) {
        Locale locale = Locale.getDefault(Locale.Category.DISPLAY);
        return new MessageFormat(bundle(locale).getString(key), locale).format(arguments);
    }

    /** Returns the texts in the language of {@code locale}, as patterns of {@link MessageFormat}. */
    static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(BUNDLE, locale, Words.class.getModule());
    }
}
