// SPDX-License-Identifier: Apache-2.0
/** The meters of a client for Micrometer: connection, calls, updates, and all that makes a window show old data. */
@NullMarked
package dev.trebuchetfx.client.micrometer;

import org.jspecify.annotations.NullMarked;
