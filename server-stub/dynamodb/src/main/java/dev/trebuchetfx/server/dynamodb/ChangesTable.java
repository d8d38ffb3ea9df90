// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.dynamodb.DynamoRequests.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The table of changes: who reads the stream, what that one told, and how far it has read. What was told is numbered without holes, and
 * belongs to the partition of the lease, so that one query shows both. Safe for use by any thread.
 */
final class ChangesTable implements ShardPositions {
    static final String PART = "part";
    static final String NUMBER = "number";

    private static final String FEED = "changes";
    private static final String SHARD = "shard ";
    private static final String EXPIRES_AT = LogItem.EXPIRES_AT;
    private static final String OWNER = "owner";
    private static final String TERM = "term";
    private static final String BEAT = "beat";
    private static final String LAST = "last";
    private static final String CHANGES = "changes";
    private static final String POSITION = "position";

    /** The number of the lease, behind all that is told. */
    private static final long LEASE = Long.MAX_VALUE;

    /** The time for which news is kept. A node that has heard nothing for longer reads the versions of all its actors. */
    private static final Duration FEED_LIFE = Duration.ofMinutes(10);

    /** The stream itself forgets after 24 hours. */
    private static final Duration POSITION_LIFE = Duration.ofDays(2);

    private final DynamoRequests requests;
    private final String table;

    ChangesTable(DynamoRequests requests, String table) {
        this.requests = requests;
        this.table = table;
    }

    /**
     * The right to read the stream and to tell others.
     *
     * @param term counts the readers one after the other; whoever has an older one can tell nothing any more
     * @param owner the id of the reader; empty where it has given the lease back
     * @param beat changes as long as the reader lives
     * @param last the number of the last news that was told
     */
    record Lease(long term, String owner, long beat, long last) {
        private static Lease of(Map<String, AttributeValue> item) {
            return new Lease(
                    Attributes.number(item, TERM),
                    Attributes.text(item, OWNER),
                    Attributes.number(item, BEAT),
                    Attributes.number(item, LAST));
        }
    }

    /**
     * News that was told at once.
     *
     * @param changes the number of the newest version of each actor; null for a deletion. None where anything may have changed
     */
    record Told(long number, Map<String, @Nullable Long> changes) {}

    /**
     * The result of a look.
     *
     * @param lease null where there is none, or there is more to look at first
     */
    record Look(List<Told> told, @Nullable Lease lease, boolean hasMore) {}

    /** Returns the lease as it is now; null where there is none yet. */
    @Nullable
    Lease lease() {
        Map<String, AttributeValue> item = requests.ask(
                        "read the reader's lease",
                        client -> client.getItem(request ->
                                request.tableName(table).key(key(FEED, LEASE)).consistentRead(true)))
                .item();
        return item.isEmpty() ? null : Lease.of(item);
    }

    /**
     * Returns what was told after a number.
     *
     * @param isExact whether it must be what there is now; otherwise it may lag a little, at half the price
     */
    Look after(long number, boolean isExact) {
        QueryResponse answer = requests.ask(
                "look for changes",
                client -> client.query(request -> request.tableName(table)
                        .consistentRead(isExact)
                        .keyConditionExpression("#part = :part AND #number > :number")
                        .expressionAttributeNames(Map.of("#part", PART, "#number", NUMBER))
                        .expressionAttributeValues(
                                Map.of(":part", Attributes.of(FEED), ":number", Attributes.of(number)))));
        List<Told> told = new ArrayList<>();
        Lease lease = null;
        for (Map<String, AttributeValue> item : answer.items()) {
            long at = Attributes.number(item, NUMBER);
            if (at == LEASE) {
                lease = Lease.of(item);
            } else {
                told.add(new Told(at, changes(item.get(CHANGES))));
            }
        }
        return new Look(
                told,
                lease,
                answer.hasLastEvaluatedKey() && !answer.lastEvaluatedKey().isEmpty());
    }

    private static Map<String, @Nullable Long> changes(@Nullable AttributeValue value) {
        Map<String, @Nullable Long> changes = new LinkedHashMap<>();
        if (value != null && value.hasM()) {
            value.m().keySet().forEach(actor -> {
                long version = Attributes.number(value.m(), actor);
                // What is no number says as much as none: the actor has to be looked at.
                changes.put(actor, version < 1 ? null : Long.valueOf(version));
            });
        }
        return changes;
    }

    /** Takes the lease if it is still as it was seen, and returns it; null where somebody else was quicker. */
    @Nullable
    Lease take(@Nullable Lease seen, String owner) {
        Lease taken = seen == null
                ? new Lease(1, owner, 1, 0)
                : new Lease(seen.term() + 1, owner, seen.beat() + 1, seen.last());
        return put(seen, taken) ? taken : null;
    }

