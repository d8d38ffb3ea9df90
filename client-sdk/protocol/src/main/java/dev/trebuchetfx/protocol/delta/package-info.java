// SPDX-License-Identifier: Apache-2.0
/** The interfaces by which an application controls the deltas of its states: deltas of its own, and the keys of list items. */
@NullMarked
package dev.trebuchetfx.protocol.delta;

import org.jspecify.annotations.NullMarked;
