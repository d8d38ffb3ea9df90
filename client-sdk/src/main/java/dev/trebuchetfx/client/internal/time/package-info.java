// SPDX-License-Identifier: Apache-2.0
/** The one seam to clocks, timers, randomness and executors. */
@NullMarked
package dev.trebuchetfx.client.internal.time;

import org.jspecify.annotations.NullMarked;
