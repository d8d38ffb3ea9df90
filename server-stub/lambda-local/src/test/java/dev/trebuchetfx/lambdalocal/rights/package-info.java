// SPDX-License-Identifier: Apache-2.0
/** The rights of the functions, compared with the requests that they make. */
@NullMarked
package dev.trebuchetfx.lambdalocal.rights;

import org.jspecify.annotations.NullMarked;
