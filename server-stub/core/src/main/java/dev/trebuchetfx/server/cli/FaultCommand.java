// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import dev.trebuchetfx.server.fault.FaultRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code fault}: asks a stub server's admin port for a fault. */
@Command(
        name = "fault",
        description = "Brings about a fault at a stub server that was started with --admin-port.",
        footer = {"", "Kinds: " + FaultRequest.ALLOWED},
        mixinStandardHelpOptions = true)
public final class FaultCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ADMINURL", description = "What 'serve' printed after 'admin'.")
    private URI adminUrl = URI.create("http://127.0.0.1");

    @Parameters(index = "1", paramLabel = "KIND", description = "The kind of fault.")
    private String kind = "";

    @Parameters(index = "2..*", paramLabel = "key=value", description = "Its parameters.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Override
    public Integer call() {
        CommandSpec command = spec();
        checkUsage(command);
        Map<String, String> body = new LinkedHashMap<>(parameters);
        body.put("kind", kind);
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpRequest request = HttpRequest.newBuilder(adminUrl.resolve("/faults"))
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            JsonMapper.shared().writeValueAsBytes(body)))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            boolean done = answer.statusCode() == 200;
            var writer = done
                    ? command.commandLine().getOut()
                    : command.commandLine().getErr();
            writer.println(answer.body());
            writer.flush();
            return done ? 0 : 1;
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

    private void checkUsage(CommandSpec command) {
        if (!"http".equals(adminUrl.getScheme()) || adminUrl.getHost() == null) {
            throw new ParameterException(
                    command.commandLine(), "ADMINURL must be like http://127.0.0.1:PORT but was '" + adminUrl + "'");
        }
        try {
            FaultRequest.of(kind, parameters);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("run this command through picocli");
        }
        return spec;
    }
}
