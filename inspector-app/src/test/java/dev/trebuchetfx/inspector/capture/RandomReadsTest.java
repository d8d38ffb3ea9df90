// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
class RandomReadsTest {
    private static final int SIZE = 300_000;

    @TempDir
    private Path folder;

    private final byte[] content = new byte[SIZE];
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        new Random(7).nextBytes(content);
        file = Files.write(folder.resolve("bodies"), content);
    }

    @Test
    void readsTheSameOneAfterAnotherAndAnywhere() throws IOException {
        try (RandomReads reads = new RandomReads(file)) {
            Bodies first = reads.region(100, 150_000);
            Bodies second = reads.region(150_100, SIZE - 150_100);
            Random random = new Random(11);
            for (int round = 0; round < 20; round++) {
                Bodies bodies = round % 2 == 0 ? first : second;
                int start = round % 2 == 0 ? 100 : 150_100;
                int offset = random.nextInt(100_000);
                for (int i = 0; i < 200; i++) {
                    int size = random.nextInt(i % 50 == 49 ? 20_000 : 300);
                    if (offset + size > SIZE - 150_100) {
                        break;
                    }
                    assertThat(bodies.read(offset, size))
                            .isEqualTo(Arrays.copyOfRange(content, start + offset, start + offset + size));
                    offset += size;
                }
            }
        }
    }

    @Test
    void neverReadsAheadBeyondWhatWasChecked() throws IOException {
        try (RandomReads reads = new RandomReads(file)) {
            Bodies checked = reads.region(0, 1_000);
            checked.read(0, 100);
            checked.read(100, 100);
            byte[] later = new byte[SIZE];
            System.arraycopy(content, 0, later, 0, 1_000);
            Files.write(file, later);
            assertThat(reads.region(1_000, 1_000).read(0, 100)).isEqualTo(new byte[100]);
        }
    }

    @Test
    void readsNothingAfterItWasClosed() throws IOException {
        RandomReads reads = new RandomReads(file);
        Bodies bodies = reads.region(0, SIZE);
        bodies.read(0, 100);
        bodies.read(100, 100);
        reads.close();
        assertThatThrownBy(() -> bodies.read(200, 100)).hasMessageContaining("was closed");
    }
}
