// SPDX-License-Identifier: Apache-2.0
/** Deltas: JSON Patches between two trees, the application's own deltas, and the state after a delta. Knows no streams. */
@NullMarked
package dev.trebuchetfx.protocol.internal.delta;

import org.jspecify.annotations.NullMarked;
