// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/** What may travel instead of whole states. The value of an update is the whole state all the same. */
public enum Deltas {
    /** Whole states only. */
    NONE,
    /**
     * What the server finds to have changed, as JSON Patch, where it has the extension. What did not change is the same object in one
     * value and the next. Lists are unmodifiable then, and the client keeps the state's JSON as a tree beside the value.
     */
    AUTOMATIC,
    /**
     * Deltas of the application's own making: the state type must be a {@link dev.trebuchetfx.protocol.delta.DeltaCodable} of itself. A
     * server with the extension is asked for them; from a version 2 server they are recognised, where its actor sends them. States of
     * that type must be immutable, and {@code applying} quick: it is called on the client's own thread.
     */
    OWN
}
