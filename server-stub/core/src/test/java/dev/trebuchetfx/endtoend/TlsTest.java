// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.certificate.TestCertificate;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.StubServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wss:} connects to a server whose certificate is trusted and names the host, and to no other. */
@Timeout(60)
class TlsTest {
    private static final AtomicReference<SSLContext> CONTEXT = new AtomicReference<>();

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        CONTEXT.set(TestCertificate.forLocalhost(directory));
    }

    private static SSLContext context() {
        return Objects.requireNonNull(CONTEXT.get());
    }

    private static String whyNot(TrebuchetClient client) {
        await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
        return ((ConnectionState.Reconnecting) client.connectionState()).cause();
    }

    @Test
    void connectsToTheHostThatTheCertificateNames() throws Exception {
        try (StubServer server =
                        StubServer.builder().tls(context()).bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(
                                URI.create("wss://localhost:" + server.uri().getPort()))
                        .sslContext(context())
                        .build()) {
            assertThat(client.actor("todos")
                            .call("pendingCount", Integer.class, CallOptions.WHEN_CONNECTED)
                            .join())
                    .isZero();
        }
    }

    @Test
    void refusesAHostThatTheCertificateDoesNotName() throws Exception {
        try (StubServer server =
                        StubServer.builder().tls(context()).bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(
                                URI.create("wss://127.0.0.1:" + server.uri().getPort()))
                        .sslContext(context())
                        .build()) {
            assertThat(whyNot(client)).contains("127.0.0.1");
        }
    }

    @Test
    void refusesACertificateThatNobodyTrusts() throws Exception {
        try (StubServer server =
                        StubServer.builder().tls(context()).bundledActors().start();
                TrebuchetClient client = TrebuchetClient.connect(
                        "wss://localhost:" + server.uri().getPort())) {
            assertThat(Objects.requireNonNull(whyNot(client))).containsIgnoringCase("certif");
        }
    }
}
