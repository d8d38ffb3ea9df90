// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapEvent.CheckpointRestored;
import dev.trebuchetfx.client.tap.TapEvent.MessageReceived;
import dev.trebuchetfx.client.tap.TapEvent.MessageSent;
import dev.trebuchetfx.client.tap.TapEvent.MessageUndecodable;

/** Estimates what an event keeps alive. */
final class EventSize {
    /** A record, its boxed parts and its place in the ring. */
    private static final int OVERHEAD = 160;

    private EventSize() {}

    static int of(TapEvent event) {
        return OVERHEAD
                + switch (event) {
                    case MessageReceived received -> received.bytes();
                    case MessageSent sent -> sent.bytes();
                    case MessageUndecodable undecodable -> undecodable.raw().size();
                    case CheckpointRestored restored ->
                        restored.state() == null ? 0 : restored.state().size();
                    // An accepted update shares its bytes with the message that carried it.
                    default -> 0;
                };
    }
}
