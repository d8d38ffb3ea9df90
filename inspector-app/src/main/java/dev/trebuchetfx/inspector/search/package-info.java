// SPDX-License-Identifier: Apache-2.0
/** Shows the events of a log to a query, row by row. */
@NullMarked
package dev.trebuchetfx.inspector.search;

import org.jspecify.annotations.NullMarked;
