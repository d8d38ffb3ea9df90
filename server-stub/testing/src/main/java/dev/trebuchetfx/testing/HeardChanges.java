// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A listener that keeps what it hears for a test. Safe for use by any thread. */
final class HeardChanges implements StateChangeSource.Listener {
    private static final int STEPS = 500;
    private static final int STEP_MILLIS = 20;

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /**
     * One call.
     *
     * @param what the name of the method
     * @param change the change that it told of; null for none
     */
    record Heard(String what, @Nullable StateChange change) {
        /** Returns whether it tells that an actor may have changed. */
        boolean isAbout(String actor) {
            return change == null ? what.equals("connected") : change.actor().equals(actor);
        }
    }

    @Override
    public void connected() {
        heard.add(new Heard("connected", null));
    }

    @Override
    public void changed(StateChange change) {
        heard.add(new Heard("changed", change));
    }

    @Override
    public void disconnected(String why) {
        heard.add(new Heard("disconnected: " + why, null));
    }

    @Override
    public void malformed(String what) {
        heard.add(new Heard("malformed: " + what, null));
    }

    /** Returns the next call that was heard, or null if there was none so far. */
    @Nullable
    Heard next() {
        return heard.poll();
    }

    /** Waits up to 10 seconds for a call. */
    Heard awaitNext(Runnable makeNewsArrive) throws InterruptedException {
        for (int step = 0; step < STEPS; step++) {
            makeNewsArrive.run();
            Heard next = heard.poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
            if (next != null) {
                return next;
            }
        }
        throw new AssertionError("expected to hear of a change but heard nothing within 10 s");
    }

    /** Waits until a call tells that an actor may have changed, after which what is read shows the change. */
    void await(String actor, BooleanSupplier isSeen, Runnable makeNewsArrive) throws InterruptedException {
        Heard next;
        do {
            next = awaitNext(makeNewsArrive);
        } while (!next.isAbout(actor) || !isSeen.getAsBoolean());
    }
}
