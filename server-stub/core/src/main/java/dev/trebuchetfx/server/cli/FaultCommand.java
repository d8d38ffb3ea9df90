// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import dev.trebuchetfx.protocol.fault.FaultParser;
import dev.trebuchetfx.protocol.fault.FaultScenario;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.internal.foreign.ForeignFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code fault}: asks a stub server's admin port, or a proxy's, for a fault or for a scenario of faults. */
@Command(
        name = "fault",
        description =
                "Brings about a fault at a stub server that was started with --admin-port, or plays a scenario of faults.",
        footer = {"", "Kinds: " + FaultParser.ALLOWED},
        mixinStandardHelpOptions = true)
public final class FaultCommand implements Callable<Integer> {
    /** Enough for every scenario that may be played, which has 100,000 steps at most. */
    private static final int MAX_SCENARIO_BYTES = 16 << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ADMINURL", description = "What 'serve' printed after 'admin'.")
    private URI adminUrl = URI.create("http://127.0.0.1");

    @Parameters(index = "1", arity = "0..1", paramLabel = "KIND", description = "The kind of fault.")
    private String kind = "";

    @Parameters(index = "2..*", paramLabel = "key=value", description = "Its parameters.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--scenario", paramLabel = "FILE", description = "Play the faults of this file instead of one.")
    private @Nullable Path scenario;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What the scenario's ranges are drawn by; default: the seed that it was saved with.")
    private @Nullable Long seed;

    @Override
    public Integer call() {
        CommandSpec command = spec();
        List<FaultScenario.Planned> plan = plan(command);
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            for (FaultScenario.Planned step : plan) {
                pause(step.after());
                if (!ask(client, command, step)) {
                    return 1;
                }
            }
            return 0;
        } catch (IOException e) {
            command.commandLine()
                    .getErr()
                    .println("could not reach the admin port " + adminUrl + " (" + e
                            + "); start the server with --admin-port and use the address that it prints");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void pause(Duration time) {
        if (time.isPositive()) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            over.completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS).join();
        }
    }

    private boolean ask(HttpClient client, CommandSpec command, FaultScenario.Planned step)
            throws IOException, InterruptedException {
        Map<String, String> body = new LinkedHashMap<>(step.parameters());
        body.put("kind", step.kind());
        HttpRequest request = HttpRequest.newBuilder(adminUrl.resolve("/faults"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body)))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        boolean done = answer.statusCode() == 200;
        PrintWriter writer =
                done ? command.commandLine().getOut() : command.commandLine().getErr();
        writer.println(answer.body());
        writer.flush();
        return done;
    }

    private List<FaultScenario.Planned> plan(CommandSpec command) {
        if (!"http".equals(adminUrl.getScheme()) || adminUrl.getHost() == null) {
            throw usage(command, "ADMINURL must be like http://127.0.0.1:PORT but was '" + adminUrl + "'", null);
        }
        Path file = scenario;
        if (file == null) {
            return single(command);
        }
        if (!kind.isEmpty()) {
            throw usage(command, "expected either a KIND or --scenario but found both", null);
        }
        try {
            FaultScenario read = FaultScenario.parse(ForeignFile.read(file, MAX_SCENARIO_BYTES));
            return read.plan(seed == null ? read.seed() : seed);
        } catch (IOException e) {
            throw usage(command, "the scenario " + file + " can't be read: " + ForeignCode.describe(e), e);
        } catch (IllegalArgumentException e) {
            throw usage(command, "the scenario " + file + " can't be played: " + e.getMessage(), e);
        }
    }

    private List<FaultScenario.Planned> single(CommandSpec command) {
        if (kind.isEmpty()) {
            throw usage(command, "expected a KIND or --scenario FILE; kinds: " + FaultParser.ALLOWED, null);
        }
        if (seed != null) {
            throw usage(command, "--seed is for a --scenario", null);
        }
        try {
            FaultParser.parse(kind, parameters);
        } catch (IllegalArgumentException e) {
            throw usage(command, String.valueOf(e.getMessage()), e);
        }
        return List.of(new FaultScenario.Planned(Duration.ZERO, kind, parameters));
    }

    private static ParameterException usage(CommandSpec command, String message, @Nullable Throwable cause) {
        return new ParameterException(command.commandLine(), message, cause);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("run this command through picocli");
        }
        return spec;
    }
}
