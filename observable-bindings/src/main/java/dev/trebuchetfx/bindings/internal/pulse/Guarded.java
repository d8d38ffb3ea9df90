// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import java.lang.Thread.UncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls into an application whose failure must not stop its neighbours. */
public final class Guarded {
    private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);

    private Guarded() {}

    /** Runs {@code task}; hands what it throws to the thread's uncaught exception handler, as JavaFX does for its listeners. */
    public static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            report(failure);
        }
    }

    private static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
        try {
            handler.uncaughtException(thread, failure);
        } catch (Throwable alsoFailed) {
            failure.addSuppressed(alsoFailed);
            log(failure);
        }
    }

    private static void log(Throwable failure) {
        try {
            LOG.error("A listener failed, and so did the handler for it; the update goes on", failure);
        } catch (Throwable unprintable) {
            LOG.error(
                    "A listener failed with {}, which could be neither handled nor printed; the update goes on",
                    failure.getClass().getName());
        }
    }

    /** Returns what {@code failure} says of itself, or its class alone where it fails at that too. */
    public static String describe(Throwable failure) {
        try {
            return String.valueOf(failure);
        } catch (Throwable unprintable) {
            return failure.getClass().getName();
        }
    }
}
