// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.foreign;

import org.slf4j.Logger;

/**
 * The texts and log entries for throwables of the application's code: listeners, mappers, stores and suppliers. Such a throwable may be an
 * error, an undeclared checked exception, or one whose own methods fail; none of these may end the thread that runs the code.
 */
public final class ForeignCode {
    private ForeignCode() {}

    /** Returns the message of a throwable, or its class name if it has no message or fails to give one. */
    public static String describe(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null || message.isBlank() ? thrown.getClass().getName() : message;
        } catch (Throwable unspeakable) {
            return thrown.getClass().getName();
        }
    }

    /** Returns the class name and the message of a throwable. */
    public static String describeWithKind(Throwable thrown) {
        String name = thrown.getClass().getName();
        String words = describe(thrown);
        return words.equals(name) ? name : name + ": " + words;
    }

    /**
     * Logs a throwable as a warning. The method itself never throws.
     *
     * @param log the log
     * @param what the text of the warning, which may name classes, numbers and sizes, but never the contents of a state, an argument or
     *     a token
     * @param thrown the throwable
     */
    public static void log(Logger log, String what, Throwable thrown) {
        try {
            log.warn(what, thrown);
        } catch (Throwable unspeakable) {
            try {
                log.warn(
                        "{} ({}, which can't be printed)",
                        what,
                        thrown.getClass().getName());
            } catch (Throwable noLog) {
                // The log itself fails, so there is no other place to report to.
            }
        }
    }
}
