// SPDX-License-Identifier: Apache-2.0
/** Where a stream was left, so that it can be resumed: the value, and where it is kept. Knows nothing of connections. */
@NullMarked
package dev.trebuchetfx.client.checkpoint;

import org.jspecify.annotations.NullMarked;
