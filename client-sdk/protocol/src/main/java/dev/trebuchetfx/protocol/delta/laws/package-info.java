// SPDX-License-Identifier: Apache-2.0
/** For an application's own tests: whether its deltas keep what they promise. Needs no test framework. */
@NullMarked
package dev.trebuchetfx.protocol.delta.laws;

import org.jspecify.annotations.NullMarked;
