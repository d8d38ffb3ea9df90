// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks of states and their versions: store, load, delete, conflicts, sizes and names. */
abstract class StateChecks extends StoreChecks {
    @Test
    void anActorWithoutAStateHasNone() {
        ActorStateStore store = store();
        String actor = actor("absent");

        assertNull(store.loadWithVersion(actor));
        assertNull(store.load(actor));
        assertFalse(store.exists(actor));
        assertFalse(store.delete(actor));
        assertNull(store.findWrite(actor, UUID.randomUUID(), "key"));
    }

    @Test
    void aStateIsLoadedAsItWasStoredByAnyStore() {
        ActorStateStore writer = store();
        ActorStateStore reader = store();
        String actor = actor("stored");
        UUID first = UUID.randomUUID();

        StoredState stored =
                writer.saveIfVersion(actor, null, new StateWrite(first, null, null, 3, json("{\"a\":1}"), null));

        assertEquals(1, stored.version().number());
        assertIsStored(reader, actor, stored, first, 3, "{\"a\":1}");
        assertTrue(reader.exists(actor));

        UUID second = UUID.randomUUID();
        StoredState next = reader.saveIfVersion(
                actor, stored.version(), new StateWrite(second, null, null, 4, json("{\"a\":2}"), null));

        assertEquals(stored.version().next(), next.version());
        assertIsStored(writer, actor, next, second, 4, "{\"a\":2}");
    }

    private static void assertIsStored(
            ActorStateStore store, String actor, StoredState stored, UUID writeId, int schema, String json) {
        StoredState loaded = present(store, store.loadWithVersion(actor));
        assertEquals(stored.version(), loaded.version());
        assertEquals(stored.storedAt(), loaded.storedAt());
        for (StoredState each : List.of(stored, loaded)) {
            assertEquals(writeId, each.writeId());
            assertEquals(schema, each.schema());
            assertSameJson(json(json), each.json());
        }
    }

    private static StoredState present(ActorStateStore store, @Nullable StoredState loaded) {
        if (loaded == null) {
            throw new AssertionError("expected a state in " + store + " but found none");
        }
        return loaded;
    }

    @Test
    void saveMakesTheNextVersionOfWhicheverIsTheNewest() {
        ActorStateStore store = store();
        String actor = actor("saved");

        assertEquals(
                1, store.save(actor, UUID.randomUUID(), json("1")).version().number());
        assertEquals(
                2, store.save(actor, UUID.randomUUID(), json("2")).version().number());
        assertSameJson(json("2"), present(store, store.loadWithVersion(actor)).json());
    }

    @Test
    void aStateThatDoesNotChangeMakesAVersionToo() {
        ActorStateStore store = store();
        String actor = actor("same");
        StoredState first = store.save(actor, UUID.randomUUID(), json("{}"));

        StoredState second = store.save(actor, UUID.randomUUID(), json("{}"));

        assertEquals(first.version().next(), second.version());
        assertEquals(1, store.readLog(actor, first.version(), ALL, NO_LIMIT).size());
    }

    @Test
    void anotherVersionThanTheExpectedIsAConflict() {
        ActorStateStore store = store();
        String actor = actor("conflict");
        StateVersion guess = new StateVersion(UUID.randomUUID(), 1);
        assertConflict(store, actor, guess, null);

        StateVersion first = store.saveIfVersion(actor, null, whole(1)).version();
        StateVersion second = store.saveIfVersion(actor, first, whole(2)).version();

        assertConflict(store, actor, null, second);
        assertConflict(store, actor, first, second);
        assertConflict(store, actor, second.next(), second);
        assertConflict(store, actor, new StateVersion(guess.generation(), 2), second);
        assertSameJson(state(2, 0), present(store, store.loadWithVersion(actor)).json());
        assertEquals(1, store.readLog(actor, first, ALL, NO_LIMIT).size());
    }

    private static void assertConflict(
            ActorStateStore store, String actor, @Nullable StateVersion expected, @Nullable StateVersion actual) {
        StateWrite write = whole(99);
        StateVersionConflictException conflict =
                assertThrows(StateVersionConflictException.class, () -> store.saveIfVersion(actor, expected, write));
        assertEquals(expected, conflict.expected());
        assertEquals(actual, conflict.actual());
        assertNull(store.findWrite(actor, write.writeId(), null));
    }

    @Test
    void anUpdateThatKeepsMeetingConflictsEndsAfterItsAttempts() {
        ActorStateStore store = store();
        String actor = actor("contended");
        store.save(actor, UUID.randomUUID(), json("0"));
        int[] attempts = {0};

        assertThrows(
                StateVersionConflictException.class,
                () -> store.updateWithRetry(actor, UUID.randomUUID(), 3, before -> {
                    attempts[0]++;
                    store.save(actor, UUID.randomUUID(), json("7"));
                    return json("8");
                }));

        assertEquals(3, attempts[0]);
        assertSameJson(json("7"), present(store, store.loadWithVersion(actor)).json());
    }

    @Test
    void aStateThatIsMadeAgainBelongsToAnotherGeneration() {
        ActorStateStore store = store();
        String actor = actor("reborn");
        StateWrite write = whole(1);
        StateVersion old = store.saveIfVersion(actor, null, write).version();

        assertTrue(store.delete(actor));
        assertFalse(store.delete(actor));
        assertNull(store.loadWithVersion(actor));
        assertConflict(store, actor, old, null);
        assertNull(store.findWrite(actor, write.writeId(), null));
        assertEquals(List.of(), store.readLogFromState(actor, old, ALL, NO_LIMIT));

        StateVersion made = store.saveIfVersion(actor, null, whole(1)).version();

        assertEquals(1, made.number());
        assertNotEquals(old.generation(), made.generation());
        assertConflict(store, actor, old, made);
        store.saveIfVersion(actor, made, whole(2));
        assertEquals(List.of(), store.readLog(actor, old, ALL, NO_LIMIT));
        assertEquals(List.of(), store.readLogFromState(actor, old, ALL, NO_LIMIT));
    }

