// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.LogTrimming;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The logs of actors in the log's table. What it reads is what was written last, never a copy that lags. Safe for use by any thread. */
final class ActorLog {
    private static final int PAGE = 200;
    private static final Comparator<Map<String, AttributeValue>> NEWEST_FIRST = Comparator.comparing(
                    (Map<String, AttributeValue> item) -> LogItem.version(item).number())
            .reversed();

    private final DynamoRequests requests;
    private final String table;

    ActorLog(DynamoRequests requests, String table) {
        this.requests = requests;
        this.table = table;
    }

    /** Entries that follow one another, as many as are asked for. Confined to the thread that reads. */
    private static final class Taken {
        final List<LogEntry> entries = new ArrayList<>();
        private final int limit;
        private final long maxBytes;
        private long bytes;
        private StateVersion next;

        Taken(StateVersion first, int limit, long maxBytes) {
            this.next = first;
            this.limit = limit;
            this.maxBytes = maxBytes;
        }

        /** Returns whether the entry was taken; false at a hole, too, which is where the log has forgotten something. */
        boolean take(LogEntry entry) {
            bytes += entry.content().size();
            if (entries.size() == limit || !entry.version().equals(next) || (!entries.isEmpty() && bytes > maxBytes)) {
                return false;
            }
            entries.add(entry);
            next = next.next();
            return true;
        }
    }

    /** Returns the entries that follow a version, as {@link dev.trebuchetfx.server.store.ActorStateStore#readLog} says. */
    List<LogEntry> after(String actor, StateVersion version, int limit, long maxBytes) {
        if (version.number() == Long.MAX_VALUE) {
            return List.of();
        }
        Taken taken = new Taken(version.next(), limit, maxBytes);
        takeFrom(actor, version.next(), taken);
        return taken.entries;
    }

    private void takeFrom(String actor, StateVersion first, Taken taken) {
        walk(
                actor,
                range(actor, first.generation(), first.number(), Long.MAX_VALUE)
                        .limit(Math.min(PAGE, Math.max(1, taken.limit - taken.entries.size())))
                        .build(),
                item -> taken.take(LogItem.entry(item)) && taken.entries.size() < taken.limit);
    }

    /** Returns the entries from a whole state on, as {@link dev.trebuchetfx.server.store.ActorStateStore#readLogFromState} says. */
    List<LogEntry> fromState(String actor, StateVersion version, int limit, long maxBytes) {
        List<LogEntry> newestFirst = new ArrayList<>();
        walk(
                actor,
                range(actor, version.generation(), 1, version.number())
                        .scanIndexForward(false)
                        .limit(PAGE)
                        .build(),
                item -> {
                    LogEntry entry = LogItem.entry(item);
                    newestFirst.add(entry);
                    return entry.isPatch();
                });
        if (newestFirst.isEmpty()
                || newestFirst.getLast().isPatch()
                || !newestFirst.getFirst().version().equals(version)) {
            return List.of();
        }
        Taken taken = new Taken(newestFirst.getLast().version(), limit, maxBytes);
        boolean all = true;
        for (LogEntry entry : newestFirst.reversed()) {
            all = all && taken.take(entry);
        }
        if (all && taken.entries.size() < limit && version.number() < Long.MAX_VALUE) {
            takeFrom(actor, version.next(), taken);
        }
        return taken.entries;
    }

    /** Returns the newest entry of a write, or of the call with a key; null where there is none. */
    @Nullable
    LogEntry find(String actor, UUID writeId, @Nullable String callKey) {
        LogEntry entry = find(actor, LogItem.BY_WRITE, LogItem.WRITE_ID, writeId.toString());
        return entry == null && callKey != null && !callKey.isEmpty()
                ? find(actor, LogItem.BY_CALL_KEY, LogItem.CALL_KEY, callKey)
                : entry;
    }

