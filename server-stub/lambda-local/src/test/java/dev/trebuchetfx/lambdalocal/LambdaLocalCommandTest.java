// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.lambda.ActorFactories;
import dev.trebuchetfx.lambda.ActorProvider;
import dev.trebuchetfx.lambdalocal.cli.LambdaLocalCommand;
import dev.trebuchetfx.server.demo.Counter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The command as a user types it. */
@Timeout(180)
class LambdaLocalCommandTest {
    private static final CallOptions PATIENT = CallOptions.WHEN_CONNECTED.toBuilder()
            .timeout(Duration.ofSeconds(60))
            .build();

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    LambdaLocalCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The actors of the file. */
    public static final class Votes implements ActorProvider {
        @Override
        public void expose(ActorFactories actors) {
            actors.expose("votes/{topic}", topic -> new Counter());
        }
    }

    private int lambdaLocal(String... arguments) {
        return new CommandLine(new LambdaLocalCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String config(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String line(String word) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trebuchet.yaml", "trebuche.yaml"})
    void theFileGivesTheStageTheTablesAndTheActors(String name) throws Exception {
        String file = config(name, """
                provider: aws
                websocket: {stage: polls}
                connection_table: polls-connections
                state_table: polls-states
                actors: %s
                """.formatted(Votes.class.getName()));
        try (LocalDatabase database = LocalDatabase.start(Emulated.classPath(), Path.of("target", "lambda-local"))) {
            Thread command = Thread.ofPlatform()
                    .start(() -> lambdaLocal(
                            "--port",
                            "0",
                            "--containers",
                            "1",
                            "--functions",
                            Emulated.classPath(),
                            "--dynamodb",
                            database.endpoint().toString(),
                            "--config",
                            file));
            try {
                await().atMost(Duration.ofSeconds(90)).until(() -> !line("logs").isEmpty() || !command.isAlive());
                assertThat(err.toString()).isEmpty();
                assertThat(line("ready")).startsWith("ws://127.0.0.1:").endsWith("/polls");
                assertThat(line("connections")).startsWith("http://127.0.0.1:").endsWith("/polls");
                try (TrebuchetClient client = TrebuchetClient.builder(URI.create(line("ready")))
                        .line(LineOptions.GATEWAY)
                        .build()) {
                    assertThat(client.actor("votes/tea")
                                    .call("increment", Integer.class, PATIENT)
                                    .get(60, TimeUnit.SECONDS))
                            .isEqualTo(1);
                }
                assertThat(tables(database.endpoint()))
                        .contains("polls-connections", "polls-states", "polls-states-log")
                        .allMatch(table -> table.startsWith("polls-"));
            } finally {
                command.interrupt();
                command.join();
            }
        }
    }

    @Test
    @Timeout(30)
    void aClassThatIsUnknownIsNamedWithItsPlaceAndNothingStarts() throws IOException {
        String file = config("trebuchet.yaml", """
                provider: aws
                actors: com.example.Pools
                """);
        assertThat(lambdaLocal(
                        "--functions", Emulated.classPath(), "--dynamodb", "http://127.0.0.1:1", "--config", file))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement(InstanceOfAssertFactories.STRING)
                .isEqualTo(file + ":2:9: expected actors to name a public class that implements"
                        + " dev.trebuchetfx.lambda.ActorProvider, with a public constructor without parameters, on the"
                        + " class path of the containers, but found 'com.example.Pools'; correct the name, or give the"
                        + " class path with your actors by --functions");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @Timeout(60)
    void aDatabaseThatIsNotThereIsToldInOneLine() {
        assertThat(lambdaLocal("--port", "0", "--functions", Emulated.classPath(), "--dynamodb", "http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("Connection refused", "check the endpoint");
    }

    /** The containers say so, and nobody waits for them any longer. */
    @Test
    void aClassThatIsNoProviderIsNamedWithItsPlace() throws Exception {
        String file = config("trebuchet.yaml", "actors: " + Counter.class.getName());
        try (LocalDatabase database = LocalDatabase.start(Emulated.classPath(), Path.of("target", "lambda-local"))) {
            assertThat(lambdaLocal(
                            "--port",
                            "0",
                            "--containers",
                            "1",
                            "--functions",
                            Emulated.classPath(),
                            "--dynamodb",
                            database.endpoint().toString(),
                            "--config",
                            file))
                    .isEqualTo(1);
        }
        assertThat(err.toString())
                .startsWith(file + ":1:9: expected actors to name a public class")
                .contains("but found '" + Counter.class.getName() + "'", "ClassCastException", "see ")
                .doesNotContain("120 s");
        assertThat(out.toString()).isEmpty();
    }

    private static List<String> tables(URI database) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(database)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build()) {
            return client.listTables().tableNames();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"trebuchet.yaml", "trebuche.yaml"})
    void anErrorInTheFileNamesItsPlaceAndNothingStarts(String name) throws IOException {
        String file = config(name, "provider: aws\nwebsocket:\n  stage: a/b\n");

        assertThat(lambdaLocal("--config", file)).isEqualTo(1);
        assertThat(err)
                .hasToString(file + ":3:10: expected stage to be a name of at most 128 letters, digits, _ and - but"
                        + " found 'a/b'" + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatCanNotBeReadIsNamed() throws IOException {
        String missing = folder.resolve("missing.yaml").toString();
        assertThat(lambdaLocal("--config", missing)).isEqualTo(1);
        Path latin = Files.write(folder.resolve("latin.yaml"), "name: café".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(lambdaLocal("--config", latin.toString())).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "could not read " + missing + ": there is no such file; name another one by --config",
                        latin + ":1:10: expected text in UTF-8 but found bytes that are none");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void containersAreAtLeastOne() {
        assertThat(lambdaLocal(
                        "--port", "0", "--containers", "0", "--functions", "x", "--dynamodb", "http://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("expected --containers to be at least 1 but found 0");
    }

    @Test
    void aJarThatIsNotThereIsNotTakenForAMissingClass() throws IOException {
        String file = Files.writeString(folder.resolve("trebuchet.yaml"), "actors: com.example.Polls")
                .toString();
        assertThat(lambdaLocal("--functions", "nojar.jar", "--config", file)).isEqualTo(1);
        assertThat(err)
                .hasToString("expected a jar or folder of the functions at 'nojar.jar' but found nothing; correct the"
                        + " class path that --functions gives" + System.lineSeparator());
    }
}
