// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.dynamodb.DynamoRequests.Refusal;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Answers of a busy DynamoDB, which its emulator never gives. */
class DynamoRequestsTest {
    private static final Map<String, AttributeValue> ITEM = Map.of("actorId", AttributeValue.fromS("a"));

    private final SystemTime time = new SystemTime("requests-time", InstantSource.system());
    private final Busy busy = new Busy();
    private final DynamoRequests requests = new DynamoRequests(busy, time, Duration.ofSeconds(30));

    @AfterEach
    void close() {
        requests.close();
        time.close();
    }

    /** A database that fails as often as a test says. Confined to the test's thread. */
    private static final class Busy implements DynamoDbClient {
        final Queue<RuntimeException> failures = new ArrayDeque<>();
        final List<String> tokens = new ArrayList<>();
        final List<Integer> batches = new ArrayList<>();

        @Override
        public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
            tokens.add(request.clientRequestToken());
            RuntimeException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            return TransactWriteItemsResponse.builder().build();
        }

        /** Takes half of what it is given. */
        @Override
        public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
            List<WriteRequest> writes =
                    Objects.requireNonNull(request.requestItems().get("table"));
            batches.add(writes.size());
            List<WriteRequest> left = writes.subList((writes.size() + 1) / 2, writes.size());
            return BatchWriteItemResponse.builder()
                    .unprocessedItems(left.isEmpty() ? Map.of() : Map.of("table", left))
                    .build();
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            List<Map<String, AttributeValue>> keys =
                    Objects.requireNonNull(request.requestItems().get("table")).keys();
            batches.add(keys.size());
            int taken = (keys.size() + 1) / 2;
            List<Map<String, AttributeValue>> left = keys.subList(taken, keys.size());
            return BatchGetItemResponse.builder()
                    .responses(Map.of("table", keys.subList(0, taken)))
                    .unprocessedKeys(
                            left.isEmpty()
                                    ? Map.of()
                                    : Map.of(
                                            "table",
                                            KeysAndAttributes.builder()
                                                    .keys(left)
                                                    .build()))
                    .build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    private static TransactionCanceledException cancelled(String... codes) {
        List<CancellationReason> reasons = new ArrayList<>();
        for (String code : codes) {
            reasons.add(CancellationReason.builder()
                    .code(code)
                    .message("because of " + code)
                    .item(code.equals("ConditionalCheckFailed") ? ITEM : null)
                    .build());
        }
        return TransactionCanceledException.builder()
                .message("cancelled")
                .cancellationReasons(reasons)
                .build();
    }

    private @Nullable Refusal transact() {
        return requests.transact("store it", List.of());
    }

    @Test
    void aTransactionThatPassesIsRepeatedWithItsToken() {
        busy.failures.add(cancelled("None", "TransactionConflict"));
        busy.failures.add(cancelled("ThrottlingError", "None"));
        busy.failures.add(cancelled("ProvisionedThroughputExceeded"));
        busy.failures.add(
                TransactionInProgressException.builder().message("in progress").build());

        assertThat(transact()).isNull();

        assertThat(busy.tokens).hasSize(5);
        assertThat(new HashSet<>(busy.tokens)).hasSize(1);
        assertThat(transact()).isNull();
        assertThat(new HashSet<>(busy.tokens)).hasSize(2);
    }

    @Test
    void aConditionThatDoesNotHoldIsAnAnswer() {
        busy.failures.add(cancelled("None", "ConditionalCheckFailed"));

        assertThat(transact()).isEqualTo(new Refusal(1, ITEM));
        assertThat(busy.tokens).hasSize(1);
    }

    @Test
    void aConditionCountsMoreThanAConflict() {
        busy.failures.add(cancelled("TransactionConflict", "ConditionalCheckFailed"));

        assertThat(transact()).isEqualTo(new Refusal(1, ITEM));
    }

    @Test
    void anItemThatIsTooLargeIsRefused() {
        busy.failures.add(cancelled("ValidationError", "None"));

        assertThatThrownBy(this::transact)
                .isInstanceOf(StateRefusedException.class)
                .hasMessage("DynamoDB refused to store it: because of ValidationError");

        busy.failures.add(DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ValidationException")
                        .errorMessage("Item size has exceeded")
                        .build())
                .build());
        assertThatThrownBy(this::transact)
                .isInstanceOf(StateRefusedException.class)
                .hasMessage("DynamoDB refused to store it: Item size has exceeded");
    }

    @Test
    void anAnswerThatIsLostLeavesTheOutcomeOpen() {
        busy.failures.add(SdkClientException.create("the connection broke", new IOException("reset")));

        assertThatThrownBy(this::transact)
                .isInstanceOf(StateStoreException.class)
                .hasMessage("DynamoDB could not store it: the connection broke (reset)");
    }

    @Test
    void aRightThatIsMissingIsNamedWithWhatToDo() {
        busy.failures.add(DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("User x is not authorized to perform: dynamodb:PutItem")
                        .build())
                .build());

        assertThatThrownBy(this::transact)
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("not authorized to perform: dynamodb:PutItem")
                .hasMessageContaining("docs/dynamodb.md");
    }

    @Test
    void aDatabaseThatStaysBusyIsGivenUp() {
        DynamoRequests hasty = new DynamoRequests(busy, time, Duration.ZERO);
        busy.failures.add(cancelled("ThrottlingError"));

        assertThatThrownBy(() -> hasty.transact("store it", List.of())).isInstanceOf(StateStoreException.class);
        assertThatThrownBy(() -> hasty.writeAll("trim it", "table", writes(2)))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("raise the capacity of the table");
    }

    @Test
    void whatABatchLeavesIsAskedForAgain() {
        requests.writeAll("trim it", "table", writes(30));
        assertThat(busy.batches).containsExactly(25, 12, 6, 3, 1, 5, 2, 1);

        busy.batches.clear();
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            keys.add(Map.of("actorId", AttributeValue.fromN(String.valueOf(i))));
        }
        assertThat(requests.readAll("read them", "table", keys, "actorId")).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(busy.batches).startsWith(100, 50, 25).endsWith(1);
    }

    private static List<WriteRequest> writes(int count) {
        List<WriteRequest> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writes.add(WriteRequest.builder()
                    .deleteRequest(delete -> delete.key(ITEM))
                    .build());
        }
        return writes;
    }
}
