// SPDX-License-Identifier: Apache-2.0
/** Exceptions of the client, each kind with a stable code. */
@NullMarked
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.NullMarked;
