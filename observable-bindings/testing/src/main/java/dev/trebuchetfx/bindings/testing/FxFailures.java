// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The failures that JavaFX met and went on after. Any thread adds and takes. */
final class FxFailures {
    private static final Queue<Throwable> MET = new ConcurrentLinkedQueue<>();

    /** The loggers of JavaFX's controls, bindings and style sheets. Referred to here, since a logger that nobody refers to forgets its handlers. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("javafx.scene"), Logger.getLogger("javafx.beans"), Logger.getLogger("javafx.css"));

    private FxFailures() {}

    /** Begins to watch. Called once, on the FX thread. */
    static void watch() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> MET.add(failure));
        LOGGERS.forEach(logger -> logger.addHandler(new Warnings()));
    }

    /** Returns the failures since the last look, and forgets them. */
    static List<Throwable> take() {
        List<Throwable> taken = new ArrayList<>();
        for (Throwable next = MET.poll(); next != null; next = MET.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** Throws the failures since the last look, if there are any, as one error. */
    static void throwAll() {
        List<Throwable> failures = take();
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError("The FX thread met " + failures, failures.getFirst());
            failures.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }

    /** Keeps what JavaFX warns of. */
    private static final class Warnings extends Handler {
        private static final String PARTS = "/dev/trebuchetfx/bindings/controls/parts.css";

        /** Returns what to do: the style sheet of the ready-made parts lacks nothing but the colours of a theme. */
        private static String advice(String message) {
            return message.contains(PARTS)
                    ? ". The scene lacks the colours of the ready-made parts: call ThemeAliases.MODENA.addTo(scene), or"
                            + " ThemeAliases.ATLANTAFX.addTo(scene) with a theme of AtlantaFX"
                    : "";
        }

        @Override
        public void publish(LogRecord message) {
            if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
                String words = String.valueOf(message.getMessage());
                MET.add(new AssertionError("JavaFX logged: " + words + advice(words), message.getThrown()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
