// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

/** Learns what a proxy sees. */
@FunctionalInterface
public interface ProxyObserver {
    /**
     * Called for one event at a time, in an order in which cause comes before effect, by the threads that relay: what is slow here slows the
     * connection. A message is told before it is relayed.
     */
    void onEvent(ProxyEvent event);
}
