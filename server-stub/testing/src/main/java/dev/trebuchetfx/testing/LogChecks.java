// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks of the log: entries as they were written, in order and without holes; writes found again; what is kept and what is forgotten. */
abstract class LogChecks extends StateChecks {
    private static final int EVERY_FOURTH = 4;

    abstract void makeEntriesOlder(Duration by);

    abstract int mostSurplusVersions();

    private static boolean everyFourth(int number) {
        return number % EVERY_FOURTH == 1;
    }

    @Test
    void theStoreTellsTheBoundsOfItsLogs() {
        LogRetention own = new LogRetention(7, Duration.ofSeconds(8), 9_000);

        assertEquals(own, store(own).retention());
    }

    @Test
    void severalStatesAreStoredAtOnceAndFoundOneByOne() {
        ActorStateStore store = store();
        String actor = actor("several");
        List<StateWrite> first = List.of(keyed("k1", 1), keyed("k2", 2), keyed("k3", 3));
        List<StoredState> stored = store.saveAllIfVersion(actor, null, first);
        StateVersion third = stored.getLast().version();
        List<StateWrite> second = List.of(keyed("k4", 4), keyed("k5", 5));
        store.saveAllIfVersion(actor, third, second);

        // They were made of a version that is not the newest one any more.
        assertThrows(StateVersionConflictException.class, () -> store().saveAllIfVersion(
                        actor, third, List.of(keyed("k6", 4), keyed("k7", 5))));

        List<LogEntry> entries =
                store().readLogFromState(actor, stored.getFirst().version(), ALL, NO_LIMIT);
        assertEquals(numbers(1, 5), numbers(entries));
        List<StateWrite> all = Stream.concat(first.stream(), second.stream()).toList();
        for (int i = 0; i < all.size(); i++) {
            StateWrite write = all.get(i);
            assertEquals(write.writeId(), entries.get(i).writeId());
            LogEntry byKey = store().findWrite(actor, UUID.randomUUID(), write.callKey());
            assertEquals(entries.get(i), byKey);
        }
        assertEquals(tree(state(5, 0)), rebuilt(entries, entries.getLast().version()));
        assertSameJson(state(5, 0), Objects.requireNonNull(store().load(actor)));
        assertNull(store().findWrite(actor, UUID.randomUUID(), "k6"));
    }

    private static StateWrite keyed(String key, int version) {
        return new StateWrite(UUID.randomUUID(), key, null, 1, state(version, 0), patch(version));
    }

    @Test
    void entriesAreAsTheyWereWritten() {
        ActorStateStore store = store();
        String actor = actor("entries");
        Bytes result = json("{\"r\":\"\uD83D\uDE80\"}");
        StateWrite first = new StateWrite(UUID.randomUUID(), "k1", result, 2, state(1, 0), patch(1));
        StateWrite second = new StateWrite(UUID.randomUUID(), "k2", Bytes.empty(), 3, state(2, 0), patch(2));
        StateWrite third = new StateWrite(UUID.randomUUID(), null, null, 4, state(3, 0), null);
        StateVersion one = store.saveIfVersion(actor, null, first).version();
        StateVersion two = store.saveIfVersion(actor, one, second).version();
        StateVersion three = store.saveIfVersion(actor, two, third).version();

        List<LogEntry> entries = store().readLogFromState(actor, one, ALL, NO_LIMIT);

        assertEquals(3, entries.size());
        // Nothing comes before the first version, so a patch would have no base.
        assertEntry(entries.get(0), one, first, false, first.json());
        assertEntry(entries.get(1), two, second, true, patch(2));
        assertEntry(entries.get(2), three, third, false, third.json());
        assertFalse(entries.get(2).storedAt().isBefore(entries.get(0).storedAt()));
    }

    private static void assertEntry(
            LogEntry entry, StateVersion version, StateWrite write, boolean isPatch, Bytes content) {
        assertEquals(version, entry.version());
        assertEquals(write.writeId(), entry.writeId());
        assertEquals(write.callKey(), entry.callKey());
        assertEquals(write.result(), entry.result());
        assertEquals(write.schema(), entry.schema());
        assertEquals(isPatch, entry.isPatch());
        assertSameJson(content, entry.content());
    }

