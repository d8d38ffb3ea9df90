// SPDX-License-Identifier: Apache-2.0
/** The server that the demo starts for itself. */
@NullMarked
package dev.trebuchetfx.demo.host;

import org.jspecify.annotations.NullMarked;
