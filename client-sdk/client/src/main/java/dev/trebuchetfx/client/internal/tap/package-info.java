// SPDX-License-Identifier: Apache-2.0
/** Tells the taps of a client, fenced against what they throw. */
@NullMarked
package dev.trebuchetfx.client.internal.tap;

import org.jspecify.annotations.NullMarked;
