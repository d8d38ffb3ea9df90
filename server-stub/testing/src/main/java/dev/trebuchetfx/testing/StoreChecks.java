// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ground of the checks of a store and of its source of changes: how a store is opened, and an actor whose state has its version's number in it and tells which patches were
 * applied. Confined to the thread of the test.
 */
abstract class StoreChecks {
    static final LogRetention AMPLE = new LogRetention(100_000, Duration.ofHours(1), 256L << 20);
    static final long NO_LIMIT = Long.MAX_VALUE;
    static final int ALL = Integer.MAX_VALUE;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int REMAINDERS = 3;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private String run = "";

    abstract ActorStateStore openStore(LogRetention retention);

    @BeforeEach
    void beginAnew() {
        run = UUID.randomUUID().toString();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        opened.clear();
    }

    /** Opens a store that is closed at the end of the test. */
    final ActorStateStore store(LogRetention retention) {
        return closedAtTheEnd(openStore(retention));
    }

    final ActorStateStore store() {
        return store(AMPLE);
    }

    final <T extends AutoCloseable> T closedAtTheEnd(T each) {
        opened.add(each);
        return each;
    }

    /** Returns a name that no other test uses, since a database may outlive a test. */
    final String actor(String name) {
        return run + name;
    }

    static Bytes json(String text) {
        return Bytes.utf8(text);
    }

    static JsonNode tree(Bytes json) {
        return MAPPER.readTree(json.unsafeArray());
    }

    static void assertSameJson(Bytes expected, Bytes actual) {
        assertEquals(tree(expected), tree(actual));
    }

    /** Returns the state of a version: its number, and for each remainder the newest version that had it. */
    static Bytes state(int version, int padding) {
        ObjectNode state = MAPPER.createObjectNode();
        state.put("n", version);
        for (int remainder = 0; remainder < REMAINDERS; remainder++) {
            int newest = version - Math.floorMod(version - remainder, REMAINDERS);
            state.put("r" + remainder, Math.max(0, newest));
        }
        state.put("padding", "x".repeat(padding));
        return Bytes.wrap(MAPPER.writeValueAsBytes(state));
    }

    /** Returns the patch that makes the state of a version of the one before. */
    static Bytes patch(int version) {
        return json("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + version + "},{\"op\":\"replace\",\"path\":\"/r"
                + version % REMAINDERS + "\",\"value\":" + version + "}]");
    }

    static StateWrite whole(int version) {
        return StateWrite.of(UUID.randomUUID(), state(version, 0));
    }

    static StateWrite patched(int version, int padding) {
        return new StateWrite(UUID.randomUUID(), null, null, 1, state(version, padding), patch(version));
    }

    /** Stores the versions from 1 to {@code last}, or from the one after the newest. */
    static StoredState grow(ActorStateStore store, String actor, int last, int padding, IntPredicate isWhole) {
        StoredState newest = store.loadWithVersion(actor);
        int number = newest == null ? 0 : (int) newest.version().number();
        while (number < last) {
            number++;
            StateWrite write = isWhole.test(number)
                    ? StateWrite.of(UUID.randomUUID(), state(number, padding))
                    : patched(number, padding);
            newest = store.saveIfVersion(actor, newest == null ? null : newest.version(), write);
        }
        if (newest == null) {
            throw new IllegalArgumentException("the last version must be 1 or more but was " + last);
        }
        return newest;
    }

    /** Returns the state of a version, made of the entries of a log by their patches. */
    static JsonNode rebuilt(List<LogEntry> entries, StateVersion version) {
        JsonNode state = MAPPER.missingNode();
        for (LogEntry entry : entries) {
            JsonNode content = tree(entry.content());
            if (entry.isPatch()) {
                ObjectNode next = ((ObjectNode) state).deepCopy();
                for (JsonNode operation : content) {
                    next.set(operation.get("path").stringValue().substring(1), operation.get("value"));
                }
                state = next;
            } else {
                state = content;
            }
            if (entry.version().equals(version)) {
                return state;
            }
        }
        throw new AssertionError("expected entries up to version " + version + " but found " + entries);
    }
}
