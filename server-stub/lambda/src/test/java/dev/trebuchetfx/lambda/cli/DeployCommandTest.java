// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a user types it. */
class DeployCommandTest {
    private static final String FUNCTIONS = "dev/trebuchetfx/lambda/WebSocketHandler.class";

    private final Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    DeployCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int deploy(String... arguments) {
        return new CommandLine(new DeployCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String config(String text) throws IOException {
        return Files.writeString(folder.resolve("trebuchet.yaml"), text).toString();
    }

    @Test
    void aJarWithoutTheFunctionsOrTheActorsIsRefused() throws IOException {
        String target = folder.resolve("aws").toString();
        String none = jarWith("com/example/Other.class").toString();
        assertThat(deploy("--dry-run", "--out", target, "--config", config("name: polls"), "--jar", none))
                .isEqualTo(1);
        String noActors = jarWith(FUNCTIONS).toString();
        String wanted = config("name: polls\nactors: com.example.Polls\n");
        assertThat(deploy("--dry-run", "--out", target, "--config", wanted, "--jar", noActors))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "expected the jar of the functions at " + none
                                + " but found no class dev.trebuchetfx.lambda.WebSocketHandler in it; shade"
                                + " server-stub-lambda into it, as that module's pom.xml does",
                        wanted + ":2:9: expected actors to name a class in " + noActors
                                + " but found 'com.example.Polls'; correct the name, or name the jar with your actors by --jar");
        assertThat(folder.resolve("aws")).doesNotExist();
        String both = jarWith(FUNCTIONS, "com/example/Polls.class").toString();
        assertThat(deploy("--dry-run", "--out", target, "--config", wanted, "--jar", both))
                .isZero();
    }

    @Test
    void theFilesAreWrittenAndNamed() throws IOException {
        Path target = folder.resolve("aws");
        String jar = jarWith(FUNCTIONS).toString();
        int exit = deploy("--dry-run", "--out", target.toString(), "--config", config("name: polls"), "--jar", jar);

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        target.resolve("template.yaml").toString(),
                        target.resolve("deploy.sh").toString());
        assertThat(target.resolve("template.yaml")).content().startsWith("AWSTemplateFormatVersion: \"2010-09-09\"");
        assertThat(target.resolve("deploy.sh")).isExecutable().content().contains("--stack-name polls", jar);
    }

    @Test
    void anErrorInTheFileNamesItsPlace() throws IOException {
        String file = config("provider: aws\nmemory: 1\n");

        assertThat(deploy("--dry-run", "--out", folder.toString(), "--config", file))
                .isEqualTo(1);
        assertThat(err)
                .hasToString(
                        file + ":2:9: expected memory to be 256 to 10240 (MB) but found '1'" + System.lineSeparator());
        assertThat(folder.resolve("template.yaml")).doesNotExist();
    }

    @Test
    void aFileInPlaceOfTheFolderIsNamed() throws IOException {
        String jar = jarWith(FUNCTIONS).toString();
        Path file = Files.createFile(folder.resolve("out"));

        assertThat(deploy("--dry-run", "--out", file.toString(), "--config", config("name: polls"), "--jar", jar))
                .isEqualTo(1);
        assertThat(err)
                .hasToString("expected a folder at " + file + " but found a file; name another one by --out"
                        + System.lineSeparator());
    }

    @Test
    void withoutAWebSocketThereIsNothingToDeploy() throws IOException {
        assertThat(deploy(
                        "--dry-run",
                        "--out",
                        folder.toString(),
                        "--config",
                        config("name: polls\nwebsocket: {enabled: false}")))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith(folder.resolve("trebuchet.yaml") + ":2:22: ")
                .contains("websocket.enabled is false");
    }

    @Test
    void nothingIsDeployedByThisProgram() throws IOException {
        assertThat(deploy("--out", folder.toString(), "--config", config("name: polls")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("give --dry-run");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThat(deploy("--dry-run", "--out", folder.toString(), "--config", "missing.yaml"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("could not read missing.yaml");
    }

    @Test
    void aJarThatIsMissingIsNamedAndNothingIsWritten() throws IOException {
        Path target = folder.resolve("aws");
        for (Path missing : List.of(folder.resolve("missing.jar"), folder)) {
            err.getBuffer().setLength(0);
            assertThat(deploy(
                            "--dry-run",
                            "--out",
                            target.toString(),
                            "--config",
                            config("name: polls"),
                            "--jar",
                            missing.toString()))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("expected the jar of the functions at " + missing + " but found ")
                    .contains("mvn -pl server-stub/lambda -am package -DskipTests", "--jar");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void theJarIsFoundBesideTheProgramWhateverTheFolder() throws IOException {
        Path app = Files.createDirectories(folder.resolve("command-line/target/app"));
        Path jar = folder.resolve("server-stub/lambda/target/trebuchet-functions.jar");
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);

        assertThat(FunctionsJar.beside(app.toString())).isEqualTo(jar);
        assertThat(FunctionsJar.beside("")).isEqualTo(Path.of("server-stub/lambda/target/trebuchet-functions.jar"));
    }

    /** Runs the script with tools that note what they are asked, as in an account that has these stacks and tables. Returns what it says. */
    private String runScript(Path script, List<String> there, String... arguments) throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path asked = folder.resolve("asked");
        Files.deleteIfExists(asked);
        String looks = there.stream()
                .map(each -> "*'" + each + "'*) echo arn:of:the:stream; exit 0;; ")
                .collect(Collectors.joining());
        for (String tool : List.of("aws", "sam")) {
            Path file = Files.writeString(
                    tools.resolve(tool),
                    "#!/bin/sh\necho \"" + tool + " $*\" >> '" + asked + "'\ncase \"$*\" in " + looks
                            + "describe-*|*\\ describe-*) [ -e '" + asked + ".made' ];; *deploy*) touch '" + asked
                            + ".made';; esac\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.deleteIfExists(Path.of(asked + ".made"));
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", tools + File.pathSeparator + System.getenv("PATH"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said + Files.readString(asked);
    }

    @Test
    void theScriptMakesNoStackOverTablesThatAreThereUnlessItIsTold() throws Exception {
        Path target = folder.resolve("aws");
        String jar = jarWith(FUNCTIONS).toString();
        assertThat(deploy("--dry-run", "--out", target.toString(), "--config", config("name: polls"), "--jar", jar))
                .isZero();
        Path script = target.resolve("deploy.sh");
        List<String> table = List.of("describe-table --table-name trebuche-actor-state");

        assertThat(runScript(script, List.of()))
                .contains("sam deploy", " ConnectionTableName=trebuche-connections AlarmTopic=none")
                .doesNotContain("StateStream=");
        assertThat(runScript(script, table))
                .contains("expected no table trebuche-actor-state, since there is no stack polls yet, but found one")
                .doesNotContain("sam deploy");
        assertThat(runScript(script, table, "--take-over")).contains("sam deploy", "StateStream=arn:of:the:stream");
        assertThat(runScript(script, List.of("describe-stacks --stack-name polls", table.getFirst())))
                .contains("sam deploy")
                .doesNotContain("StateStream=");
    }

    private Path jarWith(String... entries) throws IOException {
        Path jar = folder.resolve("polls.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
            }
        }
        return jar;
    }
}
