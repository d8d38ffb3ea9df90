// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks of a source of changes whose database is well: it starts, tells of writes, edits and deletions, and ends. */
abstract class SourceChecks extends StoreChecks {
    abstract void editFromOutside(String actor, String json);

    abstract void removeFromOutside(String actor);

    /** Starts a follower of a store of its own, and returns it as soon as it is connected and knows the versions that there are. */
    final StateFollower follow(List<String> actors) {
        ActorStateStore store = store();
        StateFollower follower = new StateFollower(store, actors);
        closedAtTheEnd(store.changes()).start(follower);
        awaitConnection(follower);
        // From here on it learns only what it is told.
        follower.known();
        return follower;
    }

    static void awaitConnection(StateFollower follower) {
        follower.await(() -> follower.connections() > 0, () -> "to be connected");
    }

    @Test
    void aSourceIsConnectedFirstAndTellsTheTruth() {
        ActorStateStore writer = store();
        String actor = actor("truth");
        StateFollower follower = follow(List.of(actor));

        StateVersion stored = writer.saveIfVersion(actor, null, whole(1)).version();
        follower.awaitKnown(Map.of(actor, stored));

        assertEquals("connected", follower.events().getFirst());
        assertEquals(List.of(), follower.malformed());
        for (StateChange each : follower.changes()) {
            if (each.actor().equals(actor) && each.number() != null) {
                assertEquals(stored.number(), each.number());
            }
        }
    }

    @Test
    void statesThatWereThereBeforeAreReadOnceItIsConnected() {
        String actor = actor("before");
        StateVersion stored = store().saveIfVersion(actor, null, whole(1)).version();

        follow(List.of(actor)).awaitKnown(Map.of(actor, stored));
    }

    @Test
    void theWritesAndDeletionsOfAnotherStoreAreHeard() {
        ActorStateStore writer = store();
        String actor = actor("heard");
        StateFollower follower = follow(List.of(actor));

        StateVersion one = writer.saveIfVersion(actor, null, whole(1)).version();
        follower.awaitKnown(Map.of(actor, one));
        StateVersion two = writer.saveIfVersion(actor, one, whole(2)).version();
        follower.awaitKnown(Map.of(actor, two));
        writer.delete(actor);
        follower.awaitKnown(Map.of());
        StateVersion again = writer.saveIfVersion(actor, null, whole(1)).version();
        follower.awaitKnown(Map.of(actor, again));
        assertNotEquals(one, again);
    }

    @Test
    void editsFromOutsideAreVersionsAndAreHeard() {
        ActorStateStore reader = store();
        String actor = actor("edited");
        StateFollower follower = follow(List.of(actor));

        editFromOutside(actor, "{\"n\":1}");
        StateVersion first = awaitNumber(follower, actor, 1, null);
        editFromOutside(actor, "{\"n\":2}");
        StateVersion second = awaitNumber(follower, actor, 2, first);

        assertEquals(first.next(), second);
        assertSameJson(json("{\"n\":2}"), Objects.requireNonNull(reader.load(actor)));
        assertSameJson(
                json("{\"n\":2}"),
                reader.readLog(actor, first, ALL, NO_LIMIT).getFirst().content());
        removeFromOutside(actor);
        follower.awaitKnown(Map.of());
        editFromOutside(actor, "{\"n\":3}");
        StateVersion again = awaitNumber(follower, actor, 1, null);
        assertFalse(again.isOfSameLife(first));
        assertEquals(again.next(), reader.saveIfVersion(actor, again, whole(2)).version());
    }

    static StateVersion awaitNumber(StateFollower follower, String actor, long number, @Nullable StateVersion before) {
        follower.await(
                () -> {
                    StateVersion known = follower.known().get(actor);
                    return known != null && known.number() == number && (before == null || known.isOfSameLife(before));
                },
                () -> "version " + number + " of " + actor + " but knew " + follower.known());
        return Objects.requireNonNull(follower.known().get(actor));
    }

    @Test
    void aSourceThatIsClosedIsSilent() {
        ActorStateStore writer = store();
        ActorStateStore reader = store();
        String actor = actor("silent");
        StateFollower closed = new StateFollower(reader, List.of(actor));
        StateChangeSource source = reader.changes();
        source.start(closed);
        awaitConnection(closed);
        StateFollower open = follow(List.of(actor));
        source.close();
        source.close();
        List<String> before = closed.events();

        StateVersion one = writer.saveIfVersion(actor, null, whole(1)).version();
        open.awaitKnown(Map.of(actor, one));

        assertEquals(before, closed.events());
    }

    @Test
    void aSourceThatNobodyStartedIsClosed() {
        StateChangeSource source = store().changes();

        source.close();
        source.close();
    }

    @Test
    void aSourceIsStartedOnce() {
        ActorStateStore store = store();
        StateFollower follower = new StateFollower(store, List.of());
        StateChangeSource source = closedAtTheEnd(store.changes());
        source.start(follower);

        assertThrows(IllegalStateException.class, () -> source.start(follower));
        awaitConnection(follower);
    }

    @Test
    void aListenerThatFailsHearsWhatComesAfter() {
        ActorStateStore writer = store();
        ActorStateStore reader = store();
        String actor = actor("failing");
        StateFollower follower = new StateFollower(reader, List.of(actor));
        closedAtTheEnd(reader.changes()).start(new HookedListener(follower, () -> {
            throw new IllegalStateException("a listener that fails, as this test wants it");
        }));
        awaitConnection(follower);

        StateVersion newest = null;
        for (int number = 1; number <= 3; number++) {
            newest = writer.saveIfVersion(actor, newest, whole(number)).version();
            follower.awaitKnown(Map.of(actor, newest));
        }
        assertEquals(0, follower.disconnections());
    }

    @Test
    void aListenerMayCloseItsSource() {
        ActorStateStore reader = store();
        String actor = actor("closing");
        StateFollower follower = new StateFollower(reader, List.of(actor));
        StateChangeSource source = closedAtTheEnd(reader.changes());
        AtomicBoolean isClosed = new AtomicBoolean();
        source.start(new HookedListener(follower, () -> {
            source.close();
            isClosed.set(true);
        }));
        follower.await(isClosed::get, () -> "the listener to have closed the source");
        StateFollower other = follow(List.of(actor));

        StateVersion stored = store().save(actor, UUID.randomUUID(), json("1")).version();
        other.awaitKnown(Map.of(actor, stored));

        assertEquals(List.of("connected"), follower.events());
    }
}
