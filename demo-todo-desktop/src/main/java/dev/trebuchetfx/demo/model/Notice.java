// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell, with at most one thing to do about it.
 *
 * @param text what happened, a sentence
 * @param detail why, or what to do; may be empty
 * @param action the thing to do, if there is one
 * @param untilConnected whether it says nothing any more once there is a connection
 * @param expiresAt when it goes away by itself
 */
public record Notice(
        Severity severity,
        String text,
        String detail,
        @Nullable Action action,
        boolean untilConnected,
        Instant expiresAt) {

    /** How grave it is. */
    public enum Severity {
        INFORMATION,
        ERROR
    }

    /** A button: its word and what it does. */
    public record Action(String label, Runnable run) {}
}
