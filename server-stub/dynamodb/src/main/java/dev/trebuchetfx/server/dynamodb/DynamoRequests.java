// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The requests to DynamoDB. The SDK repeats those that are throttled or lost; what it does not repeat is repeated here, after pauses that are
 * random up to a length which doubles each time. Safe for use by any thread.
 */
final class DynamoRequests implements AutoCloseable {
    /** The most writes of one batch, by the rules of DynamoDB. */
    private static final int MAX_BATCH_WRITES = 25;

    /** The most reads of one batch, by the rules of DynamoDB. */
    private static final int MAX_BATCH_READS = 100;

    private static final long FIRST_PAUSE_NANOS = 10_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    private static final Set<String> PASSING =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded");
    private static final Set<String> REFUSALS = Set.of("ValidationError", "ItemCollectionSizeLimitExceeded");
    private static final String CONDITION = "ConditionalCheckFailed";

    private final DynamoDbClient client;
    private final TimeSource time;
    private final Duration patience;
    private volatile boolean closed;

    /**
     * @param client the client, which is closed with this object
     * @param patience the longest time for which a request is repeated
     */
    DynamoRequests(DynamoDbClient client, TimeSource time, Duration patience) {
        this.client = client;
        this.time = time;
        this.patience = patience;
    }

    /**
     * The write of a transaction whose condition did not hold, so that nothing was written.
     *
     * @param index the index of the write
     * @param item the item as it is; null where there is none, or the write did not ask for it
     */
    record Refusal(int index, @Nullable Map<String, AttributeValue> item) {}

    /**
     * Returns the answer to a request.
     *
     * @param action what the request does, in words that follow "could not"
     */
    <T> T ask(String action, Function<DynamoDbClient, T> request) {
        if (closed) {
            throw new StateStoreException(
                    "DynamoDB could not " + action + ": the store has been closed; open another one", null);
        }
        try {
            return request.apply(client);
        } catch (SdkException e) {
            throw DynamoFailures.failure(action, e);
        } catch (IllegalStateException e) {
            // The client has been closed meanwhile.
            throw new StateStoreException("DynamoDB could not " + action + ": " + DynamoFailures.describe(e), e);
        }
    }

    /**
     * Writes all or nothing. A request that is repeated bears the same token, so that it is done once, also where an answer was lost.
     *
     * @return null if all was written; otherwise the first write whose condition did not hold
     * @throws StateRefusedException if DynamoDB can't keep one of the items; nothing was written
     * @throws StateStoreException if the outcome is not known
     */
    @Nullable
    Refusal transact(String action, List<TransactWriteItem> writes) {
        // Of this request and not of a call, which may make another state of another version when it is repeated.
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .transactItems(writes)
                .clientRequestToken(token())
                .build();
        Pauses pauses = new Pauses();
        while (true) {
            try {
                ask(action, each -> each.transactWriteItems(request));
                return null;
            } catch (StateStoreException e) {
                Refusal refusal = refusal(action, e);
                if (refusal != null) {
                    return refusal;
                }
                if (!isPassing(e) || !pauses.await()) {
                    throw e;
                }
            }
        }
    }

    private String token() {
        return new UUID(time.random().nextLong(), time.random().nextLong()).toString();
    }

    private static @Nullable Refusal refusal(String action, StateStoreException e) {
        if (e.getCause() instanceof DynamoDbException invalid
                && invalid.awsErrorDetails() != null
                && "ValidationException".equals(invalid.awsErrorDetails().errorCode())) {
            throw refused(action, String.valueOf(invalid.awsErrorDetails().errorMessage()));
        }
        if (!(e.getCause() instanceof TransactionCanceledException cancelled)) {
            return null;
        }
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        for (int i = 0; i < reasons.size(); i++) {
            CancellationReason reason = reasons.get(i);
            if (CONDITION.equals(reason.code())) {
                return new Refusal(i, reason.hasItem() ? reason.item() : null);
            }
            if (REFUSALS.contains(String.valueOf(reason.code()))) {
                throw refused(action, reason.message());
            }
        }
        return null;
    }

    private static StateRefusedException refused(String action, String why) {
        return new StateRefusedException("DynamoDB refused to " + action + ": " + why);
    }

    private static boolean isPassing(StateStoreException e) {
        return e.getCause() instanceof TransactionInProgressException
                || (e.getCause() instanceof TransactionCanceledException cancelled
                        && cancelled.cancellationReasons().stream()
                                .anyMatch(reason -> PASSING.contains(String.valueOf(reason.code()))));
    }

    /** Writes in batches, in any order. */
    void writeAll(String action, String table, List<WriteRequest> writes) {
        for (int from = 0; from < writes.size(); from += MAX_BATCH_WRITES) {
            List<WriteRequest> left = writes.subList(from, Math.min(from + MAX_BATCH_WRITES, writes.size()));
            Pauses pauses = new Pauses();
            while (!left.isEmpty()) {
                List<WriteRequest> batch = left;
                left = ask(action, each -> each.batchWriteItem(request -> request.requestItems(Map.of(table, batch))))
                        .unprocessedItems()
                        .getOrDefault(table, List.of());
                if (!left.isEmpty()) {
                    pauses.awaitOrFail(action);
                }
            }
        }
    }

    /** Reads items as they are now, in any order; those that do not exist are left out. */
    List<Map<String, AttributeValue>> readAll(
            String action, String table, Collection<Map<String, AttributeValue>> keys, String... attributes) {
        // Some words can't be written in an expression.
        Map<String, String> names = new HashMap<>();
        for (String each : attributes) {
            names.put("#a" + names.size(), each);
        }
        List<Map<String, AttributeValue>> all = List.copyOf(keys);
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MAX_BATCH_READS) {
            List<Map<String, AttributeValue>> left = all.subList(from, Math.min(from + MAX_BATCH_READS, all.size()));
            Pauses pauses = new Pauses();
            while (!left.isEmpty()) {
                KeysAndAttributes batch = KeysAndAttributes.builder()
                        .keys(left)
                        .projectionExpression(String.join(", ", names.keySet()))
                        .expressionAttributeNames(names)
                        .consistentRead(true)
                        .build();
                BatchGetItemResponse answer =
                        ask(action, each -> each.batchGetItem(request -> request.requestItems(Map.of(table, batch))));
                found.addAll(answer.responses().getOrDefault(table, List.of()));
                KeysAndAttributes unread = answer.unprocessedKeys().get(table);
                left = unread == null ? List.of() : unread.keys();
                if (!left.isEmpty()) {
                    pauses.awaitOrFail(action);
                }
            }
        }
        return found;
    }

    TimeSource time() {
        return time;
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    /** The pauses between the attempts of one request. Confined to its thread. */
    private final class Pauses {
        private final long began = time.nanoTime();
        private int attempts;

        /** Waits; returns false, without waiting, where the patience is over. */
        boolean await() {
            if (time.nanoTime() - began >= patience.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            long most = Math.min(FIRST_PAUSE_NANOS << Math.min(attempts, 10), LONGEST_PAUSE_NANOS);
            attempts++;
            LockSupport.parkNanos(time.random().nextLong(most) + 1);
            return true;
        }

        void awaitOrFail(String action) {
            if (!await()) {
                throw new StateStoreException(
                        "DynamoDB could not " + action + " within " + patience.toMillis()
                                + " ms, since it limits the rate of requests; raise the capacity of the table",
                        null);
            }
        }
    }
}
