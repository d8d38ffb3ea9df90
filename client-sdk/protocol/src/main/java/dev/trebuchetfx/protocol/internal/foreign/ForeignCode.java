// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.foreign;

import org.slf4j.Logger;

/**
 * Words for what was thrown by code that is not ours: listeners, mappers, stores, suppliers. It may be an error, a checked exception that
 * nobody declared, or one whose own methods fail; none of it may end what runs such code.
 */
public final class ForeignCode {
    private ForeignCode() {}

    /** Says what was thrown: its message, or its kind where there is none. */
    public static String describe(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null || message.isBlank() ? thrown.getClass().getName() : message;
        } catch (Throwable unspeakable) {
            return thrown.getClass().getName();
        }
    }

    /** Says what was thrown, with its kind. */
    public static String describeWithKind(Throwable thrown) {
        String name = thrown.getClass().getName();
        String words = describe(thrown);
        return words.equals(name) ? name : name + ": " + words;
    }

    /**
     * Logs what was thrown, and throws nothing itself.
     *
     * @param what failed; it names kinds, numbers and sizes, and never what a state, an argument or a token holds
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
                // There is nobody left to tell.
            }
        }
    }
}
