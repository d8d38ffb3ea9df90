// SPDX-License-Identifier: Apache-2.0
/** The description and logging of what others make: anything that the application's code throws, and the texts of peers. */
@NullMarked
package dev.trebuchetfx.protocol.internal.foreign;

import org.jspecify.annotations.NullMarked;
