// SPDX-License-Identifier: Apache-2.0
/** The inspector's pane, which is put together from the panes in the packages below. It uses the view models only. */
@NullMarked
package dev.trebuchetfx.inspector.view;

import org.jspecify.annotations.NullMarked;
