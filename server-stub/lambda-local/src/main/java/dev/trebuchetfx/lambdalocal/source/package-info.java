// SPDX-License-Identifier: Apache-2.0
/** The emulated event source: it reads the stream of a table and gives its records to a function, as Lambda does. */
@NullMarked
package dev.trebuchetfx.lambdalocal.source;

import org.jspecify.annotations.NullMarked;
