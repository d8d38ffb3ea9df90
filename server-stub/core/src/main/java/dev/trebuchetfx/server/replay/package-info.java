// SPDX-License-Identifier: Apache-2.0
/** The updates that a stream can send again, and the bound of all that streams keep. Knows the states, and nothing of streams and connections. */
@NullMarked
package dev.trebuchetfx.server.replay;

import org.jspecify.annotations.NullMarked;
