// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Hostile input for one reader: the files of a corpus, and what chance makes of them. An input fails if the reader throws, or takes longer
 * than it may. It is then kept in {@code target/fuzz}, from where it belongs into the corpus, {@code src/test/resources/fuzz/NAME}.
 */
public final class Fuzz {
    /** The longest time for one input, with room for a slow machine that does other things. */
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private static final byte[] BYTES = {
        0, 1, 3, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF, '"', '\\', '{', '[', ']', '}', '0', '-'
    };
    private static final int MAX_BYTES = 1 << 16;

    private final String name;
    private final Reader reader;
    private final List<byte[]> corpus;

    /** The reader that is tried. */
    @FunctionalInterface
    public interface Reader {
        /** Reads an input, catches what it is documented to throw, and checks its bounds. */
        void read(byte[] input) throws Exception;
    }

    /** The tests of a class that has one reader to try. */
    public interface Tests {
        /** Returns the input of the reader. */
        Fuzz fuzz();

        /** Tries what has failed once, and other known input. */
        @Test
        default void eachKnownInput() {
            fuzz().replay();
        }

        /** Tries what chance makes of it. */
        @Property(tries = 500)
        default void anyInput(@ForAll long seed) {
            fuzz().attempt(seed);
        }

        /** Tries as much as there is time for. */
        @Test
        @Tag("soak")
        default void forMinutes() {
            fuzz().forMinutes();
        }
    }

    /**
     * Makes the input of a reader.
     *
     * @param name the folder of the corpus
     * @param more other folders among the test's resources whose files are good beginnings
     */
    public Fuzz(String name, Reader reader, String... more) {
        this.name = name;
        this.reader = reader;
        List<byte[]> files = new ArrayList<>(filesOf("/fuzz/" + name));
        for (String folder : more) {
            files.addAll(filesOf(folder));
        }
        this.corpus = List.copyOf(files);
    }

    private static List<byte[]> filesOf(String folder) {
        URL found = Fuzz.class.getResource(folder);
        if (found == null) {
            throw new IllegalStateException("expected a folder " + folder + " among the resources");
        }
        try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
            List<byte[]> contents = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                contents.add(Files.readAllBytes(file));
            }
            return contents;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("can't read " + folder, e);
        }
    }

    /** Tries each file of the corpus, which includes all that have failed once. */
    public void replay() {
        corpus.forEach(this::attempt);
    }

    /** Tries one input, which the seed makes of the corpus. */
    public void attempt(long seed) {
        attempt(changed(new Random(seed)));
    }

    /** Tries inputs for as many minutes as the system property {@code fuzz.minutes} says, by default for one. */
    public void forMinutes() {
        long begun = System.nanoTime();
        Duration span = Duration.ofMinutes(Integer.getInteger("fuzz.minutes", 1));
        long seed = begun;
        long tries = 0;
        while (System.nanoTime() - begun < span.toNanos()) {
            attempt(seed++);
            tries++;
        }
        System.out.println("fuzz " + name + ": " + tries + " inputs in " + span.toMinutes() + " min");
    }

    private void attempt(byte[] input) {
        long begun = threadNanos();
        try {
            reader.read(input);
        } catch (Throwable e) {
            throw new AssertionError(kept(input) + " made the reader throw", e);
        }
        Duration taken = Duration.ofNanos(threadNanos() - begun);
        if (taken.compareTo(AT_MOST) > 0) {
            throw new AssertionError(kept(input) + " took " + taken);
        }
    }

    /** Returns the time of this thread alone, since the machine may be busy with something else. */
    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private Path kept(byte[] input) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            return Files.write(folder.resolve(name + "-" + Integer.toHexString(Arrays.hashCode(input))), input)
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] changed(Random random) {
        byte[] input = some(random);
        for (int changes = random.nextInt(8); changes >= 0; changes--) {
            int at = random.nextInt(input.length + 1);
            int end = Math.min(input.length, at + random.nextInt(1 + random.nextInt(64)));
            input = switch (random.nextInt(7)) {
                case 0 -> joined(input, at, random(random), at);
                case 1 -> joined(input, at, new byte[0], end);
                case 2 -> joined(input, at, Arrays.copyOfRange(input, at, end), at);
                case 3 -> joined(input, at, new byte[] {BYTES[random.nextInt(BYTES.length)]}, Math.min(end, at + 1));
                case 4 -> joined(input, at, random(random), end);
                case 5 -> spliced(input, some(random), random);
                default -> flipped(input, random);
            };
        }
        return input.length > MAX_BYTES ? Arrays.copyOf(input, MAX_BYTES) : input;
    }

    private byte[] some(Random random) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(8)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? bytes : String.valueOf(random.nextInt()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] flipped(byte[] input, Random random) {
        byte[] copy = input.clone();
        if (copy.length > 0) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private static byte[] spliced(byte[] left, byte[] right, Random random) {
        int from = random.nextInt(right.length + 1);
        byte[] end = Arrays.copyOfRange(right, from, right.length);
        int at = random.nextInt(left.length + 1);
        return joined(left, at, end, left.length);
    }

    private static byte[] joined(byte[] input, int at, byte[] middle, int from) {
        byte[] all = new byte[at + middle.length + input.length - from];
        System.arraycopy(input, 0, all, 0, at);
        System.arraycopy(middle, 0, all, at, middle.length);
        System.arraycopy(input, from, all, at + middle.length, input.length - from);
        return all;
    }
}
