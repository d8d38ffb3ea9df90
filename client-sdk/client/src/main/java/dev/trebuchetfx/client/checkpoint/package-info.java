// SPDX-License-Identifier: Apache-2.0
/** Checkpoints of streams, from which a stream can be resumed, and the stores that keep them. Knows nothing of connections. */
@NullMarked
package dev.trebuchetfx.client.checkpoint;

import org.jspecify.annotations.NullMarked;
