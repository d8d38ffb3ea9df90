// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import java.time.Instant;

/**
 * One thing that was done from the inspector. Immutable.
 *
 * @param what in words
 * @param result what came of it, or why it could not be done and what to do
 */
public record ActEntry(long number, Instant at, String what, String result, Outcome outcome) {
    /** How it went. */
    public enum Outcome {
        PENDING("…"),
        DONE("✓"),
        FAILED("✗");

        private final String sign;

        Outcome(String sign) {
            this.sign = sign;
        }

        /** One character. */
        public String sign() {
            return sign;
        }
    }
}
