// SPDX-License-Identifier: Apache-2.0
/** The source of all time, random numbers and threads, with an implementation for real time and one for tests. */
@NullMarked
package dev.trebuchetfx.protocol.time;

import org.jspecify.annotations.NullMarked;
