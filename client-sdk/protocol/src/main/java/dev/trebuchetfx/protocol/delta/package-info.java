// SPDX-License-Identifier: Apache-2.0
/** What an application says about changes of its states: own deltas, and what tells the items of a list apart. */
@NullMarked
package dev.trebuchetfx.protocol.delta;

import org.jspecify.annotations.NullMarked;
