// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The texts of the parts in both languages. */
class PartWordsTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private static Properties texts(String file) throws IOException {
        try (InputStream in = PartWords.class.getResourceAsStream(file)) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8));
            return texts;
        }
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndTheSameNumberOfPlaces() throws IOException {
        Properties english = texts("parts.properties");
        Properties german = texts("parts_de.properties");
        assertThat(german.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames())
                .hasSizeGreaterThan(30);
        for (String key : english.stringPropertyNames()) {
            assertThat(new MessageFormat(german.getProperty(key)).getFormatsByArgumentIndex())
                    .as(key)
                    .hasSameSizeAs(new MessageFormat(english.getProperty(key)).getFormatsByArgumentIndex());
        }
    }

    @Test
    void textsFollowTheLocale() {
        Locale.setDefault(Locale.GERMAN);
        assertThat(PartWords.of("queue.waiting", 3, 2)).isEqualTo("3 Änderungen, 2 noch nicht gesendet");
        Locale.setDefault(Locale.FRENCH);
        assertThat(PartWords.of("queue.waiting", 1, 1)).isEqualTo("1 change, 1 not sent yet");
    }
}
