// SPDX-License-Identifier: Apache-2.0
/** The examples of the guides, as they are written there. */
@NullMarked
package dev.trebuchetfx.example;

import org.jspecify.annotations.NullMarked;
