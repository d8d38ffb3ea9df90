// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks of several stores on the same data: none overwrites another, and answers may be lost. */
abstract class SharingChecks extends LogChecks {
    private static final int THREADS = 8;
    private static final int INCREMENTS = 1_000;
    private static final int PATIENCE_SECONDS = 180;

    @Test
    void incrementsOfManyThreadsAndTwoStoresAreEachDoneOnce() throws Exception {
        List<ActorStateStore> stores = List.of(store(), store());
        String actor = actor("counter");
        Set<UUID> written = ConcurrentHashMap.newKeySet();

        inThreads(thread -> {
            ActorStateStore store = stores.get(thread % stores.size());
            for (int i = 0; i < INCREMENTS / THREADS; i++) {
                UUID writeId = UUID.randomUUID();
                store.updateWithRetry(actor, writeId, Integer.MAX_VALUE, SharingChecks::incremented);
                written.add(writeId);
            }
        });

        assertEachIsInStateAndLogOnce(stores.getFirst(), actor, INCREMENTS, written);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsFoundAndDoneOnce() throws Exception {
        LostAnswers store = new LostAnswers(store());
        String actor = actor("lost");
        Set<UUID> written = ConcurrentHashMap.newKeySet();
        int each = 25;

        inThreads(thread -> {
            for (int i = 0; i < each; i++) {
                written.add(incrementedOnce(store, actor));
            }
        });

        assertTrue(store.answersLost() > THREADS, () -> "answers lost: " + store.answersLost());
        assertEachIsInStateAndLogOnce(store, actor, each * THREADS, written);
    }

    /** Increments the state as a careful caller does: after a failure it looks for its write before it repeats it. */
    private static UUID incrementedOnce(ActorStateStore store, String actor) {
        UUID writeId = UUID.randomUUID();
        while (true) {
            StoredState before = store.loadWithVersion(actor);
            Bytes next = incremented(before == null ? null : before.json());
            try {
                store.saveIfVersion(actor, before == null ? null : before.version(), StateWrite.of(writeId, next));
                return writeId;
            } catch (StateVersionConflictException e) {
                // Another thread was faster, and nothing was stored.
            } catch (StateStoreException e) {
                if (store.findWrite(actor, writeId, null) != null) {
                    return writeId;
                }
            }
        }
    }

    private static Bytes incremented(@Nullable Bytes count) {
        return json(String.valueOf(count == null ? 1 : tree(count).intValue() + 1));
    }

    private static void inThreads(Consumer<Integer> task) throws Exception {
        List<CompletableFuture<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            running.add(
                    CompletableFuture.runAsync(() -> task.accept(thread), VirtualThreads.named("store-writer-" + i)));
        }
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void assertEachIsInStateAndLogOnce(
            ActorStateStore store, String actor, int count, Set<UUID> written) {
        StoredState newest = store.loadWithVersion(actor);
        if (newest == null) {
            throw new AssertionError("expected a state but found none");
        }
        assertEquals(count, written.size());
        assertEquals(count, tree(newest.json()).intValue());
        assertEquals(count, newest.version().number());
        StateVersion first = new StateVersion(newest.version().generation(), 1);
        List<LogEntry> log = store.readLogFromState(actor, first, ALL, NO_LIMIT);
        assertEquals(count, log.size());
        Set<UUID> logged = new HashSet<>();
        for (LogEntry entry : log) {
            assertEquals(logged.size() + 1, entry.version().number());
            assertEquals(logged.size() + 1, tree(entry.content()).intValue());
            logged.add(entry.writeId());
        }
        assertEquals(written, logged);
    }
}
