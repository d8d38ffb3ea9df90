// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.certificate.TestCertificate;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy reaches a server behind {@code wss:} with TLS, and only one whose certificate is trusted and names it. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class SecureUpstreamTest {
    private final SystemTime time = new SystemTime("test timer", InstantSource.system());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ProxyEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        threads.close();
        time.close();
    }

    private WebSocketProxy proxy(String server, SSLSocketFactory trust) throws IOException {
        return WebSocketProxy.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Upstream(URI.create(server), trust),
                Set.of(),
                time,
                threads,
                events::add);
    }

    private String whyNot(String server, SSLSocketFactory trust) throws IOException {
        try (WebSocketProxy proxy = proxy(server, trust);
                TrebuchetClient client = TrebuchetClient.connect("ws://127.0.0.1:" + proxy.port())) {
            await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
            return ((ConnectionState.Reconnecting) client.connectionState()).cause();
        }
    }

    @Test
    void callsPassToASecureServerAndAreSeenInTheClear() throws Exception {
        SSLContext context = TestCertificate.forLocalhost(folder);
        try (StubServer server =
                        StubServer.builder().tls(context).bundledActors().start();
                WebSocketProxy proxy = proxy("wss://localhost:" + server.uri().getPort(), context.getSocketFactory());
                TrebuchetClient client = TrebuchetClient.connect("ws://127.0.0.1:" + proxy.port())) {
            assertThat(client.actor("todos")
                            .call("pendingCount", Integer.class, CallOptions.WHEN_CONNECTED)
                            .join())
                    .isZero();
        }
        assertThat(events.toString()).contains("pendingCount");
    }

    @Test
    void aServerThatNobodyTrustsOrThatIsAnotherIsNotReached() throws Exception {
        SSLContext context = TestCertificate.forLocalhost(folder);
        try (StubServer server =
                StubServer.builder().tls(context).bundledActors().start()) {
            int port = server.uri().getPort();
            assertThat(whyNot("wss://localhost:" + port, (SSLSocketFactory) SSLSocketFactory.getDefault()))
                    .contains("502");
            assertThat(whyNot("wss://127.0.0.1:" + port, context.getSocketFactory()))
                    .contains("502");
        }
        assertThat(events.toString()).containsIgnoringCase("certif");
    }
}
