// SPDX-License-Identifier: Apache-2.0
/** The panel Send. */
@NullMarked
package dev.trebuchetfx.inspector.view.act;

import org.jspecify.annotations.NullMarked;
