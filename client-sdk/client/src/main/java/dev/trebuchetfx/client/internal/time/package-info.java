// SPDX-License-Identifier: Apache-2.0
/** The threads of the client, the executor that an application lends it, and durations in words. */
@NullMarked
package dev.trebuchetfx.client.internal.time;

import org.jspecify.annotations.NullMarked;
