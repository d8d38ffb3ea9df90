// SPDX-License-Identifier: Apache-2.0
/** The list of logical streams. */
@NullMarked
package dev.trebuchetfx.inspector.view.streams;

import org.jspecify.annotations.NullMarked;
