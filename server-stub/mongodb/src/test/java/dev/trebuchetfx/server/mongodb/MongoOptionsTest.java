// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and options, as an operator writes them. */
class MongoOptionsTest {
    private static final String ADDRESS = "mongodb://me@localhost/states";

    private static String password(MongoOptions options) {
        return String.valueOf(
                Objects.requireNonNull(options.client().getCredential()).getPassword());
    }

    @Test
    void anAddressNamesServersAndADatabase() {
        MongoOptions options = MongoOptions.read(
                "mongodb://us%40er:p%2Fw%3Ax@one:1,two:2/states?replicaSet=rs0&authSource=admin", Map.of());

        assertThat(options.database()).isEqualTo("states");
        assertThat(options.states()).isEqualTo("actor_states");
        assertThat(options.log()).isEqualTo("actor_state_log");
        assertThat(options.createSchema()).isFalse();
        assertThat(options.client().getClusterSettings().getHosts()).hasSize(2);
        assertThat(password(options)).isEqualTo("p/w:x");
        assertThat(options.toString()).contains("states", "one:1").doesNotContain("p/w");
    }

    @Test
    void optionsAreRead() {
        MongoOptions options = MongoOptions.read(
                "mongodb://localhost/states",
                Map.of(
                        "collection", "s",
                        "log-collection", "l",
                        "create-schema", "true",
                        "connect-timeout", "3s",
                        "statement-timeout", "1m",
                        "pool-size", "20"));

        assertThat(options.states()).isEqualTo("s");
        assertThat(options.log()).isEqualTo("l");
        assertThat(options.createSchema()).isTrue();
        assertThat(options.statementTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.client().getConnectionPoolSettings().getMaxSize()).isEqualTo(20);
        assertThat(options.client()
                        .getClusterSettings()
                        .getServerSelectionTimeout(java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    @Test
    void aPasswordComesFromTheFirstLineOfAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "s e@c/r+t%\nignored\n");
        Map<String, String> options = Map.of("password-file", file.toString());

        assertThat(password(MongoOptions.read(ADDRESS, options))).isEqualTo("s e@c/r+t%");
        assertThat(password(MongoOptions.read("mongodb://me:own@localhost/states", options)))
                .isEqualTo("own");
        assertThatThrownBy(() -> MongoOptions.read(ADDRESS, Map.of("password-file", folder.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password-file must name a file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://me:s/ecret@localhost/states",
                "mongodb://me:s@ecret@localhost:x/states",
                "mongodb://me:ecret%zz@localhost/states",
                "mongodb://me:ecret@/states",
                "mongodb://:ecret@localhost/states"
            })
    void anAddressThatIsNoneIsNotShown(String address) {
        assertThatThrownBy(() -> MongoOptions.read(address, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected an address like mongodb://")
                .hasNoCause()
                .message()
                .doesNotContain("ecret");
    }

    @Test
    void anAddressWithoutADatabaseIsRefused() {
        assertThatThrownBy(() -> MongoOptions.read("mongodb://localhost", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must name a database");
    }

    @ParameterizedTest
    @CsvSource({
        "collections, x, the store on MongoDB has no option 'collections'; it has collection",
        "create-schema, yes, must be true or false but was 'yes'",
        "connect-timeout, 10, can't be used",
        "connect-timeout, 999ms, must be from 1s to 24h but was '999ms'",
        "statement-timeout, 1s, must be from 2s to 24h but was '1s'",
        "pool-size, 1, must be a whole number from 2 to 999 but was '1'",
        "collection, a$b, must be a collection's name",
        "log-collection, system.x, must be a collection's name",
    })
    void aWrongOptionIsExplained(String option, String value, String message) {
        assertThatThrownBy(() -> MongoOptions.read("mongodb://localhost/states", Map.of(option, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theProviderTakesTheAddressesOfMongoDbAlone() {
        MongoStateStoreProvider provider = new MongoStateStoreProvider();

        assertThat(provider.accepts("mongodb://localhost/states")).isTrue();
        assertThat(provider.accepts("mongodb+srv://cluster.example/states")).isTrue();
        assertThat(provider.accepts("postgresql://localhost/states")).isFalse();
        assertThat(provider.form()).startsWith("mongodb://");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'isWritablePrimary': true, 'setName': 'rs0'} | true",
                "{'isWritablePrimary': true, 'msg': 'isdbgrid'} | true",
                "{'isWritablePrimary': true} | false"
            })
    void aServerThatStandsAloneIsTold(String hello, boolean isReplicated) {
        assertThat(MongoSchema.isReplicated(BsonDocument.parse(hello))).isEqualTo(isReplicated);
    }
}
