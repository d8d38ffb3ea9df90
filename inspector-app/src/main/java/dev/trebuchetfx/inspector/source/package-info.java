// SPDX-License-Identifier: Apache-2.0
/** The sources of events: a client in this process, a proxy, a capture file. */
@NullMarked
package dev.trebuchetfx.inspector.source;

import org.jspecify.annotations.NullMarked;
