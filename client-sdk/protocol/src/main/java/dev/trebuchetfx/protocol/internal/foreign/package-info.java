// SPDX-License-Identifier: Apache-2.0
/** The handling of what others make: anything that the application's code throws, the texts of peers, and the files that users name. */
@NullMarked
package dev.trebuchetfx.protocol.internal.foreign;

import org.jspecify.annotations.NullMarked;
