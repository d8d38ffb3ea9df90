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
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Amazon's emulator of DynamoDB, with streams, in memory and in a process of its own. */
public final class LocalDynamo implements AutoCloseable {
    private final Process process;
    private final int port;
    private final AtomicInteger tables = new AtomicInteger();

    /** Starts it and returns when it accepts connections. */
    public LocalDynamo() {
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
    public Tables newTables() {
        return new Tables("states-" + tables.incrementAndGet());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The tables of one test, with the means of somebody who edits them beside the store. */
    public final class Tables implements AutoCloseable {
        public final String name;
        public final DynamoDbClient client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();

        private Tables(String name) {
            this.name = name;
        }

        public URI endpoint() {
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

        /** Sets attributes of an actor's item as a program does that knows the original table. */
        void edit(String actor, String expression, Map<String, AttributeValue> values) {
            client.updateItem(request -> request.tableName(name)
                    .key(Map.of("actorId", AttributeValue.fromS(actor)))
                    .updateExpression(expression)
                    .expressionAttributeNames(expression.contains("#state") ? Map.of("#state", "state") : null)
                    .expressionAttributeValues(values));
        }

        /** Sets the state of an actor, and nothing else. */
        public void edit(String actor, String json) {
            edit(actor, "SET #state = :state", Map.of(":state", binary(json)));
        }

        /** Replaces an item as the original program does, which knows no more than these attributes. */
        void put(String actor, String json, long number) {
            client.putItem(request -> request.tableName(name)
                    .item(Map.of(
                            "actorId", AttributeValue.fromS(actor),
                            "state", binary(json),
                            "sequenceNumber", AttributeValue.fromN(String.valueOf(number)),
                            "updatedAt", AttributeValue.fromS("2026-01-31T10:00:00Z"))));
        }

        public void delete(String actor) {
            client.deleteItem(request -> request.tableName(name).key(Map.of("actorId", AttributeValue.fromS(actor))));
        }

        /** Returns the item of an actor; an empty map where there is none. */
        public Map<String, AttributeValue> item(String actor) {
            return client.getItem(request -> request.tableName(name)
                            .key(Map.of("actorId", AttributeValue.fromS(actor)))
                            .consistentRead(true))
                    .item();
        }

        /** Returns an attribute of an actor's item, which must be there. */
        public AttributeValue attribute(String actor, String name) {
            return attribute(item(actor), name);
        }

        public static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
            return Objects.requireNonNull(item.get(name), () -> "expected the attribute " + name + " in " + item);
        }

        /** Returns all items of a table. */
        public List<Map<String, AttributeValue>> scan(String table) {
            return client.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                    .toList();
        }

        static AttributeValue binary(String text) {
            return AttributeValue.fromB(SdkBytes.fromUtf8String(text));
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
