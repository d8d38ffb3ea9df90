// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.app;

import dev.trebuchetfx.inspector.model.LayoutMemory;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the arrangement of the window in a small file among the user's settings: unlike what {@code java.util.prefs} does, it can be read, copied
 * and deleted, and warns of nothing where there is no such store.
 */
public record LayoutFile(Path file) implements LayoutMemory {
    private static final Logger LOG = LoggerFactory.getLogger(LayoutFile.class);

    /** Where the operating system wants settings to be. */
    public static LayoutFile ofUser() {
        String home = System.getProperty("user.home");
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path settings;
        if (system.startsWith("windows")) {
            settings = Path.of(Objects.requireNonNullElse(System.getenv("APPDATA"), home));
        } else if (system.startsWith("mac")) {
            settings = Path.of(home, "Library", "Application Support");
        } else {
            String config = System.getenv("XDG_CONFIG_HOME");
            settings = config == null || config.isBlank() ? Path.of(home, ".config") : Path.of(config);
        }
        return new LayoutFile(settings.resolve("trebuchetfx").resolve("inspector.properties"));
    }

    @Override
    public Map<String, String> load() {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            } catch (IOException | IllegalArgumentException e) {
                LOG.info("The window's arrangement can't be read from {}", file, e);
            }
        }
        Map<String, String> layout = new TreeMap<>();
        properties.forEach((key, value) -> layout.put(String.valueOf(key), String.valueOf(value)));
        return layout;
    }

    @Override
    public void save(Map<String, String> layout) {
        Properties properties = new Properties();
        properties.putAll(layout);
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, "How the inspector's window was arranged; may be deleted");
            }
        } catch (IOException e) {
            LOG.info("The window's arrangement can't be kept in {}", file, e);
        }
    }
}
