// SPDX-License-Identifier: Apache-2.0
/** Calls: correlation of responses, deadlines, and the outcome of a call whose connection ends. */
@NullMarked
package dev.trebuchetfx.client.internal.call;

import org.jspecify.annotations.NullMarked;
