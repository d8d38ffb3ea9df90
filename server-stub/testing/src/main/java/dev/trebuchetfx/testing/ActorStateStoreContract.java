// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.Duration;

/**
 * A JUnit test that every {@link ActorStateStore} passes. A subclass opens stores; the tests are inherited.
 *
 * <pre>{@code
 * class MyStoreTest extends ActorStateStoreContract {
 *     @Override
 *     protected ActorStateStore open(LogRetention retention) {
 *         return new MyStore(address, retention);
 *     }
 *
 *     @Override
 *     protected void letTimePass(Duration time) {
 *         clock.advance(time);
 *     }
 * }
 * }</pre>
 *
 * <p>Each test uses names of actors of its own, so that the data may outlive a test. Several checks run on virtual threads, and wait up to
 * three minutes for writes. The news of changes has a contract of its own, {@link StateChangeSourceContract}.
 */
public abstract class ActorStateStoreContract extends SharingChecks {
    /** Makes the contract. */
    protected ActorStateStoreContract() {}

    /** Opens a store. All stores of one test have the same data, as those of several nodes do. The test closes it. */
    protected abstract ActorStateStore open(LogRetention retention);

    /** Makes all entries of logs older: advances the store's clock, or changes their times in the database. */
    protected abstract void letTimePass(Duration time);

    /** Returns the most further writes of an actor until its log forgets what is past its retention, which are 256 unless overridden. */
    protected int surplusVersions() {
        return 256;
    }

    @Override
    final ActorStateStore openStore(LogRetention retention) {
        return open(retention);
    }

    @Override
    final void makeEntriesOlder(Duration by) {
        letTimePass(by);
    }

    @Override
    final int mostSurplusVersions() {
        return surplusVersions();
    }
}
