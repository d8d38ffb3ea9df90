// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.time;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor that an application lends to its client. It may reject a task, as one that was shut down does; the task then runs on an
 * executor of the client's own, since somebody waits for what it does.
 */
public final class LentExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(LentExecutor.class);

    private final Executor lent;
    private final Executor own;
    private final AtomicBoolean complained = new AtomicBoolean();

    public LentExecutor(Executor lent, Executor own) {
        this.lent = lent;
        this.own = own;
    }

    @Override
    public void execute(Runnable task) {
        AtomicBoolean begun = new AtomicBoolean();
        Runnable once = () -> {
            if (begun.compareAndSet(false, true)) {
                task.run();
            }
        };
        try {
            lent.execute(once);
        } catch (Throwable rejected) {
            if (complained.compareAndSet(false, true)) {
                ForeignCode.log(
                        LOG,
                        "The executor that was given to the client failed; what it does not run is run on threads of the"
                                + " client's own. Shut it down after the client",
                        rejected);
            }
            own.execute(once);
        }
    }
}
