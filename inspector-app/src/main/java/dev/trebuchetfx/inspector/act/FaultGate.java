// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Brings faults about. Safe for use by any thread. */
@FunctionalInterface
public interface FaultGate {
    /**
     * Asks for one fault.
     *
     * @param kind such as {@code drop}
     * @param parameters such as {@code n} and {@code ms}
     * @return what was done, in words; failed with a message that says what to do
     */
    CompletableFuture<String> inject(String kind, Map<String, String> parameters);
}
