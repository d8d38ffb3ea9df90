// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes hostile input of good one, the same for the same seed, and keeps what a check fails for: move it from {@code target/fuzz} to {@code
 * src/test/resources/fuzz/TARGET}, where a plain test reads it for ever.
 */
public final class Mutations {
    private static final List<String> WORDS = List.of(
            "\0",
            "\n",
            "\r\n",
            "\r\n\r\n",
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "-1",
            "1e300000000",
            "99999999999999999999",
            "null",
            "\\u0000",
            "\ud83d\ude80",
            "true",
            "{}",
            "[]",
            ": ",
            " ",
            "\t",
            "0");
    private static final byte[][] NUMBERS = {
        {0, 0, 0, 0},
        {-1, -1, -1, -1},
        {-1, -1, -1, 127},
        {0, 0, 0, -128},
        {127, -1, -1, -1},
        {0, 0, 1, 0},
        {1, 0, 0, 0}
    };

    private Mutations() {}

    /** Returns a mutation of one of the seeds, or of two of them. */
    public static byte[] of(List<byte[]> seeds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(0, 6); i >= 0; i--) {
            bytes = mutated(bytes, seeds.get(random.nextInt(seeds.size())), random);
        }
        return bytes.length > 1 << 20 ? Arrays.copyOf(bytes, 1 << 20) : bytes;
    }

    private static byte[] mutated(byte[] bytes, byte[] other, SplittableRandom random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(1, 40));
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
            case 2 -> {
                int from = random.nextInt(other.length + 1);
                yield joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length));
            }
            case 3 -> replaced(bytes, at, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 4 -> {
                byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
                yield joined(Arrays.copyOf(bytes, at), word, Arrays.copyOfRange(bytes, at, bytes.length));
            }
            case 5 -> {
                byte[] part = Arrays.copyOfRange(bytes, at, end);
                byte[][] many = new byte[random.nextInt(2, 200)][];
                Arrays.fill(many, part);
                yield joined(Arrays.copyOf(bytes, end), joined(many), Arrays.copyOfRange(bytes, end, bytes.length));
            }
            default -> replaced(bytes, at, new byte[] {(byte) random.nextInt()});
        };
    }

    private static byte[] replaced(byte[] bytes, int at, byte[] by) {
        byte[] changed = bytes.clone();
        System.arraycopy(by, 0, changed, at, Math.min(by.length, bytes.length - at));
        return changed;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Runs a check on {@code input}; keeps the input and says where if it fails. */
    public static void check(String target, byte[] input, Consumer<byte[]> check) {
        try {
            check.accept(input);
        } catch (Throwable e) {
            Path kept = Path.of("target", "fuzz", target, Integer.toHexString(Arrays.hashCode(input)) + ".bin");
            try {
                Files.createDirectories(Objects.requireNonNull(kept.getParent()));
                Files.write(kept, input);
            } catch (IOException io) {
                e.addSuppressed(io);
            }
            throw new AssertionError("failed for the input that was kept in " + kept, e);
        }
    }

    /** Runs a check on new mutations for {@code -Dfuzz.minutes=N}, and not at all without. Returns how many there were. */
    public static long forMinutes(String target, List<byte[]> seeds, Consumer<byte[]> check) {
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("fuzz.minutes", 0)).toNanos();
        long seed = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - end < 0) {
            check(target, of(seeds, seed + count++), check);
        }
        return count;
    }

    /** Returns what checks of this target have failed for. */
    public static Stream<byte[]> kept(String target) {
        URL folder = Mutations.class.getResource("/fuzz/" + target);
        if (folder == null) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().map(Mutations::read).toList().stream();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
