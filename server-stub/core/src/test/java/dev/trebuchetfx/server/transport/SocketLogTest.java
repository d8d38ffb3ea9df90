// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What peers write into the log by what they do wrong. */
class SocketLogTest {
    private final ManualTime time = new ManualTime();
    private final SocketLog log = new SocketLog(time);

    /** Returns the lines that these failures make on standard error, to which tests log. */
    private String[] lines(int failures) {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < failures; i++) {
                log.say("a failure", new StackOverflowError());
            }
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("a failure"))
                .toArray(String[]::new);
    }

    @Test
    void oneLineASecondIsWrittenAndTheNextSaysHowManyWereLeftOut() {
        assertThat(lines(1_000)).singleElement().asString().endsWith("a failure");
        time.advance(Duration.ofMillis(999));
        assertThat(lines(1)).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(lines(5)).singleElement().asString().endsWith("a failure (1000 such lines were left out before it)");
    }
}
