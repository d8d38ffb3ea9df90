// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.server.postgres.PostgresOptions.ChangeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and options, as an operator writes them. */
class PostgresOptionsTest {
    private static PostgresOptions read(String address, Map<String, String> options) {
        return PostgresOptions.read(address, options, name -> name.equals("PGPASSWORD") ? "from-environment" : null);
    }

    @Test
    void anAddressAsTheToolsWriteIt() {
        PostgresAddress address =
                PostgresAddress.parse("postgresql://us%40er:p%2Fw%3Ax+@db.example:6432/states?sslmode=require"
                        + "&application_name=node%201&connect_timeout=3&target_session_attrs=read-write");

        assertThat(address.url()).isEqualTo("jdbc:postgresql://db.example:6432/states");
        Properties properties = address.properties();
        assertThat(properties)
                .containsEntry("user", "us@er")
                .containsEntry("password", "p/w:x+")
                .containsEntry("sslmode", "require")
                .containsEntry("ApplicationName", "node 1")
                .containsEntry("connectTimeout", "3")
                .containsEntry("targetServerType", "primary");
        assertThat(address).hasToString("postgresql://db.example:6432/states");
    }

    @Test
    void anAddressOfJdbc() {
        PostgresAddress address =
                PostgresAddress.parse("jdbc:postgresql://one:1,two:2/states?user=me&password=secret&currentSchema=app");

        assertThat(address.url()).isEqualTo("jdbc:postgresql://one:1,two:2/states");
        assertThat(address.properties())
                .containsEntry("user", "me")
                .containsEntry("password", "secret")
                .containsEntry("currentSchema", "app")
                .containsEntry("targetServerType", "primary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user:secret@host:port/states",
                "postgresql://user:sec/ret@host/states",
                "postgresql://user:secret%@host/states",
                "postgresql://user:secret%zz@host/states",
                "jdbc:postgresql://user:secret@host/states",
                "postgresql://host/states?password=secret&odd=1",
                "postgresql://host/states?password=secret&user",
                "postgresql://user@secret@host:x/states"
            })
    void anAddressThatCannotBeReadIsNotShown(String address) {
        assertThatThrownBy(() -> read(address, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void thePasswordComesFromTheAddressOrAFileOrTheEnvironment(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from-file\n");
        Map<String, String> withFile = Map.of("password-file", file.toString());

        assertThat(read("postgresql://me:mine@h/d", withFile).address().properties())
                .containsEntry("password", "mine");
        assertThat(read("postgresql://me@h/d", withFile).address().properties()).containsEntry("password", "from-file");
        assertThat(read("postgresql://me@h/d", Map.of()).address().properties())
                .containsEntry("password", "from-environment");
        assertThatThrownBy(() -> read("postgresql://h/d", Map.of("password-file", "/none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password-file");
        assertThat(read("postgresql://me:mine@h/d", Map.of()).toString()).doesNotContain("mine");
    }

    @Test
    void optionsHaveDefaults() {
        PostgresOptions options = read("postgresql://h/d", Map.of());

        assertThat(options.createSchema()).isFalse();
        assertThat(options.changes()).isEqualTo(ChangeKind.NOTIFY);
        assertThat(options.names()).isEqualTo(PostgresNames.DEFAULT);
        assertThat(options.statementTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.changesAddress()).isSameAs(options.address());
        assertThat(options.address().properties())
                .containsEntry("connectTimeout", "5")
                .containsEntry("socketTimeout", "20")
                .containsEntry("tcpKeepAlive", "true");
    }

    @Test
    void changesMayHaveAnAddressOfTheirOwn() {
        PostgresOptions options =
                read("postgresql://me:mine@pooler/d", Map.of("changes-address", "postgresql://me@server/d"));

        assertThat(options.changesAddress().url()).isEqualTo("jdbc:postgresql://server/d");
        assertThat(options.changesAddress().properties())
                .containsEntry("password", "from-environment")
                .containsEntry("tcpKeepAlive", "true");
    }

    @ParameterizedTest
    @CsvSource({
        "tables, x, no option 'tables'",
        "changes, poll, notify or replication",
        "create-schema, yes, true or false",
        "pool-size, 0, from 1 to 999",
        "pool-size, many, from 1 to 999",
        "connect-timeout, 10, a duration like",
        "connect-timeout, 10ms, connect-timeout must be from",
        "socket-timeout, 5s, longer than statement-timeout",
        "table, '', table must be a name",
        "table, a$b, table must be a name",
        "table, aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeef, 1 to 50 bytes",
        "log-table, actor_states, must differ",
        "channel, aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1234, 1 to 63 bytes",
    })
    void anOptionThatCannotBeUsedIsRefused(String name, String value, String message) {
        assertThatThrownBy(() -> read("postgresql://h/d", Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesStandInTheFilesInPlaceOfTheDefaultOnes() {
        PostgresNames names = new PostgresNames("a\"b", "log", "it's", "pub_1");

        assertThat(names.in("\"actor_states\" \"actor_states_log\" \"actor_state_log\" \"actor_state_log_write\""
                        + " 'actor_state_changes' \"actor_state_changes\" actor_states 'actor_states'"))
                .isEqualTo("\"a\"\"b\" \"a\"\"b_log\" \"log\" \"log_write\" 'it''s' \"pub_1\" actor_states"
                        + " 'actor_states'");
    }
}
