// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The texts of both languages side by side. */
class WordsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private static ResourceBundle bundle(Locale locale) {
        return Words.bundle(locale);
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndTheSamePlaces() {
        ResourceBundle english = bundle(Locale.ENGLISH);
        ResourceBundle german = bundle(Locale.GERMAN);
        assertThat(german.getLocale()).isEqualTo(Locale.GERMAN);
        assertThat(own(german)).isEqualTo(own(english)).hasSizeGreaterThan(100);
        for (String key : own(english)) {
            assertThat(places(german.getString(key))).as(key).isEqualTo(places(english.getString(key)));
            assertThat(english.getString(key)).as(key).isNotBlank();
            assertThat(german.getString(key)).as(key).isNotBlank();
            assertThat(new MessageFormat(german.getString(key), Locale.GERMAN).format(new Object[] {1, 2}))
                    .as(key)
                    .doesNotContain("{");
            assertThat(english.getString(key).replace("''", ""))
                    .as("%s has an apostrophe that is not written twice", key)
                    .doesNotContain("'");
        }
    }

    @Test
    void everyKeyThatTheCodeNamesHasAText() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        ResourceBundle english = bundle(Locale.ENGLISH);
        Pattern call = Pattern.compile("Words\\.of\\(\\s*\"([^\"]+)\"\\s*[,)]");
        int found = 0;
        for (String source : sources()) {
            Matcher matcher = call.matcher(source);
            while (matcher.find()) {
                found++;
                if (!english.containsKey(matcher.group(1))) {
                    missing.add(matcher.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(60);
    }

    @Test
    void everyTextIsNamedByTheCode() throws IOException {
        String all = String.join("\n", sources());
        Set<String> unused = own(bundle(Locale.ENGLISH));
        unused.removeIf(key -> all.contains('"' + key + '"')
                || Stream.of("keys.", "empty.", "change.").anyMatch(key::startsWith));
        assertThat(unused).isEmpty();
    }

    @Test
    void textsFollowTheLocale() {
        Locale.setDefault(Locale.GERMAN);
        assertThat(Words.of("pending.waits", 1)).isEqualTo("1 Änderung wartet auf die Verbindung");
        assertThat(Words.of("count", 1_000, 2_000)).isEqualTo("1.000 von 2.000 offen");
        Locale.setDefault(Locale.ENGLISH);
        assertThat(Words.of("pending.waits", 2)).isEqualTo("2 changes wait for the connection");
        assertThat(Words.of("notice.not-added", "It's {0}")).isEqualTo("Couldn't add “It's {0}”");
    }

    private static Set<String> own(ResourceBundle bundle) {
        TreeSet<String> keys = new TreeSet<>();
        // A bundle names the keys of its parent too; its own are those of the file.
        String file =
                "words" + (bundle.getLocale().getLanguage().isEmpty() ? "" : "_" + bundle.getLocale()) + ".properties";
        try (InputStream in = Words.class.getResourceAsStream(file)) {
            Properties own = new Properties();
            own.load(new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8));
            keys.addAll(own.stringPropertyNames());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    private static Set<String> places(String pattern) {
        TreeSet<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(pattern);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return places;
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
