// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/** A choice of what may travel in place of whole states. The value of an update is the whole state all the same. */
public enum Deltas {
    /** Whole states travel, and nothing else. */
    NONE,
    /**
     * A server with the extension sends the changes that it finds, as JSON Patch. Parts that did not change are the same objects in one
     * value and the next. Lists are unmodifiable then, and the client keeps the state's JSON as a tree beside the value.
     */
    AUTOMATIC,
    /**
     * The application's own deltas travel: the state type must be a {@link dev.trebuchetfx.protocol.delta.DeltaCodable} of itself. The
     * client asks a server with the extension for them, and recognises those that an actor of a version 2 server sends. States of that
     * type must be immutable, and {@code applying} quick: it is called on the client's own thread.
     */
    OWN
}
