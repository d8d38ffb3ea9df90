// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.StreamEvent;

/** A stream as its subscriber's side holds it. */
public interface StreamHandle {
    /** Ends the stream. */
    void close();

    /** Every listener has taken this update: the position may be kept. */
    void delivered(StreamEvent.Update<?> update);

    /** This update could not be read. */
    void undecodable(StreamEvent.Undecodable<?> event);
}