    @Test
    void readLogReturnsWhatFollowsAVersionWithoutHoles() {
        ActorStateStore store = store();
        String actor = actor("read");
        StateVersion newest = grow(store, actor, 10, 0, LogChecks::everyFourth).version();
        UUID life = newest.generation();

        assertEquals(numbers(4, 10), numbers(store.readLog(actor, new StateVersion(life, 3), ALL, NO_LIMIT)));
        assertEquals(numbers(4, 5), numbers(store.readLog(actor, new StateVersion(life, 3), 2, NO_LIMIT)));
        assertEquals(List.of(), store.readLog(actor, newest, ALL, NO_LIMIT));
        assertEquals(List.of(), store.readLog(actor, new StateVersion(life, 99), ALL, NO_LIMIT));
        assertEquals(List.of(), store.readLog(actor, new StateVersion(UUID.randomUUID(), 3), ALL, NO_LIMIT));
        assertEquals(List.of(), store.readLog(actor("absent"), new StateVersion(life, 3), ALL, NO_LIMIT));
    }

    @Test
    void readLogFromStateBeginsWithTheNewestWholeStateUpToAVersion() {
        ActorStateStore store = store();
        String actor = actor("state");
        StateVersion newest = grow(store, actor, 10, 0, LogChecks::everyFourth).version();
        UUID life = newest.generation();

        assertEquals(numbers(1, 10), numbers(store.readLogFromState(actor, new StateVersion(life, 4), ALL, NO_LIMIT)));
        assertEquals(numbers(5, 10), numbers(store.readLogFromState(actor, new StateVersion(life, 5), ALL, NO_LIMIT)));
        assertEquals(numbers(5, 7), numbers(store.readLogFromState(actor, new StateVersion(life, 8), 3, NO_LIMIT)));
        assertEquals(numbers(9, 10), numbers(store.readLogFromState(actor, newest, ALL, NO_LIMIT)));
        assertEquals(List.of(), store.readLogFromState(actor, newest.next(), ALL, NO_LIMIT));
        assertEquals(List.of(), store.readLogFromState(actor, new StateVersion(UUID.randomUUID(), 4), ALL, NO_LIMIT));
    }

    @Test
    void aReadEndsBeforeItsBytesAreExceededButHasOneEntryInAnyCase() {
        ActorStateStore store = store();
        String actor = actor("bytes");
        StateVersion first = store.saveIfVersion(actor, null, whole(1)).version();
        grow(store, actor, 6, 0, number -> true);
        List<LogEntry> all = store.readLog(actor, first, ALL, NO_LIMIT);
        long two = (long) all.get(0).content().size() + all.get(1).content().size();

        assertEquals(all.subList(0, 2), store.readLog(actor, first, ALL, two));
        assertEquals(all.subList(0, 1), store.readLog(actor, first, ALL, two - 1));
        assertEquals(all.subList(0, 1), store.readLog(actor, first, ALL, 0));
        assertEquals(numbers(1, 1), numbers(store.readLogFromState(actor, first, ALL, 0)));
    }

    @Test
    void aWriteIsFoundByItsIdAndByTheKeyOfItsCall() {
        ActorStateStore store = store();
        String actor = actor("found");
        String longest = "\uD83D\uDE80".repeat(ActorStateStore.MAX_KEY_LENGTH / 2);
        Bytes result = json("[\"a\\u0000b\", 1.50,  \"\uD83D\uDE80\"]");
        StateWrite keyed = new StateWrite(UUID.randomUUID(), longest, result, 1, state(1, 0), null);
        StateVersion one = store.saveIfVersion(actor, null, keyed).version();
        StateWrite plain = patched(2, 0);
        StateVersion two = store.saveIfVersion(actor, one, plain).version();

        assertFound(store, actor, keyed.writeId(), null, one, result);
        assertFound(store, actor, UUID.randomUUID(), longest, one, result);
        assertFound(store, actor, plain.writeId(), null, two, null);
        assertFound(store, actor, plain.writeId(), "other", two, null);
        assertNull(store.findWrite(actor, UUID.randomUUID(), null));
        assertNull(store.findWrite(actor, UUID.randomUUID(), "other"));
        assertNull(store.findWrite(actor("other"), keyed.writeId(), longest));
        assertThrows(
                StateRefusedException.class,
                () -> store.saveIfVersion(
                        actor, two, new StateWrite(UUID.randomUUID(), "\u0000", null, 1, state(3, 0), null)));
        assertNull(store.findWrite(actor, UUID.randomUUID(), "\u0000"));
    }

