// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.hostile;

import dev.trebuchetfx.certificate.TestCertificate;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.cli.ServeCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code serve} in a process of its own with a heap of 256 MiB. Owned by the test's thread. */
final class AttackedServer implements AutoCloseable {
    /** The token of the client that must be served. */
    static final String VICTIM = "honest";
    /** The token of the attacker, where it has one. */
    static final String MALLORY = "hostile";

    private final Process process;
    private final URI uri;
    private final URI admin;
    private final @Nullable SSLContext tls;
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

    private AttackedServer(Process process, URI uri, URI admin, @Nullable SSLContext tls) {
        this.tls = tls;
        this.process = process;
        this.uri = uri;
        this.admin = admin;
        Thread.ofVirtual()
                .start(() -> process.errorReader(StandardCharsets.UTF_8).lines().forEach(errors::add));
    }

    /**
     * Starts it.
     *
     * @param files the most descriptors that the process may have; 0 for as many as this one
     */
    static AttackedServer start(int files, String... options) throws IOException {
        return start(files, null, options);
    }

    /** Starts it with TLS and a certificate that its clients trust. */
    static AttackedServer startWithTls() throws IOException, InterruptedException, GeneralSecurityException {
        Path directory = Files.createTempDirectory("attacked");
        try {
            SSLContext tls = TestCertificate.forLocalhost(directory);
            return start(0, tls, "--tls=" + directory.resolve("server.p12"));
        } finally {
            // The server has read it when it says that it is ready.
            Files.delete(directory.resolve("server.p12"));
            Files.delete(directory);
        }
    }

    private static AttackedServer start(int files, @Nullable SSLContext tls, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        if (files > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-DTREBUCHET_KEYSTORE_PASSWORD=" + TestCertificate.PASSWORD,
                "-cp",
                // Another build can be attacked for comparison.
                System.getProperty("attacked.classpath", System.getProperty("java.class.path")),
                AttackedServer.class.getName(),
                "--port=0",
                "--admin-port=0",
                "--token=victim=" + VICTIM,
                "--token=mallory=" + MALLORY));
        command.addAll(Arrays.asList(options));
        Process process = new ProcessBuilder(command).start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String ready = lines.readLine();
        if (ready == null || !ready.startsWith("ready ")) {
            String said = String.join("\n", process.errorReader().lines().toList());
            process.destroyForcibly();
            throw new IOException("expected 'ready ws://HOST:PORT' but the process said '" + ready + "' and " + said);
        }
        return new AttackedServer(
                process,
                URI.create(ready.substring("ready ".length())),
                URI.create(lines.readLine().substring("admin ".length())),
                tls);
    }

    URI uri() {
        return uri;
    }

    URI admin() {
        return admin;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what it wrote on standard error so far. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Returns the status and the body of a page of the admin port or of the public one. */
    static HttpResponse<String> get(URI page) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            return http.send(
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    String health() throws IOException, InterruptedException {
        return get(admin.resolve("/health")).body();
    }

    String streams() throws IOException, InterruptedException {
        return get(admin.resolve("/streams?limit=10000")).body();
    }

    /** Returns how long a new client needs from its beginning to the result of its first call. */
    Duration serves() throws Exception {
        long began = System.nanoTime();
        try (TrebuchetClient client = client(VICTIM)) {
            client.actor("counter")
                    .call("increment", Integer.class, CallOptions.WHEN_CONNECTED)
                    .get(20, TimeUnit.SECONDS);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    TrebuchetClient client(String token) {
        SSLContext trusts = tls;
        return trusts == null
                ? TrebuchetClient.builder(uri).token(() -> token).build()
                : TrebuchetClient.builder(URI.create("wss://localhost:" + uri.getPort()))
                        .token(() -> token)
                        .sslContext(trusts)
                        .build();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process itself. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServeCommand()).execute(arguments));
    }
}
