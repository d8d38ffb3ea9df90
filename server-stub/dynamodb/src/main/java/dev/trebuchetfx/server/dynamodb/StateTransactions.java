// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.dynamodb.DynamoRequests.Refusal;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The transactions that store a state and append to its log, if the item is as expected. Safe for use by any thread.
 *
 * <p>DynamoDB forgets the entries of a log by themselves some time after they are past the retention. An entry outlives those that are patches on
 * it: after {@link #WHOLE_AFTER} without a whole state the log gets one in place of a patch.
 */
final class StateTransactions {
    /** The longest time for which the log may get patches alone. */
    static final Duration WHOLE_AFTER = Duration.ofHours(1);

    /** The time for which an entry is kept beyond the retention: the longest time between it and a patch on it, and as much again. */
    static final Duration SURPLUS = WHOLE_AFTER.multipliedBy(2);

    private final DynamoRequests requests;
    private final DynamoNames names;
    private final LogRetention retention;

    StateTransactions(DynamoRequests requests, DynamoNames names, LogRetention retention) {
        this.requests = requests;
        this.names = names;
        this.retention = retention;
    }

    /** The outcome of an attempt: what was stored, or else nothing was, and this is why. */
    record Outcome(List<StoredState> stored, @Nullable Refusal refusal) {
        /** Returns whether the log has an entry already of a version that should have been the next one. */
        boolean isInLog() {
            return refusal != null && refusal.index() > 0;
        }

        /** Returns the item that was another one than expected; null for none. */
        @Nullable
        StateItem actual() {
            return refusal == null ? null : StateItem.of(refusal.item());
        }
    }

    /**
     * Stores states, each as the version after the one before.
     *
     * @param wholly whether the log shall get the first state itself and not the patch
     */
    Outcome append(String actor, @Nullable StateVersion expected, List<StateWrite> writes, boolean wholly) {
        Instant now = requests.time().instant().truncatedTo(ChronoUnit.MILLIS);
        List<StoredState> stored = new ArrayList<>();
        List<TransactWriteItem> items = new ArrayList<>();
        boolean beginsWhole = false;
        boolean hasWhole = false;
        StateVersion version = expected;
        Seal seal = null;
        for (StateWrite write : writes) {
            version = version == null ? new StateVersion(UUID.randomUUID(), 1) : version.next();
            boolean isFirst = stored.isEmpty();
            Bytes patch = version.number() == 1 || (isFirst && wholly) ? null : write.patch();
            beginsWhole |= isFirst && patch == null;
            hasWhole |= patch == null;
            seal = Seal.of(version, write.writeId(), write.schema(), write.json());
            items.add(logged(actor, entry(version, write, patch, now), seal.hash()));
            stored.add(new StoredState(version, write.writeId(), write.schema(), write.json(), now));
        }
        if (seal == null) {
            throw new IllegalArgumentException("expected one state or more to store but found none");
        }
        StateWrite last = writes.getLast();
        Change change = new Change(actor, last.json(), last.schema(), seal, now);
        if (expected == null) {
            change.require("attribute_not_exists(actorId)", Map.of());
        } else {
            change.require(
                    "begins_with(seal, :begin) AND sequenceNumber = :before",
                    Map.of(
                            ":begin", Attributes.of(Seal.beginOf(expected)),
                            ":before", Attributes.of(expected.number())));
        }
        if (!beginsWhole) {
            change.require(
                    "wholeAt > :long",
                    Map.of(":long", Attributes.of(now.minus(WHOLE_AFTER).getEpochSecond())));
        }
        items.addFirst(change.write(hasWhole));
        Refusal refusal = requests.transact(storing(actor, writes.size()), items);
        return new Outcome(refusal == null ? stored : List.of(), refusal);
    }

    /**
     * Numbers a state that somebody else has stored.
     *
     * @param item the item as it was read; if it is another one by now, nothing happens
     * @param seal the mark that the item gets
     * @param isNew whether the state is a new version, which the log gets too
     * @return whether the item was as it was read
     */
    boolean number(StateItem item, Seal seal, boolean isNew) {
        Instant now = requests.time().instant().truncatedTo(ChronoUnit.MILLIS);
        Change change = new Change(item.actor(), item.defect() == null ? item.state() : null, item.schema(), seal, now);
        change.requireAsRead(item);
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(change.write(isNew));
        if (isNew) {
            LogEntry entry =
                    new LogEntry(seal.version(), seal.writeId(), null, null, item.schema(), false, item.state(), now);
            items.add(logged(item.actor(), entry, seal.hash()));
        }
        return requests.transact("number an edit of the actor '" + item.actor() + "'", items) == null;
    }

    private static String storing(String actor, int count) {
        return (count == 1 ? "store the state" : "store " + count + " states") + " of the actor '" + actor + "'";
    }

    private static LogEntry entry(StateVersion version, StateWrite write, @Nullable Bytes patch, Instant now) {
        return new LogEntry(
                version,
                write.writeId(),
                write.callKey(),
                write.result(),
                write.schema(),
                patch != null,
                patch == null ? write.json() : patch,
                now);
    }

    private TransactWriteItem logged(String actor, LogEntry entry, String hash) {
        Instant expiresAt =
                entry.storedAt().plus(TimeSource.bounded(retention.age())).plus(SURPLUS);
        return TransactWriteItem.builder()
                // A number is given once: another entry of this version shows that the item's mark is an old one.
                .put(put -> put.tableName(names.log())
                        .item(LogItem.of(actor, entry, hash, expiresAt))
                        .conditionExpression("attribute_not_exists(actorId)"))
                .build();
    }

    /** The change of the item of a state. Confined to one thread. */
    private final class Change {
        private final String actor;
        private final List<String> settings = new ArrayList<>(
                List.of("seal = :seal", "sequenceNumber = :number", "schemaVersion = :schema", "updatedAt = :now"));
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, String> attributes = new HashMap<>();
        private final Map<String, AttributeValue> values = new HashMap<>();
        private final Instant now;

        Change(String actor, @Nullable Bytes state, int schema, Seal seal, Instant now) {
            this.actor = actor;
            this.now = now;
            values.put(":seal", Attributes.of(seal.toString()));
            values.put(":number", Attributes.of(seal.version().number()));
            values.put(":schema", Attributes.of(schema));
            values.put(":now", Attributes.of(now.toString()));
            if (state != null) {
                settings.add("#state = :state");
                attributes.put("#state", StateItem.STATE);
                values.put(":state", Attributes.of(state));
            }
        }

        void require(String condition, Map<String, AttributeValue> operands) {
            conditions.add(condition);
            values.putAll(operands);
        }

        /** Requires that nobody has changed the item since it was read. */
        void requireAsRead(StateItem item) {
            conditions.add("attribute_exists(actorId)");
            attributes.put("#state", StateItem.STATE);
            for (String each : List.of(StateItem.STATE, StateItem.SEAL, StateItem.NUMBER, StateItem.SCHEMA)) {
                String name = each.equals(StateItem.STATE) ? "#state" : each;
                AttributeValue value = item.attributes().get(each);
                if (value == null) {
                    conditions.add("attribute_not_exists(" + name + ")");
                } else {
                    conditions.add(name + " = :was_" + each);
                    values.put(":was_" + each, value);
                }
            }
        }

        TransactWriteItem write(boolean isWhole) {
            if (isWhole) {
                settings.add("wholeAt = :whole");
                values.put(":whole", Attributes.of(now.getEpochSecond()));
            }
            return TransactWriteItem.builder()
                    .update(update -> update.tableName(names.states())
                            .key(Map.of(StateItem.ACTOR, Attributes.of(actor)))
                            .updateExpression("SET " + String.join(", ", settings))
                            .conditionExpression(String.join(" AND ", conditions))
                            .expressionAttributeNames(attributes.isEmpty() ? null : attributes)
                            .expressionAttributeValues(values)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .build();
        }
    }
}
