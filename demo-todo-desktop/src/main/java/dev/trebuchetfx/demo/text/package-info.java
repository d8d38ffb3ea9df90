// SPDX-License-Identifier: Apache-2.0
/** The texts on the screen, in each language of the demo. */
@NullMarked
package dev.trebuchetfx.demo.text;

import org.jspecify.annotations.NullMarked;
