// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

/**
 * The fate of one update on its way to the peer, as a {@link DeliveryGate} decides it. The stream heeds a loss; the rest concerns
 * the line on which the {@link Subscriber} writes. Immutable.
 */
public interface Passage {
    /** The passage of an update that arrives as it was sent. */
    Passage CLEAR = () -> false;

    /** Returns whether the update is lost. The stream then counts it as sent, but does not hand it to the subscriber. */
    boolean isLost();
}
