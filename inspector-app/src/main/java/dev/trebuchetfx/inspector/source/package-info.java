// SPDX-License-Identifier: Apache-2.0
/** Where events come from: the taps of a client in this process, or a proxy between any client and server. */
@NullMarked
package dev.trebuchetfx.inspector.source;

import org.jspecify.annotations.NullMarked;
