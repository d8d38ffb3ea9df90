// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.wire.Bytes;

/** A stream as its subscriber's side holds it. */
public interface StreamHandle {
    /** Ends the stream; {@code why} is what the taps are told. */
    void close(String why);

    /** Changes how soon the stream asks when many want to: higher ones first, 0 in the beginning. */
    void priority(int priority);

    /** Every listener has taken this update, given as it came: the position may be kept. By any thread, in order. */
    void delivered(StreamEvent.Update<Bytes> update);

    /** This update could not be read. */
    void undecodable(StreamEvent.Undecodable<?> event);
}
