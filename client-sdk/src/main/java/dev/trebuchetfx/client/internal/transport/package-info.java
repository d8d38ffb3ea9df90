// SPDX-License-Identifier: Apache-2.0
/** Whole messages in and out as bytes, over a WebSocket or within one JVM. Knows nothing of envelopes. */
@NullMarked
package dev.trebuchetfx.client.internal.transport;

import org.jspecify.annotations.NullMarked;
