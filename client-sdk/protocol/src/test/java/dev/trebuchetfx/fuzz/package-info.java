// SPDX-License-Identifier: Apache-2.0
/** Hostile input for whatever reads what a peer sends. */
@NullMarked
package dev.trebuchetfx.fuzz;

import org.jspecify.annotations.NullMarked;
