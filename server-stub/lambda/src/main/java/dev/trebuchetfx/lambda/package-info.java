// SPDX-License-Identifier: Apache-2.0
/**
 * The functions that AWS Lambda starts, and the interface by which an application names its actors. A function owns nothing: each event is
 * answered from the tables alone, so any container serves any connection.
 */
@NullMarked
package dev.trebuchetfx.lambda;

import org.jspecify.annotations.NullMarked;
