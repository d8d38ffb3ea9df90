package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.StubServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wss:} connects to a server whose certificate is trusted and names the host, and to no other. */
@Timeout(60)
class TlsTest {
    private static final char[] PASSWORD = "a test's password".toCharArray();

    private static final AtomicReference<SSLContext> CONTEXT = new AtomicReference<>();

    /** A certificate for the name localhost alone, so that the address 127.0.0.1 is another host. */
    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        CONTEXT.set(context);
    }

    private static String whyNot(TrebuchetClient client) {
        await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
        return ((ConnectionState.Reconnecting) client.connectionState()).cause();
    }

    private static SSLContext context() {
        return Objects.requireNonNull(CONTEXT.get());
    }

    @Test
    void connectsToTheHostThatTheCertificateNames() throws Exception {
        try (StubServer server = StubServer.builder().tls(context()).bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(
                                URI.create("wss://localhost:" + server.uri().getPort()))
                        .sslContext(context())
                        .build()) {
            assertThat(client.actor("todos")
                            .call("pendingCount", Integer.class, CallOptions.DEFAULT.thatWaits())
                            .join())
                    .isZero();
        }
    }

    @Test
    void refusesAHostThatTheCertificateDoesNotName() throws Exception {
        try (StubServer server = StubServer.builder().tls(context()).bundledActors().start();
                TrebuchetClient client = TrebuchetClient.builder(
                                URI.create("wss://127.0.0.1:" + server.uri().getPort()))
                        .sslContext(context())
                        .build()) {
            assertThat(whyNot(client)).contains("127.0.0.1");
        }
    }

    @Test
    void refusesACertificateThatNobodyTrusts() throws Exception {
        try (StubServer server = StubServer.builder().tls(context()).bundledActors().start();
                TrebuchetClient client = TrebuchetClient.connect(
                        "wss://localhost:" + server.uri().getPort())) {
            assertThat(Objects.requireNonNull(whyNot(client))).containsIgnoringCase("certif");
        }
    }
}
