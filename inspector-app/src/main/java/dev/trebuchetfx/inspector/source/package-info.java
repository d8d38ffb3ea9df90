// SPDX-License-Identifier: Apache-2.0
/** Where events come from: the taps of a client, in this process. */
@NullMarked
package dev.trebuchetfx.inspector.source;

import org.jspecify.annotations.NullMarked;
