// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A short message to the user, with at most one action.
 *
 * @param text what happened, in one sentence
 * @param detail the reason, or what to do; may be empty
 * @param action the action that is offered; null for none
 * @param untilConnected whether it goes away as soon as there is a connection
 * @param expiresAt the time at which it goes away by itself
 */
public record Notice(
        Severity severity,
        String text,
        String detail,
        @Nullable Action action,
        boolean untilConnected,
        Instant expiresAt) {

    /** The severity of a notice. */
    public enum Severity {
        INFORMATION,
        ERROR
    }

    /** A button, with its label and what it does. */
    public record Action(String label, Runnable run) {}
}
