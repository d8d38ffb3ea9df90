// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.inspector.act.ExactJson;
import dev.trebuchetfx.inspector.text.TerminalText;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

/** The command {@code call}, which calls a method once and prints its result. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = "Calls a method of an actor and prints the result as JSON.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class CallCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "1",
            paramLabel = "URL",
            split = Endpoint.SEPARATOR,
            splitSynopsisLabel = ",",
            converter = Endpoint.class,
            description = Endpoint.SEVERAL)
    private List<URI> urls;

    @Parameters(index = "1", paramLabel = "ACTOR", description = "the actor's name")
    private String actor;

    @Parameters(index = "2", paramLabel = "METHOD", description = "the method, as the server knows it")
    private String method;

    @Parameters(
            index = "3..*",
            paramLabel = "JSON",
            description = "the arguments, one JSON value each: '\"text\"' 3 true")
    private List<String> arguments = new ArrayList<>();

    @Mixin
    private ConnectOptions connect;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Period.class,
            defaultValue = "10s",
            description = "to the response, connecting included; default ${DEFAULT-VALUE}")
    private Duration timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (method.startsWith("observe")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a METHOD that does not begin with observe but found '" + method
                            + "'; use tail for streams");
        }
        Object[] values = arguments.stream().map(this::argument).toArray();
        CallOptions options = CallOptions.builder()
                .timeout(timeout)
                .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
                .build();
        PrintWriter out = spec.commandLine().getOut();
        try (TrebuchetClient client = connect.connect(urls)) {
            JsonNode result = client.actor(actor)
                    .call(method, JsonNode.class, options, values)
                    .join();
            out.println(TerminalText.line(ExactJson.text(result)));
            out.flush();
            return 0;
        } catch (CompletionException e) {
            if (e.getCause() instanceof TrebuchetException failure) {
                spec.commandLine()
                        .getErr()
                        .println(TerminalText.line(TokenOptions.advised(String.valueOf(failure.getMessage()))));
                spec.commandLine().getErr().flush();
                return 1;
            }
            throw e;
        }
    }

    private RawValue argument(String text) {
        try {
            return ExactJson.argument(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a JSON value but found '" + text + "'; a text needs quotes of its own: '\"" + text
                            + "\"'",
                    e);
        }
    }
}
