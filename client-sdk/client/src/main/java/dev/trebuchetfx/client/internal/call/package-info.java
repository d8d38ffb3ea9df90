// SPDX-License-Identifier: Apache-2.0
/** Calls: correlation of responses, deadlines, and what becomes of a call when its connection ends. */
@NullMarked
package dev.trebuchetfx.client.internal.call;

import org.jspecify.annotations.NullMarked;
