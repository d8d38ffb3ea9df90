// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;

/**
 * A JUnit test that every {@link dev.trebuchetfx.server.store.StateChangeSource} passes, beside the contract of its store. A subclass opens
 * stores, and does what a test can't do through them: it edits the database, cuts lines and forges news. The tests are inherited; those
 * that an engine can't have are reported as skipped.
 *
 * <p>Each test uses names of actors of its own, so that the data may outlive a test. A test waits for news up to 30 seconds, so a source
 * that is cut off should be told to try again after short pauses. One test looks at the heap, so tests should not run at the same time
 * in one process.
 */
public abstract class StateChangeSourceContract extends SourceTroubleChecks {
    /** Makes the contract. */
    protected StateChangeSourceContract() {}

    /** Opens a store. All stores of one test have the same data, as those of several nodes do. The test closes it. */
    protected abstract ActorStateStore open(LogRetention retention);

    /**
     * Gives an actor this state, or begins its life with it, as somebody does who knows the database and not this library. Works also
     * within {@link #cutWhile}.
     *
     * @param json the state
     */
    protected abstract void edit(String actor, String json);

    /** Deletes an actor's state, as somebody does who knows the database and not this library. Works also within {@link #cutWhile}. */
    protected abstract void remove(String actor);

    /**
     * Breaks all connections of the stores and their sources, does the work while none can be made anew, and lets them connect again.
     *
     * @return true if it did so; false, with nothing done, if the engine has no connection that could break
     */
    protected abstract boolean cutWhile(Runnable work);

    /**
     * Makes sources hear that a version of an actor was stored, without any change.
     *
     * @param number the number of the version, which may be any
     * @return true if it did so; false if nobody can make the engine tell what did not happen
     */
    protected abstract boolean tell(String actor, long number);

    /**
     * Makes sources hear something that is no news of a change.
     *
     * @return true if it did so; false if nobody can make the engine tell such a thing
     */
    protected abstract boolean tellNonsense();

    @Override
    final ActorStateStore openStore(LogRetention retention) {
        return open(retention);
    }

    @Override
    final void editFromOutside(String actor, String json) {
        edit(actor, json);
    }

    @Override
    final void removeFromOutside(String actor) {
        remove(actor);
    }

    @Override
    final boolean cutOffWhile(Runnable work) {
        return cutWhile(work);
    }

    @Override
    final boolean tellOf(String actor, long number) {
        return tell(actor, number);
    }

    @Override
    final boolean tellWhatIsNoNews() {
        return tellNonsense();
    }
}
