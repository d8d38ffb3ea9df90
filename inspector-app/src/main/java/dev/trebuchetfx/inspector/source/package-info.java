// SPDX-License-Identifier: Apache-2.0
/** Where events come from: a client in this process, a proxy, a capture file. */
@NullMarked
package dev.trebuchetfx.inspector.source;

import org.jspecify.annotations.NullMarked;
