// SPDX-License-Identifier: Apache-2.0
/**
 * The parts that make the state of each update that travels: whole from a delta, proven by a hash, filtered where the server does not
 * filter.
 */
@NullMarked
package dev.trebuchetfx.client.internal.update;

import org.jspecify.annotations.NullMarked;
