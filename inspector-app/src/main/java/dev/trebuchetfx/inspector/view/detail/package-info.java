// SPDX-License-Identifier: Apache-2.0
/** The selected message and the chosen stream's position, in detail. */
@NullMarked
package dev.trebuchetfx.inspector.view.detail;

import org.jspecify.annotations.NullMarked;
