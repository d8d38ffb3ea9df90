// SPDX-License-Identifier: Apache-2.0
/** The tabs beside the todos: a table of prices that change quickly, and a chart of one of them. */
@NullMarked
package dev.trebuchetfx.demo.market;

import org.jspecify.annotations.NullMarked;
