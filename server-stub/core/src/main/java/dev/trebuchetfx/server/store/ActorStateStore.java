// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store of actors' states: one state an actor, and a log of its newest versions. Each write makes the next version and appends it to the
 * log, in one transaction that is durable when the method returns.
 *
 * <p>Safe for use by any thread and by several processes. Methods block; each throws {@link StateStoreException} where the store can't
 * be reached or answers too late.
 */
public interface ActorStateStore extends AutoCloseable {
    /** The most characters that an actor's name has. */
    int MAX_NAME_LENGTH = 255;

    /** The most characters that a call's key has. */
    int MAX_KEY_LENGTH = 255;

    /** Returns the most bytes that a state has as JSON. */
    int maxStateBytes();

    /** Returns the bounds of each actor's log. They stay the same, and asking for them does not ask the database. */
    LogRetention retention();

    /** Returns the newest state with its version, read at one moment; null where there is none. */
    @Nullable
    StoredState loadWithVersion(String actor);

    /**
     * Stores a state as the version after {@code expected}, if that is still the newest one.
     *
     * @param expected the version that the new state was made of; null if there should be no state, so that a new generation begins
     * @return the state as it was stored
     * @throws StateVersionConflictException if another version is the newest one; nothing was stored
     * @throws StateRefusedException if this store can't keep the state or the name, see {@link StoreRules}; nothing was stored
     * @throws StateStoreException if the outcome is not known
     */
    StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write);

    /**
     * Stores states as the versions after {@code expected}, one after the other, if that is still the newest one. A store with transactions
     * should store all or none in one of them, so that many writes wait for the disk once. This implementation stores them one by one.
     *
     * @param writes the states, oldest first, each made of the one before; one or more
     * @return the states as they were stored, in the same order
     * @throws StateVersionConflictException if another version is the newest one; the first states may have been stored, as after any other
     *     exception
     * @throws StateRefusedException if this store can't keep one of the states, or the name
     * @throws StateStoreException if the outcome is not known
     */
    default List<StoredState> saveAllIfVersion(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        List<StoredState> stored = new ArrayList<>();
        for (StateWrite write : writes) {
            stored.add(saveIfVersion(
                    actor, stored.isEmpty() ? expected : stored.getLast().version(), write));
        }
        return stored;
    }

    /**
     * Deletes the state with its log.
     *
     * @return whether there was one
     */
    boolean delete(String actor);

    /**
     * Returns the entries of the log after a version, oldest first and without holes: the first one has the number that follows, or else the
     * list is empty because there is none, the log does not reach back so far, or the generation is another one.
     *
     * @param after the generation, and the number after which entries are wanted
     * @param limit the most entries, 1 or more
     * @param maxBytes the most bytes of content that the entries have together, but the first entry is returned in any case
     */
    List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes);

    /**
     * Returns the newest entry with a whole state that is not newer than {@code version}, and the entries that follow it, as
     * {@link #readLog} does; an empty list where the log does not have {@code version}, or has no longer what it is made of.
     */
    List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes);

    /** Returns the newest version of each of these actors that has a state, by one query for all. */
    Map<String, StateVersion> newestVersions(Collection<String> actors);

    /**
     * Returns the entry of the log, of whichever generation, that this write made or that a call with this key made; null where the log has none. The log
     * forgets entries, and deletion forgets them all.
     */
    @Nullable
    LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey);

    /** Returns a new source of the changes that others make in this store. Whoever asks starts and closes it. */
    StateChangeSource changes();

    /** Frees what the store holds. Afterwards other methods throw {@link StateStoreException}. Calling it again has no effect. */
    @Override
    void close();

    /** Returns the newest state as JSON; null where there is none. */
    default @Nullable Bytes load(String actor) {
        StoredState stored = loadWithVersion(actor);
        return stored == null ? null : stored.json();
    }

    /** Returns whether there is a state. */
    default boolean exists(String actor) {
        return !newestVersions(List.of(actor)).isEmpty();
    }

    /** Stores a state as the next version, whatever the newest one is. */
    default StoredState save(String actor, UUID writeId, Bytes json) {
        return updateWithRetry(actor, writeId, Integer.MAX_VALUE, before -> json);
    }

    /** Makes a new state of the newest one, as {@link #updateWithRetry} with four attempts does. */
    default StoredState update(String actor, UUID writeId, UnaryOperator<@Nullable Bytes> change) {
        return updateWithRetry(actor, writeId, 4, change);
    }

    /**
     * Makes a new state of the newest one and stores it; after a conflict again of the one that is the newest then, at once.
     *
     * @param attempts the most attempts, 1 or more
     * @param change makes the new state of the newest one, which is null where there is none; it may be called several times
     * @throws StateVersionConflictException if the last attempt met a conflict too
     */
    default StoredState updateWithRetry(
            String actor, UUID writeId, int attempts, UnaryOperator<@Nullable Bytes> change) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 or more but was " + attempts);
        }
        for (int attempt = 1; ; attempt++) {
            StoredState before = loadWithVersion(actor);
            Bytes next = change.apply(before == null ? null : before.json());
            if (next == null) {
                throw new IllegalArgumentException("the change of the actor '" + actor
                        + "' must return a state but returned null; use delete to remove one");
            }
            try {
                return saveIfVersion(actor, before == null ? null : before.version(), StateWrite.of(writeId, next));
            } catch (StateVersionConflictException e) {
                if (attempt == attempts) {
                    throw e;
                }
            }
        }
    }
}
