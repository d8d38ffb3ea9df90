// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.cli;

import dev.trebuchetfx.lambda.ActorProvider;
import dev.trebuchetfx.lambda.deployment.DeploymentConfig;
import dev.trebuchetfx.lambda.deployment.DeploymentException;
import dev.trebuchetfx.lambda.deployment.FunctionClassPath;
import dev.trebuchetfx.lambdalocal.EmulatorJars;
import dev.trebuchetfx.lambdalocal.LambdaLocal;
import dev.trebuchetfx.lambdalocal.LambdaLocalOptions;
import dev.trebuchetfx.lambdalocal.gateway.GatewaySettings;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.StateStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code lambda-local}: runs the functions for AWS on this machine until a signal ends it. */
@Command(
        name = "lambda-local",
        description = "Runs the functions for AWS Lambda on this machine, behind an emulated API Gateway.",
        footer = {
            "",
            "Prints 'ready ws://HOST:PORT/STAGE' when clients may connect, then",
            "'connections http://HOST:PORT/STAGE', to which functions post, and",
            "'admin http://127.0.0.1:N', which takes faults: containers are killed by",
            "POST /faults {\"kind\":\"kill\",\"moment\":\"within\"}, and 'logs FOLDER', to which",
            "the containers and the database write. Ctrl-C ends it."
        },
        mixinStandardHelpOptions = true)
public final class LambdaLocalCommand implements Callable<Integer> {
    /** The begin of what a function says whose actors can't be made. */
    private static final String NO_ACTORS = "the variable TREBUCHET_ACTORS must name";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the gateway; 0 takes a free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port on loopback for GET /health and POST /faults; 0 takes a free one (${DEFAULT-VALUE}).")
    private int adminPort;

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            description = "Name of the stage, the first segment of each path (that of --config, else local).")
    private @Nullable String stage;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A trebuchet.yaml, as deploy reads it: gives the stage, the tables and the actors.")
    private @Nullable Path config;

    @Option(
            names = "--containers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Most containers of each function (${DEFAULT-VALUE}).")
    private int containers;

    @Option(
            names = "--token",
            paramLabel = "NAME=T",
            description =
                    "Lets in who sends 'Authorization: Bearer T', as NAME, as an authoriser would; may be given several times. Without any,"
                            + " anyone may connect.")
    private Map<String, String> tokens = new HashMap<>();

    @Option(
            names = "--dynamodb",
            paramLabel = "URL",
            description = "Endpoint of a DynamoDB Local that runs already; without it, one is started.")
    private @Nullable URI database;

    @Option(
            names = "--functions",
            paramLabel = "CLASSPATH",
            description =
                    "Class path of the containers, with the functions and aws-lambda-java-runtime-interface-client; by default the ones of this"
                            + " project.")
    private @Nullable String functions;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = spec();
        PrintWriter out = command.commandLine().getOut();
        if (containers < 1) {
            throw new ParameterException(
                    command.commandLine(), "expected --containers to be at least 1 but found " + containers);
        }
        Map<String, String> principals = new HashMap<>();
        tokens.forEach((name, token) -> principals.put(token, name));
        try {
            LambdaLocalOptions options = options(principals);
            try (SystemTime time = new SystemTime("trebuchet-lambda-timers", Clock.systemUTC());
                    LambdaLocal emulator = new LambdaLocal(options, time)) {
                Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "trebuchet-lambda-shutdown"));
                out.println("ready " + emulator.uri());
                out.println("connections " + emulator.connectionsUri());
                out.println("admin " + emulator.adminUri());
                out.println("logs " + options.logs());
                out.flush();
                // Until a signal ends the process.
                new CountDownLatch(1).await();
                return 0;
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (DeploymentException | StateStoreException | IOException e) {
            command.commandLine().getErr().println(explained(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    /** Returns why nothing has started; with the place in the file where the functions don't know the class that it names. */
    private String explained(String why) {
        Path file = config;
        if (file == null || !why.contains(NO_ACTORS)) {
            return why;
        }
        try {
            String actors = DeploymentConfig.read(file).actors();
            return actors == null ? why : noActors(file, actors) + " (" + why + ")";
        } catch (DeploymentException e) {
            return why;
        }
    }

    private static String noActors(Path file, String actors) throws DeploymentException {
        return DeploymentConfig.place(file, "actors")
                + ": expected actors to name a public class that implements " + ActorProvider.class.getName()
                + ", with a public constructor without parameters, on the class path of the containers, but found '"
                + actors + "'; correct the name, or give the class path with your actors by --functions";
    }

    private LambdaLocalOptions options(Map<String, String> principals) throws IOException, DeploymentException {
        DeploymentConfig wanted = config == null ? null : DeploymentConfig.read(config);
        String found = wanted == null ? "local" : wanted.stage();
        String classPath = functions == null ? EmulatorJars.functions() : functions;
        String missing = FunctionClassPath.missing(classPath);
        if (missing != null) {
            throw new IOException("expected a jar or folder of the functions at '" + missing
                    + "' but found nothing; correct the class path that --functions gives");
        }
        if (config != null
                && wanted != null
                && wanted.actors() != null
                && !FunctionClassPath.has(classPath, wanted.actors())) {
            throw new IOException(noActors(config, wanted.actors()));
        }
        return new LambdaLocalOptions(
                host,
                port,
                adminPort,
                GatewaySettings.DOCUMENTED
                        .withStage(stage == null ? found : stage)
                        .withTokens(principals),
                containers,
                classPath,
                database == null ? EmulatorJars.database() : "",
                database,
                wanted == null ? Map.of() : environment(wanted),
                Duration.ofMillis(50),
                Files.createTempDirectory("trebuchet-lambda-local"));
    }

    /** Returns the variables that the template would set. */
    private static Map<String, String> environment(DeploymentConfig wanted) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TREBUCHET_STATE_TABLE", wanted.stateTable());
        environment.put("TREBUCHET_CONNECTION_TABLE", wanted.connectionTable());
        if (wanted.actors() != null) {
            environment.put("TREBUCHET_ACTORS", wanted.actors());
        }
        return environment;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("run this command through picocli");
        }
        return spec;
    }
}
