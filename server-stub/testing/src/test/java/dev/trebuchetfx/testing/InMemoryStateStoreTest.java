// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The store in memory keeps the contract, and tells its news in the same order in each run. */
class InMemoryStateStoreTest extends ActorStateStoreContract {
    private final ManualTime time = new ManualTime();
    private @Nullable InMemoryStateStore first;

    @Override
    protected ActorStateStore open(LogRetention retention) {
        if (first == null) {
            first = new InMemoryStateStore(retention, time, UUID::randomUUID, 1 << 20);
            return first;
        }
        return first.openAgain();
    }

    @Override
    protected int surplusVersions() {
        return 0;
    }

    @Override
    protected void letTimePass(Duration passed) {
        time.advance(passed);
    }

    /** A listener that writes is called again when it has returned, and hears the writes in their order. */
    @Test
    void newsIsToldAtOnceAndInOrder() {
        InMemoryStateStore store = new InMemoryStateStore(LogRetention.DEFAULT, time, UUID::randomUUID);
        List<String> heard = new ArrayList<>();
        StateChangeSource source = store.changes();
        store.save("before", UUID.randomUUID(), Bytes.utf8("1"));
        source.start(new StateChangeSource.Listener() {
            @Override
            public void connected() {
                heard.add("connected");
            }

            @Override
            public void changed(StateChange change) {
                heard.add(change.actor() + " " + change.number());
                if (change.actor().equals("a") && change.number() != null) {
                    store.save("b", UUID.randomUUID(), Bytes.utf8("1"));
                    heard.add("wrote b");
                }
            }

            @Override
            public void disconnected(String why) {
                heard.add(why);
            }

            @Override
            public void malformed(String what) {
                heard.add(what);
            }
        });

        store.save("a", UUID.randomUUID(), Bytes.utf8("1"));
        store.delete("a");

        assertThat(heard).containsExactly("connected", "a 1", "wrote b", "b 1", "a null");
    }

    @Test
    void aFullStoreRefusesAndTakesAgainWhatFitsAfterADeletion() {
        InMemoryStateStore store =
                new InMemoryStateStore(LogRetention.DEFAULT, time, UUID::randomUUID, 1 << 20, 10_000);
        Bytes state = Bytes.utf8('"' + "x".repeat(3_000) + '"');
        store.save("a", UUID.randomUUID(), state);

        assertThatThrownBy(() -> store.save("b", UUID.randomUUID(), state))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageStartingWith(
                        "the store in memory has 6304 bytes of at most 10000, which leaves no room for");
        assertThat(store.exists("b")).isFalse();
        store.delete("a");
        store.save("b", UUID.randomUUID(), state);
        assertThat(store.load("b")).isEqualTo(state);
    }
}