    private @Nullable LogEntry find(String actor, String index, String attribute, String value) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        walk(
                actor,
                QueryRequest.builder()
                        .tableName(table)
                        .indexName(index)
                        .consistentRead(true)
                        .keyConditionExpression("actorId = :actor AND " + attribute + " = :value")
                        .expressionAttributeValues(
                                Map.of(":actor", Attributes.of(actor), ":value", Attributes.of(value)))
                        .build(),
                found::add);
        return found.stream()
                .max(Comparator.comparing(LogItem::storedAt)
                        .thenComparing(item -> LogItem.version(item).number()))
                .map(item -> entry(actor, Attributes.text(item, LogItem.VERSION)))
                .orElse(null);
    }

    private @Nullable LogEntry entry(String actor, String version) {
        Map<String, AttributeValue> item = requests.ask(
                        reading(actor),
                        client -> client.getItem(request -> request.tableName(table)
                                .key(LogItem.key(actor, version))
                                .consistentRead(true)))
                .item();
        return item.isEmpty() ? null : LogItem.entry(item);
    }

    /** Returns the mark of the newest state of a generation; null where the log has none. */
    @Nullable
    Seal newest(String actor, UUID generation) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        walk(
                actor,
                range(actor, generation, 1, Long.MAX_VALUE)
                        .scanIndexForward(false)
                        .limit(1)
                        .build(),
                item -> {
                    found.add(item);
                    return false;
                });
        return found.isEmpty() ? null : LogItem.seal(found.getFirst());
    }

    /** Forgets what is past the retention, up to a whole state. */
    void trim(String actor, UUID generation, LogRetention retention, Instant now) {
        LogTrimming trimming = new LogTrimming(retention, now);
        List<Map<String, AttributeValue>> forgotten = new ArrayList<>();
        boolean keeps = true;
        for (Map<String, AttributeValue> item : index(actor)) {
            if (LogItem.version(item).generation().equals(generation)) {
                keeps = keeps
                        && trimming.keeps(
                                LogItem.isPatch(item), Attributes.number(item, LogItem.SIZE), LogItem.storedAt(item));
                if (!keeps) {
                    forgotten.add(item);
                }
            }
        }
        delete(actor, forgotten);
    }

    /**
     * Forgets all entries but those of the life that the actor has now.
     *
     * @param current asked after the log was read, so that a life that begins meanwhile is not touched; null for no life
     */
    void forgetFormer(String actor, Supplier<@Nullable UUID> current) {
        List<Map<String, AttributeValue>> all = index(actor);
        UUID kept = all.isEmpty() ? null : current.get();
        delete(
                actor,
                all.stream()
                        .filter(item -> !LogItem.version(item).generation().equals(kept))
                        .toList());
    }

    /** Returns all entries without their contents, newest first: the index has few bytes of each. What is none is left alone. */
    private List<Map<String, AttributeValue>> index(String actor) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        walk(
                actor,
                QueryRequest.builder()
                        .tableName(table)
                        .indexName(LogItem.BY_WRITE)
                        .consistentRead(true)
                        .keyConditionExpression("actorId = :actor")
                        .expressionAttributeValues(Map.of(":actor", Attributes.of(actor)))
                        .build(),
                item -> LogItem.versionOrNull(item) == null || found.add(item));
        found.sort(NEWEST_FIRST);
        return found;
    }

    private void delete(String actor, Collection<Map<String, AttributeValue>> items) {
        List<WriteRequest> deletions = items.stream()
                .map(item -> LogItem.key(actor, Attributes.text(item, LogItem.VERSION)))
                .map(key -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build())
                .toList();
        requests.writeAll("trim the log of the actor '" + actor + "'", table, deletions);
    }

    private QueryRequest.Builder range(String actor, UUID generation, long first, long last) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("actorId = :actor AND #version BETWEEN :first AND :last")
                .expressionAttributeNames(Map.of("#version", LogItem.VERSION))
                .expressionAttributeValues(Map.of(
                        ":actor", Attributes.of(actor),
                        ":first", Attributes.of(LogItem.text(generation, first)),
                        ":last", Attributes.of(LogItem.text(generation, last))));
    }

    /** Gives the items of a query to a reader until it wants no more. */
    private void walk(String actor, QueryRequest query, Predicate<Map<String, AttributeValue>> reader) {
        QueryRequest page = query;
        while (true) {
            QueryRequest asked = page;
            QueryResponse answer = requests.ask(reading(actor), client -> client.query(asked));
            for (Map<String, AttributeValue> item : answer.items()) {
                if (!reader.test(item)) {
                    return;
                }
            }
            if (!answer.hasLastEvaluatedKey() || answer.lastEvaluatedKey().isEmpty()) {
                return;
            }
            page = query.toBuilder()
                    .exclusiveStartKey(answer.lastEvaluatedKey())
                    .build();
        }
    }

    private static String reading(String actor) {
        return "read the log of the actor '" + actor + "'";
    }
}
