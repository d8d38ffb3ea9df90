// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trebuchet.yaml, and where in it something is wrong. */
class DeploymentConfigTest {
    private static DeploymentConfig read(String text) throws DeploymentException {
        return DeploymentConfig.read("trebuchet.yaml", text);
    }

    @Test
    void theFileOfTheOriginalProgramIsRead() throws Exception {
        DeploymentConfig config = read("""
                # trebuche.yaml
                provider: aws
                websocket:
                  enabled: true
                  stage: production
                  routes:
                    - $connect     # Handle new connections
                    - $disconnect  # Handle disconnections
                    - $default     # Handle all messages

                connection_table: trebuche-connections
                state_table: trebuche-actor-state
                """);

        assertThat(config).isEqualTo(read("provider: aws"));
        assertThat(config.stage()).isEqualTo("production");
        assertThat(config.routes()).containsExactly("$connect", "$disconnect", "$default");
        assertThat(config.connectionTable()).isEqualTo("trebuche-connections");
        assertThat(config.stateTable()).isEqualTo("trebuche-actor-state");
    }

    @Test
    @Timeout(30)
    void aFileThatNeverEndsOrIsNestedWithoutEndIsRefused(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path each : List.of(pipe, Path.of("/dev/zero"))) {
            assertThatExceptionOfType(DeploymentException.class)
                    .isThrownBy(() -> DeploymentConfig.read(each))
                    .withMessageContaining("expected a regular file but found a pipe or a device");
        }
        Path large = folder.resolve("large.yaml");
        Files.write(large, new byte[(1 << 20) + 1]);
        assertThatExceptionOfType(DeploymentException.class)
                .isThrownBy(() -> DeploymentConfig.read(large))
                .withMessageContaining("expected at most 1048576 bytes but found more");
        assertThatExceptionOfType(DeploymentException.class)
                .isThrownBy(() -> read("[".repeat(200_000)))
                .withMessageContaining("expected a few levels of keys but found far more");
    }

    @Test
    void allElseCanBeSaidToo() throws Exception {
        DeploymentConfig config = read("""
                name: polls
                region: eu-central-1
                actors: com.example.Polls
                memory: 512
                log_retention_days: 14
                websocket: {enabled: false, routes: [$connect, $disconnect, $default, invocation]}
                """);

        assertThat(config.name()).isEqualTo("polls");
        assertThat(config.region()).isEqualTo("eu-central-1");
        assertThat(config.actors()).isEqualTo("com.example.Polls");
        assertThat(config.memory()).isEqualTo(512);
        assertThat(config.websocket()).isFalse();
        assertThat(config.routes()).endsWith("invocation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider: azure|trebuchet.yaml:1:11: expected provider to be aws, the one provider that there is, but found 'azure'",
                "state_tabel: a|trebuchet.yaml:1:1: expected one of [actors, alarm_topic, connection_table, log_retention_days, memory, name, provider, region, state_table, websocket] but found 'state_tabel'",
                "'a: [1'|trebuchet.yaml:1:6: could not be read as YAML: while parsing a flow sequence: expected ',' or ']', but got <stream end>",
                "'alarm_topic: polls'|trebuchet.yaml:1:14: expected alarm_topic to be the ARN of an SNS topic, such as arn:aws:sns:eu-central-1:123456789012:alarms, but found 'polls'",
                "'[aws]'|trebuchet.yaml:1:1: expected the file to have keys",
                "'memory: 64'|trebuchet.yaml:1:9: expected memory to be 256 to 10240 (MB) but found '64'",
                "'memory: [1]'|trebuchet.yaml:1:9: expected memory to be 256 to 10240 (MB) but found a list",
                "'log_retention_days: 2'|trebuchet.yaml:1:21: expected log_retention_days to be one of [1, 3,",
                "'websocket: {enabled: maybe}'|trebuchet.yaml:1:22: expected enabled to be true or false but found 'maybe'",
                "'websocket: {routes: [$connect]}'|trebuchet.yaml:1:21: expected the routes [$connect, $disconnect, $default] but $disconnect is missing",
                "'websocket: {routes: [$connect, $connect]}'|trebuchet.yaml:1:32: expected each route once but found '$connect' again",
                "'websocket: {routes: yes}'|trebuchet.yaml:1:21: expected routes to be a list like",
                "'connection_table: x'|trebuchet.yaml:1:19: expected connection_table to be a name of 3 to 255 letters",
                "'{state_table: one, connection_table: one}'|trebuchet.yaml:1:38: expected another table than those of state_table (one, one-log and one-changes) but found one",
                "'{state_table: one, connection_table: one-log}'|trebuchet.yaml:1:38: expected another table than those of state_table (one, one-log and one-changes) but found one-log",
                "'{state_table: one, connection_table: one-changes}'|trebuchet.yaml:1:38: expected another table than those of state_table (one, one-log and one-changes)",
                "'state_table: trebuche-connections'|trebuchet.yaml:1:14: expected another table than connection_table, trebuche-connections",
                "'{name: a, name: b}'|trebuchet.yaml:1:11: expected each key once but found 'name' again",
                "''|trebuchet.yaml:1:1: expected keys such as 'provider: aws' but the file is empty",
            })
    void errorsNameTheirPlace(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    @Timeout(30)
    void whatIsLongBeyondReasonIsRefusedInFewWords() {
        assertThatThrownBy(() -> read("actors: a" + ".a".repeat(200_000)))
                .isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith(
                        "trebuchet.yaml:1:9: expected actors to be the name of a class but found 'a.a.a.")
                .message()
                .hasSizeLessThan(300);
        assertThatThrownBy(() -> read("region: eu" + "-a".repeat(200_000) + "-1"))
                .isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith("trebuchet.yaml:1:9: expected region");
        StringBuilder routes = new StringBuilder("websocket: {routes: [$connect");
        for (int i = 0; i < 100_000; i++) {
            routes.append(", r").append(i);
        }
        assertThatThrownBy(() -> read(routes + "]}"))
                .isInstanceOf(DeploymentException.class)
                .hasMessageEndingWith("expected at most 300 routes, as API Gateway has, but found 100001");
        assertThatThrownBy(() -> read("name: \"\\e[2J\""))
                .isInstanceOf(DeploymentException.class)
                .hasMessageEndingWith("but found '?[2J'");
    }

    @Test
    void aSecondDocumentAndForeignBytesNameTheirPlace(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> read("name: a\n---\nname: b"))
                .isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith("trebuchet.yaml:2:1: could not be read as YAML: expected a single document");
        Path latin = Files.write(
                folder.resolve("latin.yaml"), "provider: aws\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DeploymentConfig.read(latin))
                .isInstanceOf(DeploymentException.class)
                .hasMessage(latin + ":2:10: expected text in UTF-8 but found bytes that are none");
    }

    @Test
    void aTableHasRoomForTheEndsOfItsOwnTables() {
        assertThatThrownBy(() -> read("state_table: " + "t".repeat(248)))
                .isInstanceOf(DeploymentException.class)
                .hasMessageStartingWith("trebuchet.yaml:1:14: expected state_table to be a name of 3 to 247 letters");
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            assertThat(read(text)).isNotNull();
        } catch (DeploymentException e) {
            assertThat(e).hasMessageStartingWith("trebuchet.yaml");
        }
    }
}
