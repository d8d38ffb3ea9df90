// SPDX-License-Identifier: Apache-2.0
/** Keeps what was seen: a log of events, bounded in count and bytes, that says what it had to let go. */
@NullMarked
package dev.trebuchetfx.inspector.capture;

import org.jspecify.annotations.NullMarked;
