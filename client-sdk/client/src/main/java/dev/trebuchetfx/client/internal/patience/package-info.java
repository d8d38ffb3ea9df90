// SPDX-License-Identifier: Apache-2.0
/** The times for which a stream waits for its server, and how often it may ask anew. Knows the time, and nothing of streams. */
@NullMarked
package dev.trebuchetfx.client.internal.patience;

import org.jspecify.annotations.NullMarked;
