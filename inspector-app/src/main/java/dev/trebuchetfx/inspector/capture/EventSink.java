// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

/** Takes events in the order in which they happened: a log, or a file being written. */
@FunctionalInterface
public interface EventSink {
    void append(CapturedEvent event);
}
