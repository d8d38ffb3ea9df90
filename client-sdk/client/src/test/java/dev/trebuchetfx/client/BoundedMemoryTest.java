// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client keeps of a stream that its subscriber does not keep up with: many times the heap is sent. */
@Timeout(300)
class BoundedMemoryTest {
    @Test
    void outlivesSubscribersThatDoNotKeepUp(@TempDir Path folder) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process flooded = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloodedClient.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            boolean ended = flooded.waitFor(4, TimeUnit.MINUTES);
            assertThat(Files.readAllLines(said))
                    .containsExactly(
                            "latest: the newest of 1100",
                            "latest among other events: the newest of 120",
                            "latest, small states: the newest of 1000000",
                            "every: SlowSubscriberException",
                            "publisher: the newest of 120",
                            "healing: 119 came",
                            "tap: the reader waited, then 120 came");
            assertThat(ended).as("it does nothing but collect garbage").isTrue();
            assertThat(flooded.exitValue()).isZero();
        } finally {
            flooded.destroyForcibly();
        }
    }
}
