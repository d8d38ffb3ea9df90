// SPDX-License-Identifier: Apache-2.0
/** Ports that take whole HTTP requests. */
@NullMarked
package dev.trebuchetfx.lambdalocal.http;

import org.jspecify.annotations.NullMarked;
