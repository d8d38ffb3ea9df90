// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.transport.GatewayLimits;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.StateStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code serve}: runs the stub server until a signal ends it. */
@Command(
        name = "serve",
        description = "Starts the stub server with the actors todos, counter, ticker and prices.",
        footer = {
            "",
            "Prints 'ready ws://HOST:PORT' when it accepts connections, then with",
            "--admin-port 'admin http://127.0.0.1:N'. SIGTERM and Ctrl-C end it: new calls",
            "and connections are refused, calls under way are answered within 10 s, then",
            "connections are closed."
        },
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    /**
     * The bounds of the admin port: sockets, seconds for a request, and bytes and fields of its head. The JDK's server has by itself no limit of
     * sockets and of time, and takes its bounds from system properties alone, once in a process, so the command sets what nobody has set.
     */
    private static final Map<String, String> ADMIN_PORT_BOUNDS = Map.of(
            "jdk.httpserver.maxConnections", "100",
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.maxReqHeaders", "100");

    private static final String API_GATEWAY = "api-gateway";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port; 0 takes a free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--buffer",
            paramLabel = "UPDATES",
            defaultValue = "100",
            description = "Updates kept for each stream, for a replay (${DEFAULT-VALUE}).")
    private int buffer;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            defaultValue = "300s",
            converter = DurationConverter.class,
            description = "How long a stream without a connection is kept, e.g. 500ms, 300s, 5m (${DEFAULT-VALUE}).")
    private Duration timeToLive = Duration.ofMinutes(5);

    @Option(
            names = "--tls",
            paramLabel = "KEYSTORE",
            description =
                    "Listen with TLS: a PKCS12 file with key and certificate. Its password comes from the environment variable "
                            + "or system property " + KeyStores.PASSWORD_VARIABLE + ".")
    private @Nullable Path keyStore;

    @Mixin
    private PeerOptions peers = new PeerOptions();

    @Mixin
    private StoreOptions stores = new StoreOptions();

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description =
                    "Serve GET /health, /metrics, /streams and /actors, and POST /faults, on loopback; 0 takes a free port.")
    private @Nullable Integer adminPort;

    @Option(
            names = "--compress",
            description = "Compress messages of 1 KiB and more for clients that offer it (permessage-deflate).")
    private boolean compress;

    @Option(
            names = "--like",
            paramLabel = "api-gateway",
            description =
                    "Be as strict as Amazon API Gateway: text messages alone (else 1003), frames of 32 kB and messages of 128 kB (else 1009),"
                            + " and 10 minutes without a message or 2 hours in all (then 1001).")
    private @Nullable String like;

    private final AtomicBoolean closing = new AtomicBoolean();

    @Override
    public Integer call() {
        StubServerBuilder builder = StubServer.builder()
                .host(host)
                .port(port)
                .buffer(buffer)
                .timeToLive(timeToLive)
                .compression(compress ? MessageCompression.ON : MessageCompression.OFF)
                .bundledActors();
        ADMIN_PORT_BOUNDS.forEach((bound, value) -> System.getProperties().putIfAbsent(bound, value));
        try (SystemTime time = new SystemTime("trebuchet-store-timers", Clock.systemUTC())) {
            return serve(builder, time);
        }
    }

    private int serve(StubServerBuilder builder, SystemTime time) {
        CommandSpec command = spec();
        ActorStateStore store = null;
        try {
            configure(builder);
            store = stores.open(time);
            if (store != null) {
                builder.store(store);
            }
            StubServer server = builder.start();
            return serve(
                    server,
                    command.commandLine().getOut(),
                    command.commandLine().getErr());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException | StateStoreException e) {
            command.commandLine().getErr().println(e.getMessage());
            return 1;
        } finally {
            if (store != null) {
                store.close();
            }
        }
    }

    private int serve(StubServer server, PrintWriter out, PrintWriter err) {
        Thread hook = new Thread(() -> close(server, err), "trebuchet-serve-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        Thread waiting = Thread.currentThread();
        CompletableFuture<Throwable> failed = server.failed();
        CompletionStage<Void> unused = failed.thenAccept(fatal -> {
            say(err, "ending, since this process can't be trusted any more: " + fatal);
            waiting.interrupt();
        });
        try {
            announce(server, out);
            server.awaitClosed();
        } catch (InterruptedException e) {
            if (!failed.isDone()) {
                Thread.currentThread().interrupt();
            }
        } finally {
            forget(hook);
            close(server, err);
        }
        return failed.isDone() ? 1 : 0;
    }

    /** Drains and closes the server. A signal's hook and the command itself both call it; the second call does nothing. */
    private void close(StubServer server, PrintWriter err) {
        if (closing.compareAndSet(false, true)) {
            server.drain();
            say(
                    err,
                    "draining: no new calls, streams and connections; " + server.callsInFlight()
                            + " calls in flight have up to "
                            + server.drainTimeout().toSeconds() + " s");
            server.drained().join();
            say(
                    err,
                    "closing " + server.connectionCount() + " connections, " + server.callsInFlight()
                            + " calls are unanswered");
            server.close();
            say(err, "closed");
        }
    }

    private static void say(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook is what closed the server.
        }
    }

    private void configure(StubServerBuilder builder) throws IOException {
        peers.configure(builder, spec().commandLine().getErr());
        if (adminPort != null) {
            builder.adminPort(adminPort);
        }
        if (like != null) {
            if (!like.equals(API_GATEWAY)) {
                throw new IllegalArgumentException("--like must be '" + API_GATEWAY + "' but was '" + like + "'");
            }
            builder.gateway(GatewayLimits.API_GATEWAY);
        }
        if (keyStore != null) {
            builder.tls(KeyStores.open(keyStore));
        }
    }

    private void announce(StubServer server, PrintWriter out) {
        out.println("ready " + server.uri());
        if (adminPort != null) {
            out.println("admin " + server.adminUri());
        }
        out.flush();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("run this command through picocli");
        }
        return spec;
    }
}
