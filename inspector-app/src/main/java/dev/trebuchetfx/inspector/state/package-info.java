// SPDX-License-Identifier: Apache-2.0
/** The state that the updates of a stream add up to at any event of a log, and what each update changed in it. */
@NullMarked
package dev.trebuchetfx.inspector.state;

import org.jspecify.annotations.NullMarked;
