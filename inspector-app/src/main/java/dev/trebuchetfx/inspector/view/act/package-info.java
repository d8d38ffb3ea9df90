// SPDX-License-Identifier: Apache-2.0
/** The panel Send, from which a person calls actors, opens streams and causes faults. */
@NullMarked
package dev.trebuchetfx.inspector.view.act;

import org.jspecify.annotations.NullMarked;
