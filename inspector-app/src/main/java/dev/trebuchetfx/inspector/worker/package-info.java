// SPDX-License-Identifier: Apache-2.0
/**
 * The one worker of a window: reads, judges and searches the log away from the thread that draws, and publishes what it found as
 * snapshots that never change.
 */
@NullMarked
package dev.trebuchetfx.inspector.worker;

import org.jspecify.annotations.NullMarked;
