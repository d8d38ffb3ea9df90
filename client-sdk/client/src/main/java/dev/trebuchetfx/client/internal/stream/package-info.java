// SPDX-License-Identifier: Apache-2.0
/** A stream's life: sequence tracking, resume, restart and delivery. Knows nothing of sockets. */
@NullMarked
package dev.trebuchetfx.client.internal.stream;

import org.jspecify.annotations.NullMarked;
