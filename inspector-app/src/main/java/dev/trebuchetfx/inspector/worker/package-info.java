// SPDX-License-Identifier: Apache-2.0
/**
 * The one worker of a window. It reads, judges and searches the log off the FX thread, and publishes its results as immutable
 * snapshots.
 */
@NullMarked
package dev.trebuchetfx.inspector.worker;

import org.jspecify.annotations.NullMarked;
