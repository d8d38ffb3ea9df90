// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Tables that are missing, wrong, or made by several nodes at once. */
@ExtendWith(LocalDynamoExtension.class)
class DynamoSchemaTest {
    private final SystemTime time = new SystemTime("schema-time", InstantSource.system());
    private final LocalDynamo.Tables tables;

    DynamoSchemaTest(LocalDynamo.Tables tables) {
        this.tables = tables;
    }

    @AfterEach
    void endTime() {
        time.close();
    }

    private ActorStateStore open(Map<String, String> options) {
        return new DynamoStateStoreProvider(name -> null, DynamoNode.SHORT)
                .open(tables.address(), LogRetention.DEFAULT, tables.options(options), time);
    }

    private void create() {
        open(Map.of()).close();
    }

    private TableDescription table(String name) {
        return tables.client.describeTable(request -> request.tableName(name)).table();
    }

    private void createStates(Consumer<CreateTableRequest.Builder> more) {
        tables.client.createTable(request -> {
            request.tableName(tables.name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attribute("actorId"))
                    .keySchema(key("actorId"));
            more.accept(request);
        });
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name) {
        return KeySchemaElement.builder()
                .attributeName(name)
                .keyType(KeyType.HASH)
                .build();
    }

    private void assertMissing(String... words) {
        assertThatThrownBy(() -> open(Map.of("create-schema", "false")))
                .isInstanceOf(StateStoreException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void whatIsMissingIsNamedWithWhatToDo() {
        assertMissing("there is no table '" + tables.name + "'", "start with the option create-schema");
        create();
        tables.client.deleteTable(request -> request.tableName(tables.changes()));
        assertMissing("there is no table '" + tables.changes() + "'");
        create();
        tables.client.updateTimeToLive(request -> request.tableName(tables.log())
                .timeToLiveSpecification(live -> live.enabled(false).attributeName("expiresAt")));
        assertMissing("the table '" + tables.log() + "' has no time to live by the attribute expiresAt");
        create();

        assertThatCode(() -> open(Map.of("create-schema", "false")).close()).doesNotThrowAnyException();
    }

    @Test
    void aTableOfTheOriginalProgramGetsItsStream() {
        createStates(request -> {});
        assertMissing("there is no table '" + tables.log() + "'");
        create();

        assertThat(table(tables.name).streamSpecification().streamViewType())
                .isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    }

    @Test
    void aStreamWithoutStatesIsRefused() {
        createStates(request -> request.streamSpecification(
                stream -> stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));

        assertThatThrownBy(this::create)
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("must show NEW_AND_OLD_IMAGES but shows KEYS_ONLY");
    }

    @Test
    void aTableWithAnotherKeyIsRefused() {
        tables.client.createTable(request -> request.tableName(tables.log())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("id"))
                .keySchema(key("id")));

        assertThatThrownBy(this::create)
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining(
                        "the key of the table '" + tables.log() + "' must be [actorId, version] but is [id]");
        // Nothing was made beside it.
        assertThat(tables.client.listTables().tableNames()).doesNotContain(tables.name, tables.changes());
    }

    @Test
    void tablesHaveTheCapacityThatIsAskedFor() {
        open(Map.of("capacity", "7/5")).close();

        assertThat(table(tables.log()).provisionedThroughput().readCapacityUnits())
                .isEqualTo(7);
        assertThat(table(tables.name).provisionedThroughput().writeCapacityUnits())
                .isEqualTo(5);
    }

    @Test
    void nodesThatStartAtOnceMakeTheTablesOnce() {
        Executor threads = VirtualThreads.named("schema-nodes");
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(CompletableFuture.runAsync(this::create, threads));
        }

        assertThatCode(() -> starts.forEach(CompletableFuture::join)).doesNotThrowAnyException();
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamed() {
        assertThatThrownBy(() -> open(Map.of("endpoint", "http://127.0.0.1:1", "request-timeout", "2s")))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("DynamoDB could not describe the table '" + tables.name + "'")
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("check the endpoint, the region and the way there");
    }
}
