// SPDX-License-Identifier: Apache-2.0
/** The description and logging of anything that the application's code throws. */
@NullMarked
package dev.trebuchetfx.protocol.internal.foreign;

import org.jspecify.annotations.NullMarked;
