// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.foreign.ForeignFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of a store's options, as {@code --store-option} gives them. Each method throws {@link IllegalArgumentException} for a value that
 * can't be used, with a message that says which values can. Immutable.
 */
public final class StoreOptionValues {
    private static final int MAX_PASSWORD_BYTES = 64 << 10;

    private final Map<String, String> values;

    /**
     * Takes the values of options.
     *
     * @param engine the name of the database, for errors
     * @param known the names of all options of the store
     * @param values the values by their names
     * @throws IllegalArgumentException if a name is not known
     */
    public StoreOptionValues(String engine, Set<String> known, Map<String, String> values) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the store on " + engine + " has no option '" + name + "'; it has "
                        + String.join(", ", new TreeSet<>(known)));
            }
        }
        this.values = Map.copyOf(values);
    }

    /** Returns the value of an option as it was given; null where it was not. */
    public @Nullable String text(String name) {
        return values.get(name);
    }

    /** Returns the value of an option as it was given, or otherwise {@code standard}. */
    public String text(String name, String standard) {
        return values.getOrDefault(name, standard);
    }

    /** Returns whether an option is on. */
    public boolean isOn(String name) {
        String text = text(name, "false");
        return switch (text) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw unusable(name, "true or false", text);
        };
    }

    /**
     * Returns a whole number; null where it was not given.
     *
     * @param least the least that can be used, 0 or more
     * @param most the most that can be used, of 6 digits or fewer
     */
    public @Nullable Integer number(String name, int least, int most) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,6}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.valueOf(text);
        }
        throw unusable(name, "a whole number from " + least + " to " + most, text);
    }

    /**
     * Returns a duration, such as {@code 500ms}, or otherwise {@code standard}.
     *
     * @param least the shortest that can be used
     * @param most the longest that can be used
     */
    public Duration duration(String name, Duration standard, Duration least, Duration most) {
        String text = text(name);
        if (text == null) {
            return standard;
        }
        Duration found = DurationText.read(text);
        if (found == null) {
            throw new IllegalArgumentException("the option " + name
                    + " can't be used: expected a duration like 500ms, 300s, 5m or 2h but found '" + text + "'");
        }
        if (found.compareTo(least) >= 0 && found.compareTo(most) <= 0) {
            return found;
        }
        throw unusable(name, "from " + words(least) + " to " + words(most), text);
    }

    private static String words(Duration duration) {
        if (duration.toMillisPart() > 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 3_600 == 0 ? duration.toHours() + "h" : duration.toSeconds() + "s";
    }

    /** Returns the first line of the file that {@code password-file} names; null where it was not given. */
    public @Nullable String password() {
        String file = text("password-file");
        if (file == null) {
            return null;
        }
        try {
            byte[] content = ForeignFile.read(Path.of(file), MAX_PASSWORD_BYTES);
            return new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "the option password-file must name a file with the password in its first line, but '" + file
                            + "' can't be read: " + ForeignCode.describe(e),
                    e);
        }
    }

    private static IllegalArgumentException unusable(String name, String expected, String found) {
        return new IllegalArgumentException("the option " + name + " must be " + expected + " but was '" + found + "'");
    }
}
