// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client keeps of a stream that its subscriber does not keep up with: many times the heap is sent. */
@Timeout(300)
class BoundedMemoryTest {
    @Test
    void outlivesSubscribersThatDoNotKeepUp() throws IOException, InterruptedException {
        Process flooded = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloodedClient.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(flooded.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said.lines())
                    .containsExactly(
                            "latest: the newest of 1100",
                            "latest among other events: the newest of 300",
                            "latest, small states: the newest of 1500000",
                            "every: SlowSubscriberException",
                            "publisher: the newest of 300",
                            "healing: 299 came",
                            "tap: the reader waited, then 300 came");
            assertThat(flooded.waitFor()).isZero();
        } finally {
            flooded.destroyForcibly();
        }
    }
}
