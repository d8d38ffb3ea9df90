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
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
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
    private static final String CHANGES = "changes";
    private static final String POSITION = "position";

    /** The number of the lease, behind all that is told. */
    private static final long LEASE = Long.MAX_VALUE;

    /** The beats among which that of a lease without a past is chosen, so that whoever held the one before can't have it too. */
    private static final long BEATS = 1L << 40;

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

    /**
     * Returns what was told after a number, exactly and with no item behind the last news. It costs two requests, however much somebody has
     * put there that nobody has told.
     */
    Look upToLease(long number) {
        Lease lease = lease();
        if (lease == null || lease.isBroken() || lease.last() <= number) {
            return new Look(List.of(), lease, false);
        }
        List<Told> told = new ArrayList<>();
        Map<String, AttributeValue> from = Map.of();
        do {
            QueryResponse answer = between(number + 1, lease.last(), from);
            for (Map<String, AttributeValue> item : answer.items()) {
                long at = Attributes.number(item, NUMBER);
                if (at > number) {
                    told.add(new Told(at, changes(item.get(CHANGES))));
                }
            }
            from = answer.lastEvaluatedKey();
        } while (told.isEmpty() && !from.isEmpty());
        return new Look(told, from.isEmpty() ? lease : null, !from.isEmpty());
    }

    private QueryResponse between(long first, long last, Map<String, AttributeValue> from) {
        return requests.ask(
                "look for changes",
                client -> client.query(request -> request.tableName(table)
                        .consistentRead(true)
                        .exclusiveStartKey(from.isEmpty() ? null : from)
                        .keyConditionExpression("#part = :part AND #number BETWEEN :first AND :last")
                        .expressionAttributeNames(Map.of("#part", PART, "#number", NUMBER))
                        .expressionAttributeValues(Map.of(
                                ":part", Attributes.of(FEED),
                                ":first", Attributes.of(first),
                                ":last", Attributes.of(last)))));
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

    /**
     * Takes the lease if it is still as it was seen, and returns it; null where somebody else was quicker.
     *
     * @param behind the time by which the stream has not been read
     */
    @Nullable
    Lease take(@Nullable Lease seen, String owner, Duration behind) {
        Lease taken = seen == null || seen.isBroken()
                ? Lease.inPlaceOf(seen, owner, requests.time().random().nextLong(BEATS), untold())
                : seen.takenBy(owner);
        taken = taken.behind(behind);
        return put(seen, taken) ? taken : null;
    }

    /** Returns a number after all news that there is or, as time tells, was. */
    private long untold() {
        // News is told less than once a millisecond, so that numbers never catch up with the time.
        return Math.max(newest() + 1, requests.time().instant().toEpochMilli());
    }

    /** Returns the number of the newest news that there is, told by a reader or not; 0 for none. */
    long newest() {
        QueryResponse answer = requests.ask(
                "look for the newest change",
                client -> client.query(request -> request.tableName(table)
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .limit(1)
                        .keyConditionExpression("#part = :part AND #number BETWEEN :first AND :last")
                        .expressionAttributeNames(Map.of("#part", PART, "#number", NUMBER))
                        .expressionAttributeValues(Map.of(
                                ":part", Attributes.of(FEED),
                                ":first", Attributes.of(1),
                                ":last", Attributes.of(Lease.MAX_NUMBER / 2)))));
        return answer.items().isEmpty() ? 0 : Attributes.number(answer.items().getFirst(), NUMBER);
    }

    /** Shows that the reader lives, and how far it is behind; null where it is the reader no longer. */
    @Nullable
    Lease renew(Lease lease, Duration behind) {
        Lease renewed = lease.renewed().behind(behind);
        return put(lease, renewed) ? renewed : null;
    }

    /** Gives the lease back, so that another reader need not wait. */
    void release(Lease lease, Duration behind) {
        put(lease, new Lease(lease.term(), "", lease.beat() + 1, lease.last()).behind(behind));
    }

    private boolean put(@Nullable Lease seen, Lease next) {
        Put put = write(seen, next);
        return requests.ask("write the reader's lease", client -> {
            try {
                client.putItem(request -> request.tableName(table)
                        .item(put.item())
                        .conditionExpression(put.conditionExpression())
                        .expressionAttributeNames(put.expressionAttributeNames())
                        .expressionAttributeValues(
                                put.hasExpressionAttributeValues() ? put.expressionAttributeValues() : null));
                return true;
            } catch (ConditionalCheckFailedException e) {
                // An answer that was lost made the SDK repeat what was done already.
                return next.equals(lease());
            }
        });
    }

    /** Returns the write of the whole item, so that nothing stays of what others have put there. */
    private Put write(@Nullable Lease seen, Lease next) {
        Map<String, AttributeValue> item = new HashMap<>(key(FEED, LEASE));
        item.putAll(next.fields());
        Map<String, AttributeValue> values = new HashMap<>();
        Map<String, String> names = new HashMap<>(Map.of("#part", PART));
        String condition = "attribute_not_exists(#part)";
        if (seen != null) {
            condition = "attribute_exists(#part) AND " + seen.condition(values);
            for (String each : List.of(Lease.TERM, Lease.BEAT, Lease.LAST)) {
                if (condition.contains("#" + each)) {
                    names.put("#" + each, each);
                }
            }
        }
        return Put.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .build();
    }

    /**
     * Tells what has changed, under a lease that this renews; null where the reader has been replaced, so that nothing was told.
     *
     * @param changes as in {@link Told}
     * @param behind the time by which the stream has not been read
     */
    @Nullable
    Lease tell(Lease lease, Map<String, @Nullable Long> changes, Duration behind) {
        Lease next = new Lease(lease.term(), lease.owner(), lease.beat() + 1, lease.last() + 1).behind(behind);
        Map<String, AttributeValue> told = new HashMap<>();
        changes.forEach((actor, number) ->
                told.put(actor, number == null ? AttributeValue.fromNul(true) : Attributes.of(number)));
        Map<String, AttributeValue> item = new HashMap<>(key(FEED, next.last()));
        item.put(CHANGES, AttributeValue.fromM(told));
        item.put(EXPIRES_AT, expiry(FEED_LIFE));
        Refusal refusal = requests.transact(
                "tell other nodes of changes",
                List.of(
                        TransactWriteItem.builder().put(write(lease, next)).build(),
                        TransactWriteItem.builder()
                                .put(put -> put.tableName(table).item(item))
                                .build()));
        return refusal == null ? next : null;
    }

    /** Returns the name of the table. */
    String name() {
        return table;
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
