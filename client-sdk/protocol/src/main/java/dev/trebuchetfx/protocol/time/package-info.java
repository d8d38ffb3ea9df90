// SPDX-License-Identifier: Apache-2.0
/** The seam through which all time, chance and threads come, with the real time and a time that passes only when a test says so. */
@NullMarked
package dev.trebuchetfx.protocol.time;

import org.jspecify.annotations.NullMarked;