    @Test
    void newestVersionsLeavesOutActorsWithoutAState() {
        ActorStateStore store = store();
        StateVersion one =
                store.save(actor("one"), UUID.randomUUID(), json("1")).version();
        store.save(actor("two"), UUID.randomUUID(), json("1"));
        StateVersion two =
                store.save(actor("two"), UUID.randomUUID(), json("2")).version();
        store.save(actor("gone"), UUID.randomUUID(), json("1"));
        store.delete(actor("gone"));

        assertEquals(
                Map.of(actor("one"), one, actor("two"), two),
                store.newestVersions(List.of(
                        actor("one"), actor("absent"), actor("two"), actor("gone"), actor("two"), "", "\u0000")));
        assertEquals(Map.of(), store.newestVersions(List.of()));
    }

    @Test
    void aStateHasAtMostTheBytesThatTheStoreNames() {
        ActorStateStore store = store();
        String actor = actor("large");
        Bytes largest = json("\"" + "x".repeat(store.maxStateBytes() - 2) + "\"");
        Bytes tooLarge = json("\"" + "x".repeat(store.maxStateBytes() - 1) + "\"");

        StateVersion stored = store.save(actor, UUID.randomUUID(), largest).version();

        assertEquals(
                largest.size(),
                present(store, store.loadWithVersion(actor)).json().size());
        assertThrows(
                StateRefusedException.class,
                () -> store.saveIfVersion(actor, stored, StateWrite.of(UUID.randomUUID(), tooLarge)));
        assertEquals(Map.of(actor, stored), store.newestVersions(List.of(actor)));
    }

    @Test
    void everyCharacterOfAStateIsKept() {
        ActorStateStore store = store();
        String actor = actor("unicode");
        Bytes json = json("{\"emoji \uD83D\uDE80\":\"\uD83D\uDC69\u200D\uD83D\uDE80\",\"nul\":\"a\\u0000b\","
                + "\"half\":\"\\ud83d\",\"line\":\"\u2028\",\"quote\":\"'\\\"\\\\\"}");

        store.save(actor, UUID.randomUUID(), json);

        assertSameJson(json, present(store, store.loadWithVersion(actor)).json());
    }

    @Test
    void namesThatDifferInAnyCharacterAreDifferentActors() {
        ActorStateStore store = store();
        List<String> endings = List.of(
                "",
                " ",
                "a",
                "A",
                "\u00E9",
                "e\u0301",
                "/",
                "//",
                "'",
                "\"; DROP TABLE x; --",
                "%",
                "_",
                "\\",
                "\n",
                "\t",
                "\uD83D\uDE80",
                "\uD83D\uDE81",
                "#",
                "{}",
                "*",
                ":",
                "\u0001",
                "null");
        for (String ending : endings) {
            store.save(actor(ending), UUID.randomUUID(), json("\"" + endings.indexOf(ending) + "\""));
        }

        for (String ending : endings) {
            assertSameJson(
                    json("\"" + endings.indexOf(ending) + "\""),
                    present(store, store.loadWithVersion(actor(ending))).json());
        }
        assertEquals(
                endings.size(),
                store.newestVersions(endings.stream().map(this::actor).toList()).size());
    }

    @Test
    void aNameHasAtMostTheCharactersThatTheInterfaceNames() {
        ActorStateStore store = store();
        String unique = actor("n");
        int pairs = (ActorStateStore.MAX_NAME_LENGTH - unique.length()) / 2;
        String longest = unique
                + "x".repeat(ActorStateStore.MAX_NAME_LENGTH - unique.length() - 2 * pairs)
                + "\uD83D\uDE80".repeat(pairs);
        assertEquals(ActorStateStore.MAX_NAME_LENGTH, longest.length());

        StateVersion stored = store.save(longest, UUID.randomUUID(), json("1")).version();

        assertEquals(Map.of(longest, stored), store.newestVersions(List.of(longest)));
        assertTrue(longest.getBytes(StandardCharsets.UTF_8).length > ActorStateStore.MAX_NAME_LENGTH);
        assertTrue(store.delete(longest));
        for (String name : List.of("", longest + "x", actor("\u0000"), actor("\uD83D"), actor("\uDE80x"))) {
            StateWrite write = whole(1);
            assertThrows(StateRefusedException.class, () -> store.saveIfVersion(name, null, write));
            assertNull(store.loadWithVersion(name));
            assertFalse(store.delete(name));
            assertNull(store.findWrite(name, write.writeId(), "key"));
            assertEquals(List.of(), store.readLog(name, new StateVersion(UUID.randomUUID(), 1), ALL, NO_LIMIT));
        }
    }

    @Test
    void aStoreThatIsClosedDoesNothingAndLeavesOthersOpen() {
        ActorStateStore closed = store();
        ActorStateStore open = store();
        String actor = actor("closed");
        StateVersion stored = closed.save(actor, UUID.randomUUID(), json("1")).version();

        closed.close();
        closed.close();

        assertThrows(StateStoreException.class, () -> closed.loadWithVersion(actor));
        assertThrows(StateStoreException.class, () -> closed.saveIfVersion(actor, stored, whole(2)));
        assertThrows(StateStoreException.class, () -> closed.newestVersions(List.of(actor)));
        assertEquals(2, open.saveIfVersion(actor, stored, whole(2)).version().number());
    }
}
