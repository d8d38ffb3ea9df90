// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.text;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** Formats values for people, in the same form everywhere in the inspector. */
public final class Texts {
    private static final int LONGEST_KEPT = 256;

    private Texts() {}

    /** Returns a duration with its unit, such as {@code 0.4 ms}, {@code 12 ms}, {@code 3.4 s}, {@code 2 min 05 s}, {@code 3 h 20 min}. */
    public static String duration(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (Math.abs(millis) < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        if (millis < 1_000) {
            return Math.round(millis) + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
        }
        long seconds = duration.toSeconds();
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3_600, seconds / 60 % 60);
    }

    /** Returns how long ago something happened, in whole units so that the text seldom changes: {@code 12 s ago}. */
    public static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + " s ago";
        }
        return seconds < 3_600 ? seconds / 60 + " min ago" : seconds / 3_600 + " h ago";
    }

    /** Returns a size with its unit, a power of ten: {@code 812 B}, {@code 4.2 kB}, {@code 1.3 MB}, {@code 2.0 GB}. */
    public static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        if (bytes < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** Returns a number with separators of thousands: {@code 1,204}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Returns a number with separators of thousands, rounded down from 100,000 on: {@code 1,204}, {@code 104k}, {@code 1.0M}. */
    public static String shortCount(long count) {
        if (count < 100_000) {
            return count(count);
        }
        return count < 1_000_000
                ? count / 1_000 + "k"
                : String.format(Locale.ROOT, "%.1fM", Math.floor(count / 1e5) / 10);
    }

    /** Returns a number and the noun in singular or plural: {@code 1 gap}, {@code 3 gaps}. */
    public static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /** Returns a sequence number, read as an unsigned number, without separators. */
    public static String sequence(long sequence) {
        return Long.toUnsignedString(sequence);
    }

    /** Returns a range of sequence numbers: {@code 44–47}, or {@code 44} if both ends are equal. */
    public static String range(long from, long to) {
        return from == to ? sequence(from) : sequence(from) + "–" + sequence(to);
    }

    /** Returns the first eight digits of an id, in upper case. */
    public static String shortId(UUID id) {
        return id.toString().substring(0, 8).toUpperCase(Locale.ROOT);
    }

    /** Returns the first {@code limit} characters on one line; an ellipsis follows if there were more. */
    public static String oneLine(String text, int limit) {
        String cut = text.length() > limit ? text.substring(0, limit) + "…" : text;
        return cut.replaceAll("\\s+", " ");
    }

    /** Returns the text if it is not long, otherwise its beginning and an ellipsis: peers must not decide how long what is kept of them is. */
    public static String shortened(String text) {
        if (text.length() <= LONGEST_KEPT) {
            return text;
        }
        // Half a character could not be written to a file.
        int end = Character.isHighSurrogate(text.charAt(LONGEST_KEPT - 2)) ? LONGEST_KEPT - 2 : LONGEST_KEPT - 1;
        return text.substring(0, end) + "…";
    }

    /** Returns what went wrong, without class names, which tell a user nothing. Returns an empty text if the failure has no message. */
    public static String failure(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written by this user";
            case FileAlreadyExistsException present -> "there is a file " + present.getFile() + " already";
            case NotDirectoryException file -> file.getFile() + " is no folder";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            case UncheckedIOException wrapped when wrapped.getCause() != null -> failure(wrapped.getCause());
            case CompletionException wrapped when wrapped.getCause() != null -> failure(wrapped.getCause());
            default -> Objects.requireNonNullElse(failure.getMessage(), "");
        };
    }
}
