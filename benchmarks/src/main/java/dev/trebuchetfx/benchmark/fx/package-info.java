// SPDX-License-Identifier: Apache-2.0
/** The cost of the bindings on the FX thread, beside what an application would write by hand. */
@NullMarked
package dev.trebuchetfx.benchmark.fx;

import org.jspecify.annotations.NullMarked;
