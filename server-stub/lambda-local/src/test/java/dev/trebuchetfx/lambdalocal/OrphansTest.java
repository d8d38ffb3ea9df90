// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The processes of an emulator that is killed and can close nothing. */
@Timeout(180)
class OrphansTest {
    private static final String READY = "the emulator is ready";

    /** Starts an emulator and stays until it is killed. */
    public static void main(String[] arguments) throws Exception {
        try (LambdaLocal emulator = Emulated.start()) {
            System.out.println(READY + " at " + emulator.uri());
            new CountDownLatch(1).await();
        }
    }

    @Test
    void theDatabaseAndTheContainersEndWithAnEmulatorThatIsKilled() throws Exception {
        Process emulator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Emulated.classPath(),
                        OrphansTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> children = List.of();
        try (BufferedReader out = emulator.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith(READY);
            children = emulator.descendants().toList();
            assertThat(children)
                    .as("a database and two containers of each function")
                    .hasSize(5);

            emulator.destroyForcibly();

            CompletableFuture<?>[] ends =
                    children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
            assertThat(CompletableFuture.allOf(ends)).succeedsWithin(60, TimeUnit.SECONDS);
        } finally {
            emulator.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
