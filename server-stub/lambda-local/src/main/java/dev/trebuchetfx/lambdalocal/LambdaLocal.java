// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import dev.trebuchetfx.lambda.FunctionTables;
import dev.trebuchetfx.lambdalocal.gateway.Gateway;
import dev.trebuchetfx.lambdalocal.gateway.SigningKey;
import dev.trebuchetfx.lambdalocal.http.AnsweringHandler;
import dev.trebuchetfx.lambdalocal.http.HttpPort;
import dev.trebuchetfx.lambdalocal.runtime.FunctionFailedException;
import dev.trebuchetfx.lambdalocal.runtime.FunctionHost;
import dev.trebuchetfx.lambdalocal.runtime.FunctionSpec;
import dev.trebuchetfx.lambdalocal.source.TableStreamMapping;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The functions of {@code server-stub/lambda} as they run on AWS, on this machine: behind an emulated API Gateway, in containers of AWS's
 * own Java runtime, beside DynamoDB Local with its streams. Safe for use by any thread.
 */
public final class LambdaLocal implements AutoCloseable {
    /** The key id of everything that is signed here; DynamoDB Local takes letters and digits alone. */
    private static final String ACCESS_KEY = "local";

    private static final String REGION = "us-east-1";
    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(30);
    private static final int SECRET_BYTES = 20;
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration BEGIN_WITHIN = Duration.ofMinutes(2);

    private final Gateway gateway;
    private final FunctionHost sockets;
    private final FunctionHost changes;
    private final TableStreamMapping source;
    private final HttpPort admin;
    private final String stage;
    private final String secretKey;
    private final String host;
    private final URI database;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /**
     * Starts everything; clients may connect when this returns.
     *
     * @param time the time of the gateway's limits and of the functions' timeouts; the caller closes it
     * @throws IOException if a port can't be had or a process does not start
     */
    public LambdaLocal(LambdaLocalOptions options, TimeSource time) throws IOException {
        this.host = options.host();
        this.stage = options.gateway().stage();
        byte[] secret = new byte[SECRET_BYTES];
        time.random().nextBytes(secret);
        this.secretKey = HexFormat.of().formatHex(secret);
        try {
            this.database = database(options);
            CompletableFuture<FunctionHost> invoked = new CompletableFuture<>();
            this.gateway = opened(new Gateway(
                    new InetSocketAddress(options.host(), options.port()),
                    options.gateway(),
                    new SigningKey(ACCESS_KEY, secretKey, REGION),
                    time,
                    event -> invoked.thenCompose(function -> function.invoke(event))));
            Map<String, String> environment = environment(options);
            credentials();
            createTables(environment);
            this.sockets = opened(new FunctionHost(
                    function("sockets", "dev.trebuchetfx.lambda.WebSocketHandler", environment, options), time));
            this.changes = opened(new FunctionHost(
                    function("changes", "dev.trebuchetfx.lambda.StateStreamHandler", environment, options), time));
            this.source = opened(new TableStreamMapping(
                    database,
                    environment.getOrDefault("TREBUCHET_STATE_TABLE", "trebuche-actor-state"),
                    options.sourcePause(),
                    changes::invoke));
            this.admin = opened(new HttpPort(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), options.adminPort()),
                    "trebuchet-lambda-admin",
                    pipeline -> pipeline.addLast(new AnsweringHandler(new LambdaAdmin(this)::answer))));
            source.start();
            begun(changes.warmUp(), sockets.warmUp())
                    .orTimeout(BEGIN_WITHIN.toSeconds(), TimeUnit.SECONDS)
                    .join();
            invoked.complete(sockets);
        } catch (CompletionException e) {
            close();
            if (e.getCause() instanceof FunctionFailedException failed) {
                throw new IOException("the function " + failed.getMessage() + "; see " + options.logs(), failed);
            }
            throw new IOException(
                    "no container has begun within " + BEGIN_WITHIN.toSeconds() + " s; see " + options.logs(), e);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Completes when both functions have begun, and fails as soon as one of them says that it can't. */
    private static CompletableFuture<Void> begun(CompletableFuture<Void> one, CompletableFuture<Void> other) {
        CompletableFuture<Void> both = CompletableFuture.allOf(one, other);
        CompletableFuture<Void> first = new CompletableFuture<>();
        for (CompletableFuture<Void> each : List.of(one, other, both)) {
            var unused = each.whenComplete((done, failure) -> {
                if (failure != null) {
                    first.completeExceptionally(failure);
                } else if (both.isDone()) {
                    first.complete(null);
                }
            });
        }
        return first;
    }

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    private URI database(LambdaLocalOptions options) throws IOException {
        URI given = options.database();
        return given == null
                ? opened(LocalDatabase.start(options.databaseClassPath(), options.logs()))
                        .endpoint()
                : given;
    }

    /** Lets the SDK find a key in this process, which makes the tables. No real one is asked for. */
    private static void credentials() {
        System.getProperties().putIfAbsent("aws.accessKeyId", ACCESS_KEY);
        System.getProperties().putIfAbsent("aws.secretAccessKey", ACCESS_KEY);
        System.getProperties().putIfAbsent("aws.region", REGION);
    }

    /** Makes the tables. On a busy machine a database that has just begun may not answer the first question in time. */
    private static void createTables(Map<String, String> environment) {
        for (int attempt = 1; ; attempt++) {
            try {
                FunctionTables.createMissing(environment);
                return;
            } catch (StateStoreException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Map<String, String> environment(LambdaLocalOptions options) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_REGION", REGION,
                "AWS_DEFAULT_REGION", REGION,
                "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", secretKey,
                "TREBUCHET_DYNAMODB_ENDPOINT", database.toString(),
                "TREBUCHET_CONNECTIONS_ENDPOINT", connectionsUri().toString()));
        environment.putAll(options.environment());
        return environment;
    }

    private static FunctionSpec function(
            String name, String handler, Map<String, String> environment, LambdaLocalOptions options) {
        return new FunctionSpec(
                name,
                handler,
                options.functionClassPath(),
                environment,
                FUNCTION_TIMEOUT,
                options.containers(),
                // As Lambda starts Java, with as little memory as a small function has.
                List.of(
                        "-Xmx256m",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED"),
                options.logs());
    }

    /** Returns the address for clients. */
    public URI uri() {
        return URI.create("ws://" + host + ":" + gateway.port() + "/" + stage);
    }

    /** Returns the address to which functions post; the SDK adds {@code /@connections/ID}. */
    public URI connectionsUri() {
        return URI.create("http://" + host + ":" + gateway.port() + "/" + stage);
    }

    /** Returns the address for faults and counts. */
    public URI adminUri() {
        return URI.create("http://127.0.0.1:" + admin.port());
    }

    /** Returns the address of the database. */
    public URI databaseUri() {
        return database;
    }

    /** Returns the gateway. */
    public Gateway gateway() {
        return gateway;
    }

    /** Returns the containers of the function behind the gateway. */
    public FunctionHost sockets() {
        return sockets;
    }

    /** Returns the containers of the function that hears of changes in the table. */
    public FunctionHost changes() {
        return changes;
    }

    /** Returns the mapping from the table's stream to its function. */
    public TableStreamMapping source() {
        return source;
    }

    /** Ends everything that it has started, the last first. Calling it again has no effect. */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the emulator could not be closed", e);
            }
        }
    }
}
