// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Amazon's emulator of DynamoDB, with streams, in memory and in a process of its own. */
final class LocalDynamo implements AutoCloseable {
    private final Process process;
    private final int port;
    private final AtomicInteger tables = new AtomicInteger();

    /** Starts it and returns when it accepts connections. */
    LocalDynamo() {
        // The default chain of the SDK, which the store uses, finds these first.
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        try {
            port = freePort();
            Path log = Path.of("target", "dynamodb-local-" + port + ".log");
            Files.createDirectories(log.toAbsolutePath().getParent());
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            "software.amazon.dynamodb.services.local.main.ServerRunner",
                            "-inMemory",
                            "-sharedDb",
                            "-disableTelemetry",
                            "-port",
                            String.valueOf(port)))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> accepts(port));
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns tables of a name that nobody has used. The store makes them. */
    Tables newTables() {
        return new Tables("states-" + tables.incrementAndGet());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The tables of one test, with the means of somebody who edits them beside the store. */
    final class Tables implements AutoCloseable {
        final String name;
        final DynamoDbClient client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();

        private Tables(String name) {
            this.name = name;
        }

        URI endpoint() {
            return URI.create("http://127.0.0.1:" + port);
        }

        String address() {
            return "dynamodb:" + name;
        }

        String log() {
            return name + "-log";
        }

        String changes() {
            return name + "-changes";
        }

        /** Returns the options of a store of these tables. */
        Map<String, String> options(Map<String, String> more) {
            Map<String, String> options = new HashMap<>(more);
            options.putIfAbsent("endpoint", endpoint().toString());
            options.putIfAbsent("create-schema", "true");
            return options;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
