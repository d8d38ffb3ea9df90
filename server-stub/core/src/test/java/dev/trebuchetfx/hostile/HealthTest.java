// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The health of a server that can't accept anybody, as a monitor sees it that has connected before. */
@Timeout(60)
class HealthTest {
    private static String ask(Socket monitor) throws IOException {
        monitor.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        InputStream in = monitor.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("}") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("expected an answer but the server closed after " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    @Test
    void saysThatNobodyIsAcceptedWhileNoDescriptorIsLeft() throws Exception {
        List<Socket> held = new ArrayList<>();
        try (AttackedServer server = AttackedServer.start(150)) {
            URI admin = server.admin();
            try (Socket monitor = new Socket(admin.getHost(), admin.getPort())) {
                monitor.setSoTimeout(20_000);
                assertThat(ask(monitor)).contains("\"status\":\"healthy\"");
                for (int i = 0; i < 400; i++) {
                    held.add(new Socket(server.uri().getHost(), server.uri().getPort()));
                }
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> ask(monitor).contains("\"status\":\"not accepting\""));
                for (Socket socket : held) {
                    socket.close();
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> ask(monitor).contains("\"status\":\"healthy\""));
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }
}
