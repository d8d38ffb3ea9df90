// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A broken copy of client or server, made by changing what passes between its parts: the simulation must find it. */
interface Mutant {
    /** Nothing is broken. */
    Mutant NONE = new Mutant() {};

    /** What arrives at the client instead; null for nothing. */
    default @Nullable Envelope onTheWay(Envelope envelope) {
        return envelope;
    }

    /** What arrives at the server instead; null for nothing. */
    default @Nullable Envelope onTheWayBack(Envelope envelope) {
        return envelope;
    }

    /**
     * The same, on a line that was opened beside the one whose place it takes, or on another one.
     *
     * @param onSuccessor whether it is such a line
     */
    default @Nullable Envelope onTheWayBack(Envelope envelope, boolean onSuccessor) {
        return onTheWayBack(envelope);
    }

    /** The headers of an upgrade, names in lower case, as the server takes them. */
    default Map<String, String> shownTo(Map<String, String> headers) {
        return headers;
    }

    /** What the subscriber hears instead. */
    default List<StreamEvent<Versioned>> heard(StreamEvent<Versioned> event) {
        return List.of(event);
    }

    /** Where the client gets its tokens. */
    default Supplier<String> asked(Supplier<String> application) {
        return application;
    }

    /** The manners of lines that the client is told instead. */
    default LineOptions line(LineOptions options) {
        return options;
    }

    /** What is kept instead. */
    default StoredCheckpoint kept(StoredCheckpoint checkpoint) {
        return checkpoint;
    }

    /** The store that a node has instead. */
    default ActorStateStore store(ActorStateStore store) {
        return store;
    }

    /** Returns whether timers of clients fire though they were cancelled. */
    default boolean forgetsToCancel() {
        return false;
    }
}
