// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.Duration;
import java.util.UUID;

/** The news of the store in memory keep the contract. All that is in memory is written through a store. */
class InMemoryChangesTest extends StateChangeSourceContract {
    private final ManualTime time = new ManualTime();
    /** Its logs are short, since a check looks at the memory that is used. */
    private final InMemoryStateStore outside =
            new InMemoryStateStore(new LogRetention(4, Duration.ofHours(1), 1 << 20), time, UUID::randomUUID, 1 << 20);

    @Override
    protected ActorStateStore open(LogRetention retention) {
        return outside.openAgain();
    }

    @Override
    protected void edit(String actor, String json) {
        outside.save(actor, UUID.randomUUID(), Bytes.utf8(json));
    }

    @Override
    protected void remove(String actor) {
        outside.delete(actor);
    }

    @Override
    protected boolean cutWhile(Runnable work) {
        return false;
    }

    @Override
    protected boolean tell(String actor, long number) {
        return false;
    }

    @Override
    protected boolean tellNonsense() {
        return false;
    }
}