    /** Shows that the reader lives; null where it is the reader no longer. */
    @Nullable
    Lease renew(Lease lease) {
        Lease renewed = new Lease(lease.term(), lease.owner(), lease.beat() + 1, lease.last());
        return put(lease, renewed) ? renewed : null;
    }

    /** Gives the lease back, so that another reader need not wait. */
    void release(Lease lease) {
        put(lease, new Lease(lease.term(), "", lease.beat() + 1, lease.last()));
    }

    private boolean put(@Nullable Lease seen, Lease next) {
        Update update = update(seen, next);
        return requests.ask("write the reader's lease", client -> {
            try {
                client.updateItem(request -> request.tableName(table)
                        .key(update.key())
                        .updateExpression(update.updateExpression())
                        .conditionExpression(update.conditionExpression())
                        .expressionAttributeNames(update.expressionAttributeNames())
                        .expressionAttributeValues(update.expressionAttributeValues()));
                return true;
            } catch (ConditionalCheckFailedException e) {
                // An answer that was lost made the SDK repeat what was done already.
                return next.equals(lease());
            }
        });
    }

    private Update update(@Nullable Lease seen, Lease next) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":owner", Attributes.of(next.owner()),
                ":term", Attributes.of(next.term()),
                ":beat", Attributes.of(next.beat()),
                ":last", Attributes.of(next.last())));
        Map<String, String> attributes = new HashMap<>(Map.of("#owner", OWNER, "#last", LAST));
        String condition = "attribute_not_exists(#part)";
        if (seen == null) {
            attributes.put("#part", PART);
        } else {
            condition = "term = :wasTerm AND beat = :wasBeat";
            values.put(":wasTerm", Attributes.of(seen.term()));
            values.put(":wasBeat", Attributes.of(seen.beat()));
        }
        return Update.builder()
                .tableName(table)
                .key(key(FEED, LEASE))
                .updateExpression("SET #owner = :owner, term = :term, beat = :beat, #last = :last")
                .conditionExpression(condition)
                .expressionAttributeNames(attributes)
                .expressionAttributeValues(values)
                .build();
    }

    /**
     * Tells what has changed, under a lease that this renews; null where the reader has been replaced, so that nothing was told.
     *
     * @param changes as in {@link Told}
     */
    @Nullable
    Lease tell(Lease lease, Map<String, @Nullable Long> changes) {
        Lease next = new Lease(lease.term(), lease.owner(), lease.beat() + 1, lease.last() + 1);
        Map<String, AttributeValue> told = new HashMap<>();
        changes.forEach((actor, number) ->
                told.put(actor, number == null ? AttributeValue.fromNul(true) : Attributes.of(number)));
        Map<String, AttributeValue> item = new HashMap<>(key(FEED, next.last()));
        item.put(CHANGES, AttributeValue.fromM(told));
        item.put(EXPIRES_AT, expiry(FEED_LIFE));
        Refusal refusal = requests.transact(
                "tell other nodes of changes",
                List.of(
                        TransactWriteItem.builder().update(update(lease, next)).build(),
                        TransactWriteItem.builder()
                                .put(put -> put.tableName(table).item(item))
                                .build()));
        return refusal == null ? next : null;
    }

    @Override
    public Map<String, String> load(Collection<String> shards) {
        Map<String, String> positions = new HashMap<>();
        for (Map<String, AttributeValue> item : requests.readAll(
                "read the positions in the stream",
                table,
                shards.stream().map(shard -> key(SHARD + shard, 0)).toList(),
                PART,
                POSITION)) {
            positions.put(Attributes.text(item, PART).substring(SHARD.length()), Attributes.text(item, POSITION));
        }
        return positions;
    }

    @Override
    public void save(Map<String, String> positions) {
        List<WriteRequest> writes = new ArrayList<>();
        positions.forEach((shard, position) -> {
            Map<String, AttributeValue> item = new HashMap<>(key(SHARD + shard, 0));
            item.put(POSITION, Attributes.of(position));
            item.put(EXPIRES_AT, expiry(POSITION_LIFE));
            writes.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
        });
        requests.writeAll("keep the positions in the stream", table, writes);
    }

    private AttributeValue expiry(Duration life) {
        return Attributes.of(requests.time().instant().plus(life).getEpochSecond());
    }

    private static Map<String, AttributeValue> key(String part, long number) {
        return Map.of(PART, Attributes.of(part), NUMBER, Attributes.of(number));
    }
}
