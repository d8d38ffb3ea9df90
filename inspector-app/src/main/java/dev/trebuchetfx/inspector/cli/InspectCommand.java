// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.inspector.Inspector;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Opens the inspector with a client of its own, or with a capture. */
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
            converter = Endpoint.class,
            description = "ws://HOST:PORT or wss://…")
    private @Nullable URI url;

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
        URI server = url;
        if (file != null && (server != null || actor != null)) {
            throw new ParameterException(spec.commandLine(), "expected --open FILE or the URL of a server, not both");
        }
        if (server == null && file == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected the URL of a server: inspect ws://127.0.0.1:8080 --actor todos, or --open FILE");
        }
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
        try (TrebuchetClient client = connect.connect(Objects.requireNonNull(server));
                Inspector inspector = Inspector.attachTo(client);
                Interrupt _ = new Interrupt(client::close)) {
            CompletableFuture<Void> first = observe(client);
            FxWindow window = FxWindow.open(inspector, "Trebuchet FX inspector · " + server);
            return snapshot == null ? shown(window) : picture(window, first, snapshot);
        }
    }

    private int open(Path capture) throws Exception {
        try (Inspector inspector = Inspector.open(capture)) {
            FxWindow window = FxWindow.open(inspector, "Trebuchet FX inspector · " + capture.getFileName());
            return snapshot == null ? shown(window) : picture(window, inspector.loaded(), snapshot);
        } catch (NoSuchFileException e) {
            throw new ParameterException(
                    spec.commandLine(), "expected a file for --open but there is no " + capture, e);
        }
    }

    /** Completes with the first state, or where nothing is observed, with the connection. */
    private CompletableFuture<Void> observe(TrebuchetClient client) {
        CompletableFuture<Void> first = new CompletableFuture<>();
        if (actor == null) {
            client.onConnectionState(state -> {
                if (state instanceof ConnectionState.Connected) {
                    first.complete(null);
                }
            });
        } else {
            ActorStream<JsonNode> stream = client.actor(actor).observe(method, JsonNode.class);
            stream.listen(update -> first.complete(null));
        }
        return first;
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
            err.println("Nothing came in " + SNAPSHOT_SECONDS + " s; the picture shows the inspector as it is.");
            err.flush();
        }
        window.snapshot(file);
        window.close();
        spec.commandLine().getOut().println(file);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
