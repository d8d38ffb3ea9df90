// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.dynamodb.StateTransactions.Outcome;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoreRules;
import dev.trebuchetfx.server.store.StoredState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * The store on DynamoDB. A write is one transaction of the state and its log, and all reads show what was written last. It numbers the edits of
 * others that it meets, and hears of nothing: who only stores and reads, as a function of AWS Lambda does, needs no source of changes.
 */
final class DynamoStateStore implements ActorStateStore {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoStateStore.class);

    /** 384 KiB: an item has at most 400 KiB with all its attributes, and an entry of the log has some more beside the state. */
    static final int MAX_STATE_BYTES = 384 << 10;

    /** The most bytes of an entry's state or patch together with the result of the call. */
    private static final int MAX_ENTRY_BYTES = MAX_STATE_BYTES + (8 << 10);

    /** A transaction has at most 100 items and 4 MiB, which the states of its versions share with keys and marks. */
    private static final int MAX_WRITES_AT_ONCE = 90;

    private static final int MAX_BYTES_AT_ONCE = 3 << 20;

    /** Fewer than in other stores, since a trim asks for the deletion of 25 entries at a time, and a call waits for it. */
    private static final int VERSIONS_BETWEEN_TRIMS = 64;

    /** The log is trimmed with each write whose content is more than this part of what the log may have. */
    private static final int LARGE_SHARE = 8;

    /** The attempts after which a write gives up that meets a state neither as expected nor another one. */
    private static final int ATTEMPTS = 10;

    private final DynamoRequests requests;
    private final DynamoNames names;
    private final LogRetention retention;
    private final ActorLog log;
    private final StateTransactions transactions;
    private final EditNumbering numbering;
    private final Supplier<StateChangeSource> sources;

    /**
     * @param requests the requests to DynamoDB, which are closed with this store
     * @param sources makes a new source of changes
     */
    DynamoStateStore(
            DynamoRequests requests,
            DynamoNames names,
            LogRetention retention,
            EditNumbering numbering,
            Supplier<StateChangeSource> sources) {
        this.requests = requests;
        this.names = names;
        this.retention = retention;
        this.log = new ActorLog(requests, names.log());
        this.transactions = new StateTransactions(requests, names, retention);
        this.numbering = numbering;
        this.sources = sources;
    }

    @Override
    public int maxStateBytes() {
        return MAX_STATE_BYTES;
    }

    @Override
    public LogRetention retention() {
        return retention;
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        if (!StoreRules.isName(actor)) {
            return null;
        }
        try {
            StateItem item = numbering.numbered(numbering.read(actor), null);
            return item == null ? null : item.stored(Objects.requireNonNull(item.seal()));
        } catch (StateRefusedException e) {
            throw new StateStoreException(
                    "the state of the actor '" + actor + "', which another program has stored, can't be numbered: "
                            + e.getMessage() + "; store a smaller one",
                    e);
        }
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        return saveAllIfVersion(actor, expected, List.of(write)).getFirst();
    }

    @Override
    public List<StoredState> saveAllIfVersion(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        writes.forEach(write -> check(actor, write));
        List<StoredState> stored = new ArrayList<>();
        while (stored.size() < writes.size()) {
            int end = stored.size();
            long bytes = 0;
            do {
                bytes += contentSize(writes.get(end));
                end++;
            } while (end < writes.size()
                    && end - stored.size() < MAX_WRITES_AT_ONCE
                    && bytes + contentSize(writes.get(end)) <= MAX_BYTES_AT_ONCE);
            StateVersion before = stored.isEmpty() ? expected : stored.getLast().version();
            stored.addAll(saveAtOnce(actor, before, writes.subList(stored.size(), end)));
        }
        trimIfDue(actor, stored, writes);
        return stored;
    }

    private static int contentSize(StateWrite write) {
        Bytes patch = write.patch();
        Bytes result = write.result();
        return (patch == null ? write.json().size() : patch.size()) + (result == null ? 0 : result.size());
    }

    private static void check(String actor, StateWrite write) {
        StoreRules.check(actor, write, MAX_STATE_BYTES);
        if (write.callKey() != null && write.callKey().isEmpty()) {
            throw new StateRefusedException("a key of a call of the actor '" + actor
                    + "' must have 1 character or more on DynamoDB but had none; choose another key");
        }
        Bytes result = write.result();
        int size = write.json().size() + (result == null ? 0 : result.size());
        if (result != null && size > MAX_ENTRY_BYTES) {
            throw new StateRefusedException(
                    "the state of the actor '" + actor + "', with the result of the call, must have"
                            + " at most " + MAX_ENTRY_BYTES
                            + " bytes as JSON on DynamoDB, whose items have 400 KiB, but had " + size
                            + "; divide it among several actors, or return less");
        }
    }

    private List<StoredState> saveAtOnce(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        boolean wholly = false;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Outcome outcome = transactions.append(actor, expected, writes, wholly);
            if (!outcome.stored().isEmpty()) {
                return outcome.stored();
            }
            StateItem actual = expected != null && outcome.isInLog()
                    // The item is an old one that somebody has put back.
                    ? numbering.numbered(numbering.read(actor), log.newest(actor, expected.generation()))
                    : numbering.numbered(outcome.actual(), null);
            Seal seal = actual == null ? null : actual.seal();
            StateVersion version = seal == null ? null : seal.version();
            if (!Objects.equals(version, expected)) {
                throw new StateVersionConflictException(actor, expected, version);
            }
            // The number alone had been edited, or the last whole state of the log is too old.
            wholly = true;
        }
        throw new StateStoreException(
                "DynamoDB could not store the state of the actor '" + actor
                        + "': its item changes too often, or its log has entries of versions that are still to come",
                null);
    }

    private void trimIfDue(String actor, List<StoredState> stored, List<StateWrite> writes) {
        boolean isDue = stored.stream().anyMatch(each -> each.version().number() % VERSIONS_BETWEEN_TRIMS == 0)
                || writes.stream().anyMatch(write -> contentSize(write) > retention.bytes() / LARGE_SHARE);
        if (!isDue) {
            return;
        }
        try {
            log.trim(
                    actor,
                    stored.getLast().version().generation(),
                    retention,
                    requests.time().instant());
        } catch (StateStoreException e) {
            // The write itself is stored; a later one trims again.
            LOG.warn("The log of the actor '{}' could not be trimmed", actor, e);
        }
    }

    @Override
    public boolean delete(String actor) {
        if (!StoreRules.isName(actor)) {
            return false;
        }
        Map<String, AttributeValue> deleted = requests.ask(
                        "delete the state of the actor '" + actor + "'",
                        client -> client.deleteItem(request -> request.tableName(names.states())
                                .key(Map.of(StateItem.ACTOR, Attributes.of(actor)))
                                .returnValues(ReturnValue.ALL_OLD)))
                .attributes();
        // Also where there was none: an earlier deletion may have ended halfway.
        numbering.forgetFormer(actor);
        return !deleted.isEmpty();
    }

    private @Nullable UUID generation(String actor) {
        StateVersion newest = newestVersions(List.of(actor)).get(actor);
        return newest == null ? null : newest.generation();
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        return StoreRules.isName(actor) ? List.copyOf(log.after(actor, after, limit, maxBytes)) : List.of();
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return StoreRules.isName(actor) ? List.copyOf(log.fromState(actor, version, limit, maxBytes)) : List.of();
    }

    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        List<Map<String, AttributeValue>> keys = actors.stream()
                .filter(StoreRules::isName)
                .distinct()
                .map(actor -> Map.of(StateItem.ACTOR, Attributes.of(actor)))
                .toList();
        Map<String, StateVersion> versions = new HashMap<>();
        for (Map<String, AttributeValue> found : requests.readAll(
                "read the newest versions of " + actors.size() + " actors",
                names.states(),
                keys,
                StateItem.ACTOR,
                StateItem.NUMBER,
                StateItem.SEAL)) {
            StateItem item = new StateItem(found);
            StateVersion version = newestVersion(item);
            if (version != null) {
                versions.put(item.actor(), version);
            }
        }
        return Map.copyOf(versions);
    }

    private @Nullable StateVersion newestVersion(StateItem item) {
        Seal seal = item.seal();
        if (seal != null && item.isNumberIntact(seal)) {
            return seal.version();
        }
        try {
            StateItem numbered = numbering.numbered(numbering.read(item.actor()), null);
            Seal given = numbered == null ? null : numbered.seal();
            return given == null ? null : given.version();
        } catch (StateRefusedException e) {
            return unknown();
        } catch (StateStoreException e) {
            if (e.getCause() != null) {
                throw e;
            }
            // DynamoDB has answered: it is this one alone that can't be numbered.
            return unknown();
        }
    }

    /** Returns a version that nobody has: whoever asks for the actor loads it then, and hears why that can't be done. */
    private static StateVersion unknown() {
        return new StateVersion(UUID.randomUUID(), 1);
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        if (!StoreRules.isName(actor)) {
            return null;
        }
        LogEntry entry = log.find(actor, writeId, callKey);
        // A deletion by hand leaves the log for a moment.
        return entry != null && entry.version().generation().equals(generation(actor)) ? entry : null;
    }

    @Override
    public StateChangeSource changes() {
        return sources.get();
    }

    @Override
    public void close() {
        requests.close();
    }
}
