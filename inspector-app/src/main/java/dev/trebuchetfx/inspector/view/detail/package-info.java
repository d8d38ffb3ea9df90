// SPDX-License-Identifier: Apache-2.0
/** The panes with the details of the selected message and of the chosen stream. */
@NullMarked
package dev.trebuchetfx.inspector.view.detail;

import org.jspecify.annotations.NullMarked;
