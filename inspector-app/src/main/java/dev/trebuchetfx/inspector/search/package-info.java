// SPDX-License-Identifier: Apache-2.0
/** Applies a query to the events of a log, row by row. */
@NullMarked
package dev.trebuchetfx.inspector.search;

import org.jspecify.annotations.NullMarked;
