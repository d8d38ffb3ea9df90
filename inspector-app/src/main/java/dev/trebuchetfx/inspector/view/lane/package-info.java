// SPDX-License-Identifier: Apache-2.0
/** The lane of sequence numbers, drawn. */
@NullMarked
package dev.trebuchetfx.inspector.view.lane;

import org.jspecify.annotations.NullMarked;
