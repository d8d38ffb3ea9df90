// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.server.dynamodb.DynamoOptions.Capacity;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

/** The address and the options of a store. */
class DynamoOptionsTest {
    private static DynamoOptions read(String address, Map<String, String> options) {
        return DynamoOptions.read(address, options, name -> null);
    }

    @Test
    void anAddressNamesTheTableAndTheOthersFollow() {
        DynamoOptions options = read("dynamodb:states", Map.of());

        assertThat(options.names()).isEqualTo(new DynamoNames("states", "states-log", "states-changes"));
        assertThat(options.capacity()).isNull();
        assertThat(options.endpoint()).isNull();
        assertThat(options.region()).isNull();
        assertThat(options.createSchema()).isFalse();
        assertThat(options.pollInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(options.readerTerm()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read("dynamodb:", Map.of()).names().states()).isEqualTo("trebuche-actor-state");
    }

    @Test
    void everyOptionIsRead() {
        DynamoOptions options = read(
                "dynamodb:states",
                Map.of(
                        "log-table", "the.log",
                        "changes-table", "the_changes",
                        "endpoint", "https://dynamodb.example.com",
                        "region", "eu-central-1",
                        "create-schema", "",
                        "capacity", "20/10",
                        "connect-timeout", "1s",
                        "request-timeout", "3s",
                        "poll-interval", "1s",
                        "reader-term", "30s"));

        assertThat(options)
                .isEqualTo(new DynamoOptions(
                        new DynamoNames("states", "the.log", "the_changes"),
                        true,
                        true,
                        new Capacity(20, 10),
                        URI.create("https://dynamodb.example.com"),
                        Region.EU_CENTRAL_1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30)));
    }

    @Test
    void anEndpointOfOnesOwnNeedsNoRegion() {
        Map<String, String> own = Map.of("endpoint", "http://127.0.0.1:8000");

        assertThat(read("dynamodb:states", own).region()).isEqualTo(Region.US_EAST_1);
        assertThat(DynamoOptions.read("dynamodb:states", own, name -> "eu-west-1")
                        .region())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tabel; x; the store on DynamoDB has no option 'tabel'; it has capacity",
                "log-table; a b; the log-table must be a name of 3 to 255 letters",
                "log-table; states; the table and the options log-table and changes-table must differ",
                "endpoint; localhost:8000; the option endpoint must be an address like",
                "endpoint; a b; the option endpoint must be an address like",
                "region; Europe!; the option region must be a name like eu-central-1",
                "capacity; 0/1; the option capacity must be on-demand, or the units",
                "create-schema; yes; the option create-schema must be true or false",
                "poll-interval; 1ms; the option poll-interval must be from 50ms to 1h but was '1ms'",
                "reader-term; soon; the option reader-term can't be used"
            })
    void whatCannotBeUsedIsSaid(String name, String value, String message) {
        assertThatThrownBy(() -> read("dynamodb:states", Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingRegionIsSaidInWords() {
        SdkClientException sdk = SdkClientException.create(
                "No region in software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain@475c9c31: [none]");

        assertThat(DynamoClients.refusal(sdk))
                .hasMessage("the store on DynamoDB needs a region; give the option region, or set AWS_REGION"
                        + " (No region in DefaultAwsRegionProviderChain: [none])");
    }

    @Test
    void theAddressesOfOthersAreNotAccepted() {
        DynamoStateStoreProvider provider = new DynamoStateStoreProvider();

        assertThat(provider.accepts("dynamodb:states")).isTrue();
        assertThat(provider.accepts("sqlite:states.db")).isFalse();
        assertThat(provider.form()).isEqualTo("dynamodb:TABLE");
    }
}
