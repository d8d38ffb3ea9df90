// SPDX-License-Identifier: Apache-2.0
/** A check of the law of deltas for an application's own tests. It needs no test framework. */
@NullMarked
package dev.trebuchetfx.protocol.delta.laws;

import org.jspecify.annotations.NullMarked;
