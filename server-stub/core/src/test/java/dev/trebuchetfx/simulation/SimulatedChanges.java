// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static dev.trebuchetfx.simulation.SimulatedWorld.MILLISECOND;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One node's source of changes. It delays and doubles news, and loses them while its line to the database is down, of which it tells its
 * listener only some time later.
 */
final class SimulatedChanges implements StateChangeSource {
    /** The longest time until the loss of the line is noticed. */
    static final long NOTICE = 500 * MILLISECOND;

    private final SimulatedProcess node;
    private final SimulatedDatabase database;
    private final RandomGenerator random;
    private @Nullable Listener listener;
    private boolean up;
    private boolean told;
    private boolean closed;
    /** Counts the losses of the line. */
    private int losses;

    SimulatedChanges(SimulatedProcess node, SimulatedDatabase database, RandomGenerator random) {
        this.node = node;
        this.database = database;
        this.random = random;
    }

    @Override
    public void start(Listener given) {
        listener = given;
        soon(20 * MILLISECOND, this::connect);
    }

    boolean isOf(SimulatedProcess process) {
        return node == process;
    }

    private void connect() {
        if (!closed && !up && listener != null) {
            if (!database.isReachableBy(node)) {
                soon(100 * MILLISECOND, this::connect);
                return;
            }
            up = true;
            told = true;
            listener.connected();
        }
    }

    /** The line to the database is lost, and made anew after some time. */
    void lose(long nanos) {
        if (!up || closed) {
            return;
        }
        up = false;
        int loss = ++losses;
        long notice = random.nextLong(NOTICE);
        var unused = node.schedule(Duration.ofNanos(notice), () -> {
            if (!closed && told && loss == losses && listener != null) {
                told = false;
                listener.disconnected("the line to the database is lost");
                soon(Math.max(1, nanos), this::connect);
            }
        });
    }

    void changed(StateChange change) {
        if (!up || closed) {
            return;
        }
        int copies = random.nextInt(8) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            int sentIn = losses;
            soon(database.lag(), () -> {
                // What was under way when the line was lost does not arrive any more.
                if (!closed && sentIn == losses && listener != null) {
                    listener.changed(change);
                }
            });
        }
    }

    private void soon(long within, Runnable task) {
        var unused = node.schedule(Duration.ofNanos(random.nextLong(within) + 1), task);
    }

    @Override
    public void close() {
        closed = true;
        database.forget(this);
    }
}
