// SPDX-License-Identifier: Apache-2.0
/** Tables of the documentation that tests derive from the code. */
@NullMarked
package dev.trebuchetfx.documentation;

import org.jspecify.annotations.NullMarked;
