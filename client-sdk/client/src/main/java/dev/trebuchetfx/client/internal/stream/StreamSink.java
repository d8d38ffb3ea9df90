// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.internal.delta.StateValue;

/** Takes a stream's events in order, states still undecoded. Called on the client's loop; must not block. */
@FunctionalInterface
public interface StreamSink {
    void offer(StreamEvent<StateValue> event);
}
