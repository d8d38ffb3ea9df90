// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.inspector.act.ActTarget;
import dev.trebuchetfx.inspector.act.AdminFaultGate;
import dev.trebuchetfx.inspector.act.ClientCaller;
import dev.trebuchetfx.inspector.app.ProxySession;
import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.attach.AttachAddress;
import dev.trebuchetfx.inspector.attach.AttachSource;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.text.TerminalText;
import dev.trebuchetfx.inspector.window.InspectorSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The command {@code inspect}, which opens the inspector with a client of its own, with a capture, or with another source. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Shows the streams of a server, or of a capture, in the inspector's window.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class InspectCommand implements Callable<Integer> {
    private static final int SNAPSHOT_SECONDS = 10;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            split = Endpoint.SEPARATOR,
            splitSynopsisLabel = ",",
            converter = Endpoint.class,
            description = Endpoint.SEVERAL)
    private @Nullable List<URI> urls;

    @Option(names = "--actor", paramLabel = "A", description = "an actor to observe")
    private @Nullable String actor;

    @Option(
            names = "--method",
            paramLabel = "M",
            defaultValue = "observeState",
            description = "the method to observe; default ${DEFAULT-VALUE}")
    private String method;

    @Option(
            names = "--open",
            paramLabel = "FILE",
            description = "a capture instead of a server: .tfx, .ndjson or .har, also one that is still being written")
    private @Nullable Path file;

    @Option(
            names = "--proxy",
            paramLabel = "LISTENPORT=URL",
            converter = ProxyRoute.Converter.class,
            description =
                    "stand between clients, which connect to LISTENPORT, and the server at URL; 0 takes a free port")
    private @Nullable ProxyRoute proxy;

    @Mixin
    private OriginOption origins;

    @Mixin
    private AttachOption attach;

    @Option(
            names = "--admin",
            paramLabel = "ADMINURL",
            description = "the admin port of the server, for faults from the panel Send (Ctrl+Shift+S)")
    private @Nullable URI admin;

    @Mixin
    private ConnectOptions connect;

    @Option(
            names = "--snapshot",
            paramLabel = "PNG",
            description = "render the window to a picture when the first state has come, and end; needs no display")
    private @Nullable Path snapshot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        checkSource();
        if (!method.startsWith("observe")) {
            throw new ParameterException(
                    spec.commandLine(), "expected a --method that begins with observe but found '" + method + "'");
        }
        if (snapshot == null && !FxWindow.hasDisplay()) {
            spec.commandLine().getErr().println("There is no display for a window. Use --snapshot PNG for a picture.");
            return 1;
        }
        if (file != null) {
            return open(file);
        }
        if (proxy != null) {
            return proxy(proxy);
        }
        if (attach.isGiven()) {
            return attach();
        }
        List<URI> servers = Objects.requireNonNull(urls);
        try (TrebuchetClient client = connect.connect(servers);
                InspectorSession inspector = InspectorSession.attachTo(client, target(servers, admin));
                Interrupt _ = new Interrupt(client::close)) {
            CompletableFuture<Void> first = new CompletableFuture<>();
            try (Registration _ = observe(client, first)) {
                FxWindow window =
                        open(inspector, servers.stream().map(URI::toString).collect(Collectors.joining(", ")));
                return snapshot == null ? shown(window) : picture(window, first, snapshot);
            }
        }
    }

    /** Opens the window. For a picture the user's layout is not used, so that it looks the same for everybody. */
    private FxWindow open(InspectorSession inspector, String of) {
        if (snapshot == null) {
            inspector.rememberLayout();
        }
        return FxWindow.open(inspector, "Trebuchet FX inspector · " + of);
    }

    private ActTarget target(List<URI> servers, @Nullable URI adminUrl) {
        return ActTarget.server(
                new ClientCaller(() -> connect.builder(servers), InstantSource.system()),
                adminUrl == null ? null : new AdminFaultGate(adminUrl));
    }

    private void checkSource() {
        long sources = Stream.of(urls, file, proxy, attach.isGiven() ? attach : null)
                .filter(Objects::nonNull)
                .count();
        if (sources == 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected the URL of a server: inspect ws://127.0.0.1:8080 --actor todos, or --open FILE, "
                            + "--proxy LISTENPORT=URL or --attach URL");
        }
        if (sources > 1 || (urls == null && actor != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected one of the URL of a server (with --actor), --open FILE, --proxy LISTENPORT=URL and --attach URL");
        }
    }

    private int proxy(ProxyRoute route) throws Exception {
        EventLog log = Surroundings.temporaryLog(CaptureLimits.DEFAULT);
        try (ProxySession session =
                        route.start(origins.allowed, log, spec.commandLine().getOut());
                InspectorSession inspector =
                        InspectorSession.of(session.source(), target(List.of(session.uri()), session.admin()))) {
            FxWindow window = open(inspector, "proxy to " + route.server());
            return snapshot == null
                    ? shown(window)
                    : picture(window, Surroundings.within(log, SNAPSHOT_SECONDS), snapshot);
        }
    }

    private int attach() throws Exception {
        AttachAddress application;
        try {
            application = attach.address();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        EventLog log = Surroundings.temporaryLog(CaptureLimits.DEFAULT);
        AttachSource source;
        try {
            source = Surroundings.attach(application, log);
        } catch (IOException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Could not attach to the application on port " + application.port() + ": "
                    + TerminalText.line(e.getMessage()));
            err.flush();
            return 1;
        }
        try (InspectorSession inspector = InspectorSession.of(source, ActTarget.attached())) {
            FxWindow window = open(inspector, "attached to port " + application.port());
            return snapshot == null
                    ? shown(window)
                    : picture(window, Surroundings.within(log, SNAPSHOT_SECONDS), snapshot);
        }
    }

    private int open(Path capture) throws Exception {
        try (InspectorSession inspector = InspectorSession.open(capture)) {
            FxWindow window = open(inspector, String.valueOf(capture.getFileName()));
            return snapshot == null ? shown(window) : picture(window, inspector.loaded(), snapshot);
        } catch (NoSuchFileException e) {
            throw new ParameterException(
                    spec.commandLine(), "expected a file for --open but there is no " + capture, e);
        }
    }

    /**
     * Begins to observe, and completes {@code first} with the first state, or with the connection if nothing is observed.
     *
     * @return closes the stream, at the server too
     */
    private Registration observe(TrebuchetClient client, CompletableFuture<Void> first) {
        if (actor == null) {
            return client.onConnectionState(state -> {
                if (state instanceof ConnectionState.Connected) {
                    first.complete(null);
                }
            });
        }
        ActorStream<JsonNode> stream = client.actor(actor).observe(method, JsonNode.class);
        stream.listen(StreamListener.ofUpdates(update -> first.complete(null)));
        return stream::close;
    }

    private static int shown(FxWindow window) {
        window.closed().join();
        return 0;
    }

    private int picture(FxWindow window, CompletableFuture<Void> first, Path file) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        boolean came = first.thenApply(nothing -> true)
                .completeOnTimeout(false, SNAPSHOT_SECONDS, TimeUnit.SECONDS)
                .join();
        if (!came) {
            err.println(spec.qualifiedName() + ": nothing came in " + SNAPSHOT_SECONDS
                    + " s; the picture shows the inspector as it is");
            err.flush();
        }
        window.snapshot(file);
        window.close();
        spec.commandLine().getOut().println(file);
        spec.commandLine().getOut().flush();
        return came ? 0 : 1;
    }
}
