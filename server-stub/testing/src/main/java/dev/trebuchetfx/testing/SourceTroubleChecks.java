// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Checks of a source of changes in trouble: it is cut off, slow, flooded or lied to, and ends with what the database has. */
abstract class SourceTroubleChecks extends SourceChecks {
    private static final String NO_LINE = "this engine has no connection that could be cut";

    private static final int CUTS = 3;
    private static final int EDITS = 100;
    /** The least time that the edits of one cut take, in seconds, so that a cut can last as long as one of a real network. */
    private static final long CUT_SECONDS = Long.getLong("source.cut.seconds", 0);

    private static final int FEW = 5;
    private static final int MANY = 1_000;
    private static final int WRITES_AT_ONCE = 4;

    /** The bytes of each state of a check that makes 64 MiB of them. */
    private static final int LARGE = 32 << 10;

    private static final int LARGE_ACTORS = 100;
    private static final int LARGE_WRITES = 20;
    private static final long MOST_KEPT = 32L << 20;

    abstract boolean cutOffWhile(Runnable work);

    abstract boolean tellOf(String actor, long number);

    abstract boolean tellWhatIsNoNews();

    private List<String> actors(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> actor(name + i)).toList();
    }

    /** Waits until a follower knows what the database has, as another store reads it. */
    private void assertEndsEqual(StateFollower follower, List<String> actors) {
        ActorStateStore other = store();
        follower.await(
                () -> follower.known().equals(other.newestVersions(actors)),
                () -> "to know what the database has, " + other.newestVersions(actors) + ", but knew "
                        + follower.known());
    }

    /** Waits until a store reads the states of the newest edits, of which some engines number one alone. */
    private static void awaitEdits(StateFollower follower, ActorStateStore store, List<String> actors, int last) {
        for (int n = last - actors.size() + 1; n <= last; n++) {
            String actor = actors.get(n % actors.size());
            JsonNode expected = tree(json("{\"n\":" + n + "}"));
            follower.await(
                    () -> isStored(store, actor, expected),
                    () -> "the store to have " + expected + " as state of " + actor);
        }
    }

    private static boolean isStored(ActorStateStore store, String actor, JsonNode expected) {
        try {
            Bytes state = store.load(actor);
            return state != null && tree(state).equals(expected);
        } catch (StateStoreException e) {
            // Its lines were cut too, so that it may fail until it has new ones.
            return false;
        }
    }

    @Test
    void whatItMissedWhileItWasCutOffIsCaughtUp() {
        ActorStateStore reader = store();
        assumeTrue(cutOffWhile(() -> {}), NO_LINE);
        List<String> actors = actors("cut", FEW);
        String gone = actor("gone");
        List<String> all = new ArrayList<>(actors);
        all.add(gone);
        all.forEach(actor -> editFromOutside(actor, "{\"n\":0}"));
        StateFollower follower = follow(all);
        all.forEach(actor -> awaitNumber(follower, actor, 1, null));

        for (int cut = 1; cut <= CUTS; cut++) {
            int already = (cut - 1) * EDITS;
            long before = follower.disconnections();
            assertTrue(cutOffWhile(() -> {
                for (int n = already + 1; n <= already + EDITS; n++) {
                    editFromOutside(actors.get(n % FEW), "{\"n\":" + n + "}");
                    pauseBetweenEdits();
                }
                if (already == 0) {
                    removeFromOutside(gone);
                }
                follower.await(() -> follower.disconnections() > before, () -> "to be disconnected");
            }));

            awaitEdits(follower, reader, actors, already + EDITS);
            assertEndsEqual(follower, all);
        }

        assertEquals(actors.size(), follower.known().size());
        List<String> events = follower.events();
        int last = events.lastIndexOf("connected");
        assertTrue(
                events.subList(0, last).stream().anyMatch(event -> event.matches("disconnected .*\\S.*")),
                events::toString);
        editFromOutside(gone, "{\"n\":1}");
        awaitNumber(follower, gone, 1, null);
    }

    private static void pauseBetweenEdits() {
        try {
            boolean unused = new CountDownLatch(1).await(CUT_SECONDS * 1_000 / EDITS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted between two edits", e);
        }
    }

    @Test
    void aDatabaseThatIsAwayAtTheStartIsNoError() {
        String actor = actor("away");
        ActorStateStore store = store();
        StateVersion stored = store.save(actor, UUID.randomUUID(), json("1")).version();
        StateFollower follower = new StateFollower(store, List.of(actor));
        assumeTrue(
                cutOffWhile(() -> {
                    closedAtTheEnd(store.changes()).start(follower);
                    follower.await(() -> follower.disconnections() > 0, () -> "to be told why it is not connected");
                    assertEquals(0, follower.connections());
                }),
                NO_LINE);

        follower.awaitKnown(Map.of(actor, stored));
    }

    @Test
    void aSlowListenerMissesNothing() {
        List<String> actors = actors("slow", FEW);
        SlowFollower slow = slowFollower(actors);
        for (int n = 1; n <= EDITS; n++) {
            editFromOutside(actors.get(n % FEW), "{\"n\":" + n + "}");
        }
        slow.close();

        awaitEdits(slow.follower, store(), actors, EDITS);
        assertEndsEqual(slow.follower, actors);
        assertEquals(FEW, slow.follower.known().size());
    }

    /** The states that are written meanwhile would fill twice the memory that is allowed. */
    @Test
    void aSlowListenerCostsNoMemoryForStates() {
        List<String> actors = actors("large", LARGE_ACTORS);
        SlowFollower slow = slowFollower(actors);
        ActorStateStore writer = store(new LogRetention(1, Duration.ZERO, 0));
        long before = usedHeap();
        for (String actor : actors) {
            List<StateWrite> writes = IntStream.rangeClosed(1, LARGE_WRITES)
                    .mapToObj(n -> StateWrite.of(UUID.randomUUID(), state(n, LARGE)))
                    .toList();
            writer.saveAllIfVersion(actor, null, writes);
        }
        long kept = usedHeap() - before;
        slow.close();

        assertTrue(
                kept < MOST_KEPT,
                () -> "expected less than " + MOST_KEPT + " bytes of the heap to be kept but found " + kept);
        assertEndsEqual(slow.follower, actors);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aFloodEndsAsTheDatabaseIs() {
        List<String> actors = actors("flood", MANY);
        StateFollower follower = follow(actors);
        ActorStateStore writer = store();
        Map<String, StateVersion> newest = new HashMap<>();

        for (String actor : actors) {
            List<StateWrite> writes = IntStream.rangeClosed(1, WRITES_AT_ONCE)
                    .mapToObj(StoreChecks::whole)
                    .toList();
            newest.put(
                    actor,
                    writer.saveAllIfVersion(actor, null, writes).getLast().version());
        }

        follower.awaitKnown(newest);
    }

    @Test
    void newsThatIsRepeatedLateOrFalseMisleadsNobody() {
        ActorStateStore writer = store();
        String actor = actor("lied");
        String unknown = actor("unknown");
        StateFollower follower = follow(List.of(actor, unknown));
        assumeTrue(tellOf(unknown, 3), "this engine makes all news by itself");
        StateVersion newest = null;

        for (int number = 1; number <= FEW; number++) {
            newest = writer.saveIfVersion(actor, newest, whole(number)).version();
            tellOf(actor, 99);
            tellOf(actor, number);
            tellOf(actor, 1);
            follower.awaitKnown(Map.of(actor, newest));
        }
        writer.delete(actor);
        tellOf(actor, FEW);
        follower.awaitKnown(Map.of());
        StateVersion again = writer.saveIfVersion(actor, null, whole(1)).version();
        follower.awaitKnown(Map.of(actor, again));
        assertEquals(1, follower.connections());
    }

    @Test
    void whatIsNoNewsIsReportedAndEndsNothing() {
        String actor = actor("malformed");
        StateFollower follower = follow(List.of(actor));
        assumeTrue(tellWhatIsNoNews(), "this engine makes all news by itself");

        follower.await(() -> !follower.malformed().isEmpty(), () -> "to hear that something is no news");
        editFromOutside(actor, "{\"n\":1}");
        awaitNumber(follower, actor, 1, null);
        assertEquals(0, follower.disconnections());
    }

    /** Starts a follower whose listener does not return from the first call after its connection before the follower is closed. */
    private SlowFollower slowFollower(List<String> actors) {
        ActorStateStore store = store();
        SlowFollower slow = new SlowFollower(new StateFollower(store, actors));
        closedAtTheEnd(store.changes()).start(new HookedListener(slow.follower, slow::hold));
        // Closed before its source is, which waits for the call that is held.
        closedAtTheEnd(slow);
        awaitConnection(slow.follower);
        slow.isToHold = true;
        ActorStateStore writer = store();
        String first = actor("first");
        // A store in memory tells its news on the thread that writes.
        VirtualThreads.named("first-writer").execute(() -> writer.saveIfVersion(first, null, whole(1)));
        slow.follower.await(() -> slow.isHeld, () -> "to hear of a change");
        return slow;
    }

    /** A follower whose listener can be held. Safe for use by any thread. */
    private static final class SlowFollower implements AutoCloseable {
        final StateFollower follower;
        private final CountDownLatch isClosed = new CountDownLatch(1);
        volatile boolean isToHold;
        volatile boolean isHeld;

        SlowFollower(StateFollower follower) {
            this.follower = follower;
        }

        void hold() {
            if (isToHold) {
                isHeld = true;
                try {
                    isClosed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close() {
            isClosed.countDown();
        }
    }
}
