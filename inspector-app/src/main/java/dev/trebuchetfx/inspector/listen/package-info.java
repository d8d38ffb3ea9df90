// SPDX-License-Identifier: Apache-2.0
/** Holds what a port needs to outlive its peers: it goes on accepting, and waits for nobody for longer than a limit. */
@NullMarked
package dev.trebuchetfx.inspector.listen;

import org.jspecify.annotations.NullMarked;
