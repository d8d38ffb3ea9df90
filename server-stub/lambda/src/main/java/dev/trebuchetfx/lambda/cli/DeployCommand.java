// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.cli;

import dev.trebuchetfx.lambda.deployment.DeploymentCommands;
import dev.trebuchetfx.lambda.deployment.DeploymentConfig;
import dev.trebuchetfx.lambda.deployment.DeploymentException;
import dev.trebuchetfx.lambda.deployment.FunctionClassPath;
import dev.trebuchetfx.lambda.deployment.SamTemplate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code deploy}: writes the template of a stack for AWS, and the commands that make it. */
@Command(
        name = "deploy",
        description = "Writes a SAM template for AWS Lambda and API Gateway, and the commands that deploy it.",
        mixinStandardHelpOptions = true)
public final class DeployCommand implements Callable<Integer> {
    /** The names of the file, the second one being that of the original program. */
    private static final List<String> NAMES = List.of("trebuchet.yaml", "trebuche.yaml");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--dry-run", description = "Write the files and speak to no service; needed.")
    private boolean dryRun;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder for the files.")
    private Path out = Path.of("");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "What is wanted; default: trebuchet.yaml, or else trebuche.yaml, in this folder.")
    private @Nullable Path config;

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description =
                    "The jar of the functions; default: the one of this program's build, which 'mvn -pl server-stub/lambda -am package' makes.")
    private Path jar = FunctionsJar.standard();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
        if (!dryRun) {
            throw new ParameterException(
                    command.commandLine(),
                    "deploy writes files for AWS's own tools and deploys nothing itself; give --dry-run, and run DIR/deploy.sh");
        }
        PrintWriter err = command.commandLine().getErr();
        Path file = file(command);
        try {
            DeploymentConfig wanted = DeploymentConfig.read(file);
            if (!wanted.websocket()) {
                err.println(DeploymentConfig.place(file, "websocket", "enabled")
                        + ": websocket.enabled is false, so there is nothing to deploy; set it to true");
                return 1;
            }
            if (!Files.isRegularFile(jar)) {
                err.println("expected the jar of the functions at " + jar + " but found "
                        + (Files.exists(jar) ? "something that is no file" : "none")
                        + "; build it by 'mvn -pl server-stub/lambda -am package -DskipTests', or name yours by --jar");
                return 1;
            }
            if (!FunctionClassPath.has(jar.toString(), SamTemplate.WEB_SOCKET_HANDLER)) {
                err.println("expected the jar of the functions at " + jar + " but found no class "
                        + SamTemplate.WEB_SOCKET_HANDLER
                        + " in it; shade server-stub-lambda into it, as that module's pom.xml does");
                return 1;
            }
            String actors = wanted.actors();
            if (actors != null && !FunctionClassPath.has(jar.toString(), actors)) {
                err.println(DeploymentConfig.place(file, "actors") + ": expected actors to name a class in " + jar
                        + " but found '" + actors + "'; correct the name, or name the jar with your actors by --jar");
                return 1;
            }
            Files.createDirectories(out);
            Path script = out.resolve("deploy.sh");
            Files.writeString(out.resolve("template.yaml"), SamTemplate.of(wanted));
            Files.writeString(
                    script,
                    DeploymentCommands.of(
                            wanted, jar.toAbsolutePath().normalize().toString()));
            script.toFile().setExecutable(true);
            PrintWriter results = command.commandLine().getOut();
            results.println(out.resolve("template.yaml"));
            results.println(script);
            results.flush();
            return 0;
        } catch (DeploymentException e) {
            err.println(e.getMessage());
            return 1;
        } catch (FileAlreadyExistsException e) {
            err.println("expected a folder at " + out + " but found a file; name another one by --out");
            return 1;
        } catch (IOException e) {
            err.println("could not write to " + out + " (" + e + ")");
            return 1;
        }
    }

    private Path file(CommandSpec command) {
        if (config != null) {
            return config;
        }
        return NAMES.stream()
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(
                        () -> new ParameterException(
                                command.commandLine(),
                                "expected a file trebuchet.yaml or trebuche.yaml in this folder but found none; name one by --config"));
    }
}
