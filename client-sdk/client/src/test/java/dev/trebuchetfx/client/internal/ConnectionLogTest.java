// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.ConnectionState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The lines that a client writes into the log about its connection. */
class ConnectionLogTest {
    @Test
    void noServerWritesALineOfItsOwnOrCommandsTheTerminal() {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            new ConnectionLog()
                    .changed(
                            1,
                            new ConnectionState.Reconnecting(
                                    1,
                                    URI.create("ws://localhost"),
                                    Instant.EPOCH,
                                    "code 1000: bye\u001b[2J\u009b\nWARN mine\u202e"));
        } finally {
            System.setErr(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("no connection: code 1000: bye·[2J··WARN mine·; attempt 1 at");
    }
}
