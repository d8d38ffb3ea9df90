// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The numbering of states that others have stored: the item gets the next version and its mark, and the log an entry, unless somebody has
 * changed the item meanwhile. Whoever meets such an item does it, and only one succeeds. Safe for use by any thread.
 */
final class EditNumbering {
    /** The attempts after which an item is given up that others change without a pause. */
    private static final int ATTEMPTS = 10;

    private final DynamoRequests requests;
    private final DynamoNames names;
    private final ActorLog log;
    private final StateTransactions transactions;

    EditNumbering(DynamoRequests requests, DynamoNames names, ActorLog log, StateTransactions transactions) {
        this.requests = requests;
        this.names = names;
        this.log = log;
        this.transactions = transactions;
    }

    /** Reads the item of an actor as it is now; null where there is none. */
    @Nullable
    StateItem read(String actor) {
        Map<String, AttributeValue> item = requests.ask(
                        "load the state of the actor '" + actor + "'",
                        client -> client.getItem(request -> request.tableName(names.states())
                                .key(Map.of(StateItem.ACTOR, Attributes.of(actor)))
                                .consistentRead(true)))
                .item();
        return StateItem.of(item);
    }

    /**
     * Returns an item as it is once it is numbered; null where it has been deleted meanwhile.
     *
     * @param item the item as it was read
     * @param before the mark that the item had before the edit, where that is known
     */
    @Nullable
    StateItem numbered(@Nullable StateItem item, @Nullable Seal before) {
        StateItem current = item;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (current == null || (current.isNumbered() && !isBefore(current.seal(), before))) {
                return current;
            }
            number(current, before);
            current = read(current.actor());
        }
        throw new StateStoreException(
                "DynamoDB could not number an edit of the actor '" + (current == null ? "" : current.actor())
                        + "', since others change it without a pause; try again later",
                null);
    }

    /** Forgets what the log has of lives that the actor has no longer. */
    void forgetFormer(String actor) {
        log.forgetFormer(actor, () -> {
            StateItem item = read(actor);
            // One that was put there since, and has no mark yet, begins a new life.
            Seal seal = item == null ? null : item.seal();
            return seal == null ? null : seal.version().generation();
        });
    }

    /** Returns whether a mark is an older one of the same life, as where an item has been restored from a copy. */
    static boolean isBefore(@Nullable Seal seal, @Nullable Seal other) {
        return seal != null
                && other != null
                && seal.version().isOfSameLife(other.version())
                && seal.version().number() < other.version().number();
    }

    private void number(StateItem item, @Nullable Seal before) {
        // Without any mark it may be an item that was put there after a deletion, so a new life begins.
        Seal base = newer(item.seal(), before);
        if (base != null) {
            base = newer(base, log.newest(item.actor(), base.version().generation()));
        }
        String hash = Seal.hash(item.schema(), item.state());
        if (base != null && base.hash().equals(hash)) {
            // The state is the one that was numbered: only the mark or the number has to come back.
            transactions.number(item, base, false);
            return;
        }
        StateVersion next = base == null
                ? new StateVersion(UUID.randomUUID(), 1)
                : base.version().next();
        transactions.number(item, new Seal(next, UUID.randomUUID(), hash), true);
    }

    private static @Nullable Seal newer(@Nullable Seal one, @Nullable Seal other) {
        return one == null || isBefore(one, other) ? other : one;
    }
}
