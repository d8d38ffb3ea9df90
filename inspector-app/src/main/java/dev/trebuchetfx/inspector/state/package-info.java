// SPDX-License-Identifier: Apache-2.0
/** Computes the state of a stream at any event of a log, and what each update changed in it. */
@NullMarked
package dev.trebuchetfx.inspector.state;

import org.jspecify.annotations.NullMarked;