    private static void assertFound(
            ActorStateStore store,
            String actor,
            UUID writeId,
            @Nullable String callKey,
            StateVersion version,
            @Nullable Bytes result) {
        LogEntry entry = store.findWrite(actor, writeId, callKey);
        if (entry == null) {
            throw new AssertionError("expected the write of version " + version + " but found none");
        }
        assertEquals(version, entry.version());
        assertEquals(result, entry.result());
    }

    @Test
    void theLogForgetsVersionsBeyondItsRetention() {
        ActorStateStore store = store(new LogRetention(10, Duration.ofHours(1), NO_LIMIT));
        String actor = actor("versions");
        int last = 10 + mostSurplusVersions() + 2 * EVERY_FOURTH;
        UUID life =
                grow(store, actor, last, 0, LogChecks::everyFourth).version().generation();

        int oldest = assertEveryKeptVersionIsRebuilt(store, actor, life, last, 0);

        assertTrue(1 < oldest && oldest <= last - 9, () -> "kept from version " + oldest + " to " + last);
    }

    @Test
    void theLogForgetsVersionsThatAreTooOld() {
        ActorStateStore store = store(new LogRetention(100_000, Duration.ofMinutes(10), NO_LIMIT));
        String actor = actor("age");
        grow(store, actor, 6, 0, LogChecks::everyFourth);
        makeEntriesOlder(Duration.ofMinutes(11));
        int last = 7 + mostSurplusVersions();
        UUID life =
                grow(store, actor, last, 0, LogChecks::everyFourth).version().generation();

        int oldest = assertEveryKeptVersionIsRebuilt(store, actor, life, last, 0);

        // Version 7 is made of the whole state of version 5.
        assertTrue(1 < oldest && oldest <= 7, () -> "kept from version " + oldest + " to " + last);
    }

    @Test
    void theLogForgetsVersionsBeyondItsBytes() {
        int padding = 400;
        long whole = state(1, padding).size();
        ActorStateStore store = store(new LogRetention(100_000, Duration.ofHours(1), 6 * whole));
        String actor = actor("bytes");
        int last = 40 + mostSurplusVersions();
        UUID life = grow(store, actor, last, padding, LogChecks::everyFourth)
                .version()
                .generation();

        int oldest = assertEveryKeptVersionIsRebuilt(store, actor, life, last, padding);

        // Three whole states, and the patches between, have fewer bytes than six whole states.
        assertTrue(1 < oldest && oldest <= last - 2 * EVERY_FOURTH, () -> "kept from version " + oldest);
    }

    @Test
    void theNewestVersionIsKeptInAnyCase() {
        ActorStateStore store = store(new LogRetention(1, Duration.ZERO, 0));
        String actor = actor("newest");
        UUID life = grow(store, actor, 7, 0, LogChecks::everyFourth).version().generation();

        int oldest = assertEveryKeptVersionIsRebuilt(store, actor, life, 7, 0);

        assertTrue(oldest <= 7, () -> "kept from version " + oldest);
    }

    /** Returns the oldest version that is kept. */
    private static int assertEveryKeptVersionIsRebuilt(
            ActorStateStore store, String actor, UUID life, int last, int padding) {
        int oldest = last + 1;
        for (int number = 1; number <= last; number++) {
            StateVersion version = new StateVersion(life, number);
            List<LogEntry> entries = store.readLogFromState(actor, version, ALL, NO_LIMIT);
            List<Long> after = numbers(store.readLog(actor, version, ALL, NO_LIMIT));
            if (entries.isEmpty()) {
                assertTrue(oldest > last, "version " + oldest + " is kept but version " + number + " is not");
                assertTrue(after.isEmpty() || after.equals(numbers(number + 1, last)), "a hole in " + after);
            } else {
                oldest = Math.min(oldest, number);
                assertFalse(entries.getFirst().isPatch());
                assertEquals(numbers(entries.getFirst().version().number(), last), numbers(entries));
                assertEquals(tree(state(number, padding)), rebuilt(entries, version));
                assertEquals(numbers(number + 1, last), after);
            }
        }
        return oldest;
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<Long> numbers(List<LogEntry> entries) {
        return entries.stream().map(entry -> entry.version().number()).toList();
    }
}
